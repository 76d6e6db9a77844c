import type { Tab } from './tabs';

type Section = Tab['name'];

/** Which page of the main menu a page belongs to, so that the menu shows where one is. */
const sections: readonly (readonly [RegExp, Section])[] = [
  [/^\/(chat|groups|join|messages)(\/|$)/, 'chat'],
  [/^\/(connect|members)(\/|$)/, 'connect'],
  [/^\/(community|boards|posts)(\/|$)/, 'community'],
  [/^\/(me|activity|settings|profile-edit)(\/|$)/, 'me'],
  [/^\/(notifications)?$/, 'home'],
];

export function sectionOf(pathname: string): Section | undefined {
  return sections.find(([pages]) => pages.test(pathname))?.[1];
}
