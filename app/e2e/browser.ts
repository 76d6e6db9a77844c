import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium as playwright } from 'playwright-core';

/**
 * The Chromium of the npm package, or the one that CHROMIUM_PATH names. The package's own `args` switch web security
 * off, which would let tests pass that a person's browser fails: only the sandbox goes, which root cannot have.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? (await chromium.executablePath());
  // Test machines have no microphone; the browser's own makes a beep each second.
  const args = [
    '--no-sandbox',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
  ];
  return playwright.launch({ executablePath, args });
}

const emojiFolder = join(import.meta.dirname, '..', 'node_modules', '@fontsource', 'noto-emoji');

/** Test machines have no emoji font: lets the pages of a context find one under their own origin. */
export async function addEmojiFont(context: BrowserContext): Promise<void> {
  await context.route('**/fonts/noto-emoji/**', (route) => {
    const file = new URL(route.request().url()).pathname.replace('/fonts/noto-emoji/', '');
    const contentType = file.endsWith('.css') ? 'text/css' : 'font/woff2';
    return route.fulfill({ body: readFileSync(join(emojiFolder, file)), contentType });
  });
  await context.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = '/fonts/noto-emoji/index.css';
      document.head.append(link);
    });
  });
}
