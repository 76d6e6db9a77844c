// Writes src/realtime/schema.ts: the frames of the gateway as TypeScript types, and its close codes.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { app } from './locale-files.mjs';

const contract = join(app, '..', 'backend', 'realtime.schema.json');
const out = process.argv[2] ?? join(app, 'src', 'realtime', 'schema.ts');
const tool = join(app, 'node_modules', 'openapi-typescript', 'bin', 'cli.js');

const text = readFileSync(contract, 'utf8').replaceAll('#/$defs/', '#/components/schemas/');
const { CloseCode, ...schemas } = JSON.parse(text).$defs;

/** The generator of types reads OpenAPI only, whose schemas are JSON Schema. */
function types() {
  const folder = mkdtempSync(join(tmpdir(), 'dife-realtime-'));
  const input = join(folder, 'frames.json');
  const info = { title: 'frames', version: '1' };
  writeFileSync(
    input,
    JSON.stringify({ openapi: '3.1.0', info, paths: {}, components: { schemas } }),
  );
  const options = ['--empty-objects-unknown', '--root-types', '--root-types-no-schema-prefix'];
  const made = execFileSync(process.execPath, [tool, input, ...options], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  rmSync(folder, { recursive: true });
  return made;
}

function closeCodes() {
  const lines = CloseCode.oneOf.map(
    (code) =>
      `  /** ${code.description} */\n  ${code.title}: { code: ${code.const}, reconnect: ${code['x-reconnect']} },\n`,
  );
  return `/** ${CloseCode.description} */\nexport const closeCodes = {\n${lines.join('')}} as const;\n`;
}

writeFileSync(out, `${types()}\n${closeCodes()}`);
