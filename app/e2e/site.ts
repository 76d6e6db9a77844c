import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the Dife under test answers; `backend/tests/e2e` starts one, `make run` is as good. */
export const origin = process.env.DIFE_E2E_ORIGIN ?? 'http://localhost:8000';

/** A page of that site. */
export function address(path: string): string {
  return new URL(path, origin).toString();
}

/** The mails that were sent to an address, the newest first. */
export async function mailsTo(email: string): Promise<{ text: string }[]> {
  const answer = await fetch(address(`/dev/mailbox.json?to=${encodeURIComponent(email)}`));
  return (await answer.json()) as { text: string }[];
}

/** The six digits that were mailed to an address, once they are there. */
export async function codeFor(email: string): Promise<string> {
  for (let count = 0; count < 100; count += 1) {
    const code = /\b\d{6}\b/.exec((await mailsTo(email))[0]?.text ?? '');
    if (code) return code[0];
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error('no code was mailed');
}

/** Ends the gateway without a warning; whoever watches over the site starts it again. */
export function killGateway(): void {
  const file = process.env.DIFE_E2E_GATEWAY_PID;
  if (!file) throw new Error('DIFE_E2E_GATEWAY_PID names no file with the gateway’s process id');
  process.kill(Number(readFileSync(file, 'utf8')), 'SIGKILL');
}

/** Distinguishes the accounts of one run from those of another on the same site. */
export const run = Date.now().toString(36).slice(-5);

const pictures = join(import.meta.dirname, 'pictures');

export function pictureFile(name: string): string {
  return join(pictures, name);
}
