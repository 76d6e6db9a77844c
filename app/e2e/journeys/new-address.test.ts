import assert from 'node:assert/strict';

import { ApiClient, password } from '../api.ts';
import { journey } from '../journey.ts';
import { onboard, signUp } from '../pages/account.ts';
import { minji } from '../pages/demo.ts';
import { codeFor, mailsTo, run } from '../site.ts';

/** Her university gives addresses out in the second week, so she comes with one of her own. */
journey('a student who gets her university address late', async ({ enter, step }) => {
  const own = `noa.${run}@example.com`;
  const campus = `noa.${run}@kookmin.ac.kr`;
  const noa = await enter({ language: 'es', device: 'phone', theme: 'both' });
  const { page, t } = noa;
  const verified = page.getByText(t('members.student_verified'), { exact: true });

  await step('signs up with an address of her own, and is no verified student', async () => {
    await signUp(noa, own);
    await onboard(noa, {
      nickname: `Noa${run}`,
      bio: '',
      country: 'ES',
      mbti: null,
      hobbies: ['travel'],
      speaks: 'es',
      learns: 'ko',
    });
    await noa.go('/me');
    await page.getByText(`Noa${run}`).first().waitFor();
    assert.equal(await verified.count(), 0);
  });

  await step('is told that her password is wrong', async () => {
    noa.tolerate(/status of 403/);
    await noa.go('/settings');
    const row = page.getByRole('link', { name: t('members.settings.email') });
    await row.getByText(own).waitFor();
    await row.click();
    await noa.field('members.settings.email_new').fill(campus);
    await noa.field('auth.old_password').fill('not my password');
    await noa.field('auth.old_password').press('Enter');
    await page.getByRole('alert').waitFor();
    await noa.look('settings-email-refused');
  });

  await step('learns nothing about an address that is somebody else’s', async () => {
    await noa.field('members.settings.email_new').fill(minji.email);
    await noa.field('auth.old_password').fill(password);
    await noa.button('auth.sign_up.send').click();
    await page.getByText(t('members.settings.email_code_text', { email: minji.email })).waitFor();
    await noa.button('members.settings.email_another').click();
  });

  await step('types a wrong code first', async () => {
    noa.tolerate(/status of 422/);
    await noa.field('members.settings.email_new').fill(campus);
    await noa.field('auth.old_password').fill(password);
    await noa.button('auth.sign_up.send').dblclick();
    await page.getByText(t('members.settings.email_code_text', { email: campus })).waitFor();
    const code = await codeFor(campus);
    assert.equal((await mailsTo(campus)).length, 1);
    await noa.field('auth.code').fill(code === '000000' ? '111111' : '000000');
    await noa.field('auth.code').press('Enter');
    await page.getByRole('alert').waitFor();
    await noa.look('settings-email-code');
  });

  await step('moves to the new address, and is logged out elsewhere', async () => {
    const elsewhere = await ApiClient.logIn(own);
    await noa.field('auth.code').fill(await codeFor(campus));
    await noa.field('auth.code').press('Enter');
    await page.getByText(t('members.settings.email_changed')).waitFor();
    await page
      .getByRole('link', { name: t('members.settings.email') })
      .getByText(campus)
      .waitFor();
    await assert.rejects(elsewhere.ask('GET', '/me'), /401/);
    await noa.go('/me');
    await verified.waitFor();
  });

  await step('is told so at the old address too', async () => {
    for (let count = 0; (await mailsTo(own)).length < 2; count += 1) {
      assert.ok(count < 100, 'the old address heard nothing');
      await page.waitForTimeout(200);
    }
    const [newest] = await mailsTo(own);
    assert.doesNotMatch(newest!.text, /\b\d{6}\b/);
  });
});
