import { describe, expect, it } from 'vitest';

import type { Schema } from '@/api/types';

import { draftOf, emptyDraft, flawsOf, seatsOf, toCreate, toEdit } from './group-draft';

const group: Schema<'GroupView'> = {
  name: 'Film night',
  description: 'Every Friday',
  picture: null,
  topics: ['movies'],
  languages: ['ko'],
  purposes: ['language_exchange'],
  max_members: 40,
  member_count: 3,
  is_private: true,
  has_password: true,
  history: 'all',
  role: 'owner',
  like_count: 0,
  is_liked: false,
};

const complete = { ...emptyDraft, name: 'Film night' };

describe('a group that is being written', () => {
  it('needs a name, of 20 letters at most as a person counts them', () => {
    expect(flawsOf(emptyDraft)).toEqual({ name: 'needed' });
    expect(flawsOf({ ...complete, name: '   ' })).toEqual({ name: 'needed' });
    expect(flawsOf({ ...complete, name: '가'.repeat(20) })).toEqual({});
    expect(flawsOf({ ...complete, name: '가'.repeat(21) })).toEqual({ name: 'too_long' });
  });

  it('has between 3 and 300 seats, however the digits were typed', () => {
    expect(seatsOf({ seats: ' 30 ' })).toBe(30);
    expect(seatsOf({ seats: '30' })).toBe(30);
    for (const seats of ['2', '301', '', '3.5', '-5', 'ten', '99999']) {
      expect(flawsOf({ ...complete, seats })).toEqual({ seats: 'out_of_range' });
    }
  });

  it('has a join code only while it is private', () => {
    const short = { ...complete, password: 'abc' };
    expect(flawsOf({ ...short, isPrivate: true })).toEqual({ password: 'out_of_range' });
    expect(flawsOf(short)).toEqual({});
    expect(toCreate({ ...complete, password: 'secret' }, 'client')).toMatchObject({
      password: null,
      is_private: false,
    });
    expect(toCreate({ ...complete, password: ' secret ', isPrivate: true }, 'c').password).toBe(
      'secret',
    );
  });

  it('is sent without the blanks around its words', () => {
    const sent = toCreate({ ...complete, name: ' Film ', description: ' Fridays ' }, 'client');
    expect(sent).toMatchObject({ client_id: 'client', name: 'Film', description: 'Fridays' });
  });
});

describe('a group that is being changed', () => {
  it('sends nothing that stayed as it was, and keeps a code that nobody wrote', () => {
    expect(toEdit(draftOf(group), group)).toEqual({});
  });

  it('sends what changed', () => {
    const draft = { ...draftOf(group), name: 'Films', seats: '50', password: 'open sesame' };
    expect(toEdit(draft, group)).toEqual({
      name: 'Films',
      max_members: 50,
      password: 'open sesame',
    });
  });

  it('forgets what was typed as a code when it is opened to everybody', () => {
    const draft = { ...draftOf(group), isPrivate: false, password: 'open sesame' };
    expect(toEdit(draft, group)).toEqual({ is_private: false });
  });
});
