import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/**
 * The Chromium of the npm package, or the one that CHROMIUM_PATH names. The package's own `args` switch web security
 * off, which would let tests pass that a person's browser fails: only the sandbox goes, which root cannot have.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? (await chromium.executablePath());
  return playwright.launch({ executablePath, args: ['--no-sandbox'] });
}
