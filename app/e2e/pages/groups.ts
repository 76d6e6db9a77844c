import type { Locator } from 'playwright-core';

import type { Person } from '../person.ts';

export type Wish = { name: string; description: string; topic: string; language: string };

/** One person and one group. */
export class GroupPage {
  private readonly person: Person;
  name: string;

  constructor(person: Person, name: string) {
    this.person = person;
    this.name = name;
  }

  /** Writes what the group is, looks at it as others will, and makes it. */
  async create({ name, description, topic, language }: Wish): Promise<void> {
    const { person } = this;
    await person.go('/groups/new');
    await person.button('groups.form.preview').click();
    await person.page.getByText(person.t('groups.form.name_needed')).waitFor();
    const focused = person.page.locator(':focus');
    await person.field('groups.form.name').and(focused).waitFor();
    await person.look('group-new-incomplete');
    await person.field('groups.form.name').fill(name);
    await person.field('groups.form.description').fill(description);
    for (const key of [`choices.hobby.${topic}`, `choices.language.${language}`]) {
      await this.option(key).click();
    }
    await person.look('group-new');
    await person.button('groups.form.preview').click();
    await person.page.getByText(name, { exact: true }).waitFor();
    await person.look('group-preview');
    await person.button('groups.form.create').click();
    await this.log.waitFor();
  }

  /** Finds the group by its name and joins it. */
  async findAndJoin(): Promise<void> {
    await this.find();
    await this.person.look('group-outside');
    await this.person.button('groups.join.action').click();
    await this.log.waitFor();
  }

  async find(): Promise<void> {
    const { page } = this.person;
    await this.person.go('/groups');
    await this.person.field('groups.search.label').fill(this.name);
    await page.getByRole('list').getByRole('link', { name: this.name }).first().click();
    await this.person.page.getByRole('heading', { name: this.name }).first().waitFor();
  }

  /** From the conversation to the page of the group. */
  async openPage(): Promise<void> {
    await this.person.button('chat.menu.open').click();
    await this.person.page
      .getByRole('link', { name: this.person.t('chat.menu.group'), exact: true })
      .click();
    await this.members.waitFor();
  }

  async openTalk(): Promise<void> {
    await this.person.button('groups.join.open').click();
    await this.log.waitFor();
  }

  /** Chooses what to do with a member; `confirm` answers the question that may follow. */
  async withMember(name: string, action: string, confirm = false): Promise<void> {
    const { person } = this;
    await person.button('groups.member_menu', { name }).click();
    await person.page.getByRole('menuitem', { name: person.t(action), exact: true }).click();
    if (confirm) await person.button(action).click();
  }

  /** Tells the moderators of Dife about the group. */
  async report(): Promise<void> {
    const { person } = this;
    await person.button('moderation.report.title.group').click();
    const reason = person.t('choices.report_reason.other');
    await person.page.getByRole('radio', { name: reason }).click();
    await person.look('group-report');
    await person.button('moderation.report.send').click();
    await person.page.getByText(person.t('moderation.report.sent')).waitFor();
  }

  /** Makes a link and returns it. */
  async makeLink(): Promise<string> {
    await this.person.button('groups.invites.make').click();
    const link = this.person.page.getByText(/\/join\//);
    await link.waitFor();
    return link.innerText();
  }

  get members(): Locator {
    return this.person.page.getByRole('list', { name: this.person.t('groups.participants') });
  }

  get log(): Locator {
    return this.person.page.getByRole('log');
  }

  /** A line about what happened. */
  async tells(key: string, values?: Record<string, string>): Promise<void> {
    await this.log
      .getByText(this.person.t(`chat.group_system.${key}`, values))
      .first()
      .waitFor();
  }

  private option(key: string): Locator {
    return this.person.page.getByRole('checkbox', { name: this.person.t(key), exact: true });
  }
}
