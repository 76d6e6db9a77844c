// Writes src/api/schema.ts, the server's contract as TypeScript types.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { app } from './locale-files.mjs';

const contract = join(app, '..', 'backend', 'openapi.json');
const out = process.argv[2] ?? join(app, 'src', 'api', 'schema.ts');
const tool = join(app, 'node_modules', 'openapi-typescript', 'bin', 'cli.js');

execFileSync(process.execPath, [tool, contract, '--output', out], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
