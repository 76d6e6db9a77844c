import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

import { accessibilityProblems } from './accessibility.ts';
import { addEmojiFont } from './browser.ts';
import { keepShot } from './gallery.ts';
import { whatSticksOut } from './layout.ts';
import { routeOf } from './routes.ts';
import { address } from './site.ts';
import { type Language, type Texts, textsOf } from './texts.ts';

export const devices = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 800 },
} as const;

export type Device = keyof typeof devices;
export type Theme = 'light' | 'dark';
const themes: readonly Theme[] = ['light', 'dark'];

export type Setting = {
  language: Language;
  device?: Device;
  /** With `both`, every page that is looked at is seen in the one and in the other. */
  theme?: Theme | 'both';
  /** Pages that another story examines are only photographed; `dark` examines them in that theme alone. */
  examine?: boolean | 'dark';
};
type Parts = { context: BrowserContext; page: Page; t: Texts; setting: Required<Setting> };

/** Somebody at a browser of their own, in their own language, who notices everything that goes wrong on the way. */
export class Person {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly t: Texts;
  private readonly setting: Required<Setting>;
  private readonly problems: string[] = [];
  private readonly tolerated: RegExp[] = [];
  private readonly seen = new Set<string>();

  private constructor({ context, page, t, setting }: Parts) {
    this.context = context;
    this.page = page;
    this.t = t;
    this.setting = setting;
  }

  static async enter(
    browser: Browser,
    { language, device = 'phone', theme = 'light', examine = true }: Setting,
  ): Promise<Person> {
    const context = await browser.newContext({
      locale: language,
      viewport: devices[device],
      colorScheme: theme === 'both' ? 'light' : theme,
      reducedMotion: 'reduce',
      timezoneId: 'Asia/Seoul',
    });
    context.setDefaultTimeout(30_000);
    await addEmojiFont(context);
    const page = await context.newPage();
    const setting = { language, device, theme, examine };
    const person = new Person({ context, page, t: textsOf(language), setting });
    await person.watch();
    return person;
  }

  get language(): Language {
    return this.setting.language;
  }

  get device(): Device {
    return this.setting.device;
  }

  async go(path: string): Promise<void> {
    await this.page.goto(address(path));
  }

  /** Takes a picture for the gallery and looks for what shuts people out. */
  async look(name: string): Promise<void> {
    // What lies under the mouse looks different, and is not what the page looks like.
    await this.page.mouse.move(0, 0);
    await this.settle();
    this.seen.add(routeOf(new URL(this.page.url()).pathname));
    const { theme } = this.setting;
    if (theme !== 'both') return this.lookAt(name, theme);
    for (const colorScheme of themes) {
      await this.page.emulateMedia({ colorScheme });
      await this.lookAt(name, colorScheme);
    }
    await this.page.emulateMedia({ colorScheme: 'light' });
  }

  /** The pages of the app that were looked at. */
  get seenRoutes(): ReadonlySet<string> {
    return this.seen;
  }

  private async lookAt(name: string, theme: Theme): Promise<void> {
    const { language, device, examine } = this.setting;
    const title = (await this.page.title()).replace(/ · Dife$/, '');
    await keepShot(this.page, { name, title, language, theme, device });
    const outside = await this.page.evaluate(whatSticksOut);
    this.problems.push(...outside.map((what) => `${name}: sticks out of the page: ${what}`));
    if (!examine || (examine === 'dark' && theme !== 'dark')) return;
    const found = await accessibilityProblems(this.page, language);
    this.problems.push(...found.map((problem) => `${name}, ${theme}: ${problem}`));
  }

  /** The next errors of this kind are part of the story. */
  tolerate(pattern: RegExp): void {
    this.tolerated.push(pattern);
  }

  button(key: string, values?: Record<string, string | number>): Locator {
    return this.page.getByRole('button', { name: this.t(key, values), exact: true });
  }

  link(key: string, values?: Record<string, string | number>): Locator {
    return this.page.getByRole('link', { name: this.t(key, values), exact: true });
  }

  field(key: string, values?: Record<string, string | number>): Locator {
    return this.page.getByLabel(this.t(key, values), { exact: true });
  }

  heading(key: string, values?: Record<string, string | number>): Locator {
    return this.page.getByRole('heading', { name: this.t(key, values), exact: true });
  }

  async leave(): Promise<void> {
    await this.context.close();
  }

  /** What went wrong on the way and was not part of the story: an error in the console, a refused policy, a barrier. */
  seriousProblems(): string[] {
    const { language, device } = this.setting;
    return this.problems
      .filter((problem) => !this.tolerated.some((pattern) => pattern.test(problem)))
      .map((problem) => `${language} ${device}: ${problem}`);
  }

  /** The page is there with what it shows. Pictures and fonts on their way are waited for, but not for ever. */
  private async settle(): Promise<void> {
    await this.page.getByRole('main').first().waitFor();
    await this.page.waitForFunction(
      (label) =>
        [...document.querySelectorAll(`[aria-label="${label}"]`)].every((spinner) => {
          const { width, top, bottom } = spinner.getBoundingClientRect();
          return width === 0 || bottom < 0 || top > window.innerHeight;
        }),
      this.t('app.loading'),
    );
    await this.page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => {});
    await this.page.evaluate(() => document.fonts.ready.then(() => undefined));
    await this.page.waitForTimeout(150);
  }

  private async watch(): Promise<void> {
    this.page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(`console: ${message.text()}`);
    });
    this.page.on('pageerror', (error) => this.problems.push(`exception: ${error.stack ?? error}`));
    this.page.on('response', (response) => {
      if (response.status() >= 500) this.problems.push(`${response.status()} ${response.url()}`);
    });
    const note = (refused: string) => void this.problems.push(`policy: ${refused}`);
    await this.page.exposeFunction('noteRefusal', note);
    await this.page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const { noteRefusal } = window as unknown as { noteRefusal: (refused: string) => void };
        noteRefusal(`${event.violatedDirective} refused ${event.blockedURI}`);
      });
    });
  }
}
