import { ApiClient, password } from '../api.ts';
import type { Person } from '../person.ts';
import { codeFor } from '../site.ts';

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

export type Profile = {
  nickname: string;
  bio: string;
  /** The other answers are codes. */
  country: string;
  mbti: string | null;
  hobbies: string[];
  speaks: string;
  learns: string;
};

type Step = 'nickname' | 'profile' | 'mbti' | 'hobbies' | 'languages';

const answers: Record<Step, (person: Person, profile: Profile) => Promise<void>> = {
  async nickname(person, { nickname }) {
    await person.field('members.nickname.label').fill(nickname);
    await person.page.getByText(person.t('members.nickname.available')).waitFor();
  },
  async profile(person, { country, bio }) {
    await chooseCountry(person, country);
    await person.field('members.bio.label').fill(bio);
  },
  async mbti(person, { mbti }) {
    const name = mbti ?? person.t('choices.mbti_none');
    await person.page.getByRole('radio', { name, exact: true }).click();
  },
  async hobbies(person, { hobbies }) {
    for (const hobby of hobbies) {
      const name = person.t(`choices.hobby.${hobby}`);
      await person.page.getByRole('checkbox', { name, exact: true }).click();
    }
  },
  async languages(person, { speaks, learns }) {
    await addLanguage(person, 'speaks', speaks);
    await addLanguage(person, 'learns', learns);
  },
};

/** Answers the steps of the onboarding from this one on, and starts. */
export async function onboard(
  person: Person,
  profile: Profile,
  from: Step = 'nickname',
): Promise<void> {
  const steps = Object.keys(answers) as Step[];
  for (const step of steps.slice(steps.indexOf(from))) {
    await person.heading(`onboarding.${step}.title`).waitFor();
    await answers[step](person, profile);
    await person.look(`onboarding-${step}`);
    await person.button('app.next').click();
  }
  await person.heading('onboarding.done.greeting', { name: profile.nickname }).waitFor();
  await person.look('onboarding-done');
  await person.button('onboarding.done.start').click();
  await person.page.getByRole('navigation').waitFor();
}

export async function chooseCountry(person: Person, code: string): Promise<void> {
  const country = new Intl.DisplayNames([person.language], { type: 'region' }).of(code)!;
  await person.page.getByRole('button', { name: person.t('members.country.label') }).click();
  await person.field('app.search').fill(country);
  await person.page.getByRole('button', { name: country, exact: true }).click();
}

async function addLanguage(person: Person, kind: 'speaks' | 'learns', code: string): Promise<void> {
  await person.button(`members.languages.add_${kind}`).click();
  await person.button(`choices.language.${code}`).click();
}

/** Logs in to a demo account, which speaks the language of this person, whatever another story has left it with. */
export async function logIn(person: Person, email: string): Promise<void> {
  const device = await ApiClient.logIn(email);
  await device.ask('PATCH', '/me', { locale: person.language });
  await person.go('/login');
  await person.field('auth.email').fill(email);
  await person.field('auth.password').fill(password);
  await person.button('auth.login.send').click();
  await person.page.getByRole('navigation').waitFor();
}

/** Logs out before the onboarding is done. */
export async function logOutOfOnboarding(person: Person): Promise<void> {
  await person.button('members.settings.log_out').click();
  await person.button('members.settings.log_out').last().click();
  await person.link('auth.welcome.sign_up').waitFor();
}

export async function logOut(person: Person): Promise<void> {
  await person.go('/settings');
  await person.button('members.settings.log_out').click();
  await person.button('members.settings.log_out').last().click();
  await person.link('auth.welcome.sign_up').waitFor();
}
