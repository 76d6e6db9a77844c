import { expect, test } from 'vitest';

import { stepBefore, stepToGoOn } from './steps';

const nothing = { username: null, country: null, mbti: null, hobbies: [], languages: [] };
const named = { ...nothing, username: 'Chloé' };
const introduced = { ...named, country: 'FR' };
const typed = { ...introduced, mbti: 'INFP' as const };
const hobbies = { ...introduced, hobbies: ['travel' as const] };
const languages = [{ language: 'fr', kind: 'speaks', level: 'native' } as const];

test.each([
  ['nickname', nothing],
  ['profile', named],
  ['mbti', introduced],
  ['hobbies', typed],
  ['languages', hobbies],
  ['languages', { ...hobbies, languages: [{ ...languages[0]!, kind: 'learns' as const }] }],
  ['done', { ...hobbies, languages }],
])('goes on with %s', (step, me) => expect(stepToGoOn(me)).toBe(step));

test('every step but the first has one before it', () => {
  expect(stepBefore('hobbies')).toBe('mbti');
  expect(stepBefore('nickname')).toBe('nickname');
});
