import { expect, test } from 'vitest';

import { aroundName } from './emphasis';

test.each([
  ['Dann님이 새로 채팅을 보냈어요.', 'Dann', ['', 'Dann', '님이 새로 채팅을 보냈어요.']],
  ['A Dann le gusta tu perfil.', 'Dann', ['A ', 'Dann', ' le gusta tu perfil.']],
  ['Alguien ha comentado.', undefined, ['Alguien ha comentado.', '', '']],
  ['A sentence without it', 'Dann', ['A sentence without it', '', '']],
])('%s', (sentence, name, pieces) => {
  expect(aroundName(sentence, name)).toEqual(pieces);
  expect(pieces.join('')).toBe(sentence);
});
