import type { Person } from '../person.ts';
import { codeFor } from '../site.ts';

export const password = 'dive-into-dife';

/** Signs up through the landing page, up to the first step of the onboarding. */
export async function signUp(person: Person, email: string): Promise<void> {
  await person.go('/welcome');
  await person.look('welcome');
  await person.link('auth.welcome.sign_up').click();
  await person.field('auth.email').fill(email);
  await person.field('auth.password').fill(password);
  await person.look('sign-up');
  await person.button('auth.sign_up.send').click();
  await person.heading('auth.verify.title').waitFor();
  await person.look('verify-email');
  await person.field('auth.code').fill(await codeFor(email));
  await person.button('auth.verify.send').click();
  await person.heading('onboarding.nickname.title').waitFor();
}

type Profile = {
  nickname: string;
  bio: string;
  /** The other answers are codes. */
  country: string;
  mbti: string;
  hobbies: string[];
  speaks: string;
  learns: string;
};

/** Answers every step of the onboarding. */
export async function onboard(person: Person, profile: Profile): Promise<void> {
  const next = () => person.button('app.next').click();
  await person.field('members.nickname.label').fill(profile.nickname);
  await person.page.getByText(person.t('members.nickname.available')).waitFor();
  await person.look('onboarding-nickname');
  await next();
  await person.heading('onboarding.profile.title').waitFor();
  await chooseCountry(person, profile.country);
  await person.field('members.bio.label').fill(profile.bio);
  await person.look('onboarding-profile');
  await next();
  await person.page.getByRole('radio', { name: profile.mbti, exact: true }).click();
  await person.look('onboarding-mbti');
  await next();
  for (const hobby of profile.hobbies) {
    const name = person.t(`choices.hobby.${hobby}`);
    await person.page.getByRole('checkbox', { name, exact: true }).click();
  }
  await person.look('onboarding-hobbies');
  await next();
  await addLanguage(person, 'speaks', profile.speaks);
  await addLanguage(person, 'learns', profile.learns);
  await person.look('onboarding-languages');
  await next();
  await person.look('onboarding-done');
  await person.button('onboarding.done.start').click();
  await person.page.getByRole('navigation').waitFor();
}

async function chooseCountry(person: Person, code: string): Promise<void> {
  const country = new Intl.DisplayNames([person.language], { type: 'region' }).of(code)!;
  await person.page.getByRole('button', { name: person.t('members.country.label') }).click();
  await person.field('app.search').fill(country);
  await person.page.getByRole('button', { name: country, exact: true }).click();
}

async function addLanguage(person: Person, kind: 'speaks' | 'learns', code: string): Promise<void> {
  await person.button(`members.languages.add_${kind}`).click();
  await person.button(`choices.language.${code}`).click();
}

export async function logIn(person: Person, email: string): Promise<void> {
  await person.go('/login');
  await person.field('auth.email').fill(email);
  await person.field('auth.password').fill(password);
  await person.button('auth.login.send').click();
  await person.page.getByRole('navigation').waitFor();
}

export async function logOut(person: Person): Promise<void> {
  await person.go('/settings');
  await person.button('members.settings.log_out').click();
  await person.button('members.settings.log_out').last().click();
  await person.link('auth.welcome.sign_up').waitFor();
}
