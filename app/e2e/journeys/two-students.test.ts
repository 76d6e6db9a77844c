import assert from 'node:assert/strict';

import { journey } from '../journey.ts';
import { logOut, onboard, signUp } from '../pages/account.ts';
import { ChatPage } from '../pages/chat.ts';
import { comment, findPost, postTip, translatePost } from '../pages/community.ts';
import { acceptRequest, askToBeFriends, findPerson } from '../pages/connect.ts';
import { killGateway, pictureFile, run } from '../site.ts';

/** Sentences that the translator of the tests knows. */
const dinner = {
  es: '¿Quieres que cenemos juntos esta noche?',
  ko: '오늘 저녁에 같이 밥 먹을래요?',
};
const library = {
  es: 'Nos vemos a las seis delante de la biblioteca.',
  ko: '도서관 앞에서 여섯 시에 봐요.',
};
const stew = {
  ko: '정문 건너편 김치찌개집이 싸고 맛있어요.',
  es: 'El sitio de estofado de kimchi frente a la puerta principal es barato y delicioso.',
};

journey('two students who share no language', async ({ enter, step }) => {
  const names = { minsu: `민수${run}`, elena: `Elena${run}` };
  const tip = { title: `학교 앞 맛집 추천 ${run}`, body: stew.ko };
  const minsu = await enter({ language: 'ko', device: 'phone' });
  const elena = await enter({ language: 'es', device: 'desktop' });
  const his = new ChatPage(minsu, names.elena);
  const hers = new ChatPage(elena, names.minsu);

  await step('sign up with their campus mail and tell who they are', async () => {
    await signUp(minsu, `minsu.${run}@kookmin.ac.kr`);
    await onboard(minsu, {
      nickname: names.minsu,
      bio: '캠핑과 스페인어를 좋아해요.',
      country: 'KR',
      mbti: 'ENFP',
      hobbies: ['camping', 'cooking'],
      speaks: 'ko',
      learns: 'es',
    });
    await signUp(elena, `elena.${run}@kookmin.ac.kr`);
    await onboard(elena, {
      nickname: names.elena,
      bio: 'De Madrid, aprendiendo coreano.',
      country: 'ES',
      mbti: 'INFP',
      hobbies: ['camping', 'travel'],
      speaks: 'es',
      learns: 'ko',
    });
  });

  await step('find each other and become friends', async () => {
    await findPerson(elena, names.minsu);
    await elena.look('member');
    await askToBeFriends(elena, '¡Hola! ¿Practicamos juntos?');
    await acceptRequest(minsu, names.elena);
  });

  await step('talk live in both directions', async () => {
    await findPerson(elena, names.minsu);
    await elena.button('connect.message').click();
    await hers.log.waitFor();
    await hers.write(dinner.es);
    await his.openFromList();
    await his.sees(dinner.es);
    await his.write('좋아요!');
    await hers.sees('좋아요!');
    await elena.look('chat');
    await minsu.look('chat');
  });

  await step('lose nothing and see nothing twice when one is cut off in the middle', async () => {
    elena.tolerate(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|WebSocket/);
    const said = ['하나', 'dos', '셋', 'cuatro', '다섯'];
    await elena.context.setOffline(true);
    await his.write('하나');
    await hers.write('dos');
    await his.write('셋');
    await elena.page.getByText(elena.t('chat.connection.offline')).waitFor();
    await elena.look('chat-offline');
    await elena.context.setOffline(false);
    await hers.sees('셋');
    await his.sees('dos');
    await hers.write('cuatro');
    await his.sees('cuatro');
    await his.write('다섯');
    await hers.sees('다섯');
    const order = await his.order(said);
    assert.deepEqual([...order].sort(), [...said].sort());
    assert.deepEqual(await hers.order(said), order);
  });

  await step('do not notice that the gateway was killed', async () => {
    minsu.tolerate(/WebSocket|ERR_CONNECTION/);
    const said = ['while it is down', '다시 살아났다'];
    killGateway();
    await hers.write('while it is down');
    await his.sees('while it is down');
    await his.write('다시 살아났다');
    await hers.sees('다시 살아났다');
    assert.deepEqual(await his.order(said), said);
    assert.deepEqual(await hers.order(said), said);
  });

  await step('read each other in their own language', async () => {
    await his.translate(dinner.es);
    await his.sees(dinner.ko);
    await minsu.look('chat-translated');
    await minsu.button('chat.translate.original').first().click();
    await his.sees(dinner.es);
    await his.alwaysTranslate();
    await hers.write(library.es);
    await his.sees(library.ko);
    await minsu.look('chat-always-translated');
  });

  await step('send pictures', async () => {
    await hers.sendPictures([pictureFile('lake.jpg'), pictureFile('tower.jpg')], 'Mira');
    await his.sees('Mira');
    await minsu.button('chat.picture', { name: names.elena, number: 1 }).click();
    await minsu.look('chat-picture');
    await minsu.page.keyboard.press('Escape');
    await elena.look('chat-pictures');
  });

  await step('share a tip that a Korean word of one or two syllables finds', async () => {
    await postTip(minsu, tip);
    await findPost(elena, '찌개', tip.title);
    await findPost(elena, '집', tip.title);
    await translatePost(elena, stew.es);
    await comment(elena, `¡Gracias! ${run}`);
    await minsu.page.getByText(`¡Gracias! ${run}`, { exact: true }).first().waitFor();
    await elena.look('post');
  });

  await step('are told about it all, and log out', async () => {
    await minsu.go('/notifications');
    await minsu.page.getByRole('list').getByText(names.elena).first().waitFor();
    await minsu.look('notifications');
    await logOut(minsu);
    await logOut(elena);
  });
});
