import type { Locator } from 'playwright-core';

import type { Person } from '../person.ts';

/** One person's side of a conversation. */
export class ChatPage {
  private readonly person: Person;
  private readonly other: string;

  constructor(person: Person, other: string) {
    this.person = person;
    this.other = other;
  }

  /** Opens the conversation from the list. */
  async openFromList(): Promise<void> {
    await this.person.go('/chat');
    await this.person.page.getByRole('link', { name: this.other }).first().click();
    await this.log.waitFor();
  }

  get log(): Locator {
    return this.person.page.getByRole('log');
  }

  get field(): Locator {
    return this.person.field('chat.composer.label', { name: this.other });
  }

  async write(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  async sees(text: string): Promise<void> {
    await this.log.getByText(text, { exact: true }).first().waitFor();
  }

  /** Chooses from the menu beside the field. */
  async attach(key: string): Promise<void> {
    const { page, t } = this.person;
    await this.person.button('chat.composer.add').click();
    await page.getByRole('menuitem', { name: t(key), exact: true }).click();
  }

  async choosePictures(files: string[]): Promise<void> {
    const chooser = this.person.page.waitForEvent('filechooser');
    await this.attach('chat.composer.add_pictures');
    await (await chooser).setFiles(files);
    const { length } = files;
    await this.tray
      .getByRole('button')
      .nth(length - 1)
      .waitFor();
  }

  /** Every picture of the message that is being written is with the server. */
  async waitForUploads(): Promise<void> {
    await this.tray
      .getByLabel(this.person.t('chat.composer.uploading'))
      .last()
      .waitFor({ state: 'detached' });
  }

  /** Chooses pictures, waits until they are uploaded, and sends them with some words. */
  async sendPictures(files: string[], text: string): Promise<void> {
    await this.choosePictures(files);
    await this.field.fill(text);
    await this.waitForUploads();
    await this.field.press('Enter');
  }

  private get tray(): Locator {
    return this.person.page.getByRole('group', { name: this.person.t('chat.composer.pictures') });
  }

  /** What stands in the bubbles, from the oldest to the newest, of the given texts. */
  async order(texts: string[]): Promise<string[]> {
    const shown = await this.log.innerText();
    const lines = shown.split('\n').map((line) => line.trim());
    return lines.filter((line) => texts.includes(line));
  }

  /** Chooses something from the menu of a message. */
  async choose(text: string, key: string): Promise<void> {
    await this.openMenuOf(text);
    const { page, t } = this.person;
    await page.getByRole('menuitem', { name: t(key), exact: true }).click();
  }

  /** The menu of a message. */
  async openMenuOf(text: string): Promise<void> {
    const words = this.log.getByText(text, { exact: true }).first();
    await words.hover();
    const menus = this.log.getByRole('button', { name: this.person.t('chat.message_menu') });
    const near = await menus.all();
    const middle = (box: { y: number; height: number } | null) =>
      box ? box.y + box.height / 2 : Infinity;
    const at = middle(await words.boundingBox());
    const far = await Promise.all(
      near.map(async (menu) => Math.abs(middle(await menu.boundingBox()) - at)),
    );
    await near[far.indexOf(Math.min(...far))]!.click();
  }

  async translate(text: string): Promise<void> {
    const { page, t } = this.person;
    await page
      .getByRole('button', { name: t('chat.translate.describe', { text }), exact: true })
      .click();
  }

  async alwaysTranslate(): Promise<void> {
    await this.person.page
      .getByRole('switch', { name: this.person.t('chat.always_translate.off') })
      .click();
    await this.person.page
      .getByRole('switch', { name: this.person.t('chat.always_translate.on') })
      .waitFor();
  }
}
