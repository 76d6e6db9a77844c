import type { Hobby, MediaView, Purpose, Schema, SpokenLanguage } from '@/api/types';
import { lengthOf } from '@/lib/validation';

type History = Schema<'RoomHistory'>;

/** The server's limits, said while somebody types. */
export const groupLimits = {
  name: 20,
  description: 60,
  topics: 4,
  languages: 2,
  purposes: 2,
  seatsMin: 3,
  seatsMax: 300,
  passwordMin: 4,
  passwordMax: 20,
} as const;

/** A group as it is being written; `seats` is what stands in the field. */
export type GroupDraft = {
  picture: MediaView | null;
  name: string;
  description: string;
  topics: Hobby[];
  languages: SpokenLanguage[];
  purposes: Purpose[];
  seats: string;
  isPrivate: boolean;
  password: string;
  history: History;
};

export const emptyDraft: GroupDraft = {
  picture: null,
  name: '',
  description: '',
  topics: [],
  languages: [],
  purposes: [],
  seats: '30',
  isPrivate: false,
  password: '',
  history: 'from_join',
};

export function draftOf(group: Schema<'GroupView'>): GroupDraft {
  return {
    ...group,
    seats: String(group.max_members),
    isPrivate: group.is_private,
    password: '',
  };
}

export type Flaw = 'needed' | 'too_long' | 'out_of_range';
export type Flaws = Partial<Record<'name' | 'description' | 'seats' | 'password', Flaw>>;

/** What is not right yet. */
export function flawsOf(draft: GroupDraft): Flaws {
  const { name, description, password } = draft;
  const { passwordMin, passwordMax, seatsMin, seatsMax } = groupLimits;
  const seats = seatsOf(draft);
  const flaws: Flaws = {};
  if (lengthOf(name) === 0) flaws.name = 'needed';
  else if (lengthOf(name) > groupLimits.name) flaws.name = 'too_long';
  if (lengthOf(description) > groupLimits.description) flaws.description = 'too_long';
  if (!(seats >= seatsMin && seats <= seatsMax)) flaws.seats = 'out_of_range';
  const length = lengthOf(password);
  const isWrong = length > 0 && (length < passwordMin || length > passwordMax);
  if (draft.isPrivate && isWrong) flaws.password = 'out_of_range';
  return flaws;
}

/** Also what a keyboard of full-width digits gives; not a number for anything else. */
export function seatsOf({ seats }: Pick<GroupDraft, 'seats'>): number {
  const text = seats.normalize('NFKC').trim();
  return /^[0-9]{1,4}$/.test(text) ? Number(text) : Number.NaN;
}

export function toCreate(draft: GroupDraft, clientId: string): Schema<'CreateGroup'> {
  return {
    client_id: clientId,
    kind: 'group',
    name: draft.name.trim(),
    description: draft.description.trim(),
    picture_media_id: draft.picture?.id ?? null,
    topics: draft.topics,
    languages: draft.languages,
    purposes: draft.purposes,
    max_members: seatsOf(draft),
    is_private: draft.isPrivate,
    password: passwordOf(draft) ?? null,
    history: draft.history,
  };
}

/** What differs from the group as it is; a password that is not written stays. */
export function toEdit(draft: GroupDraft, group: Schema<'GroupView'>): Schema<'EditGroup'> {
  const edit: Schema<'EditGroup'> = {};
  if (draft.name.trim() !== group.name) edit.name = draft.name.trim();
  if (draft.description.trim() !== group.description) edit.description = draft.description.trim();
  if (draft.picture?.id !== group.picture?.id) edit.picture_media_id = draft.picture?.id ?? null;
  if (draft.topics !== group.topics) edit.topics = draft.topics;
  if (draft.languages !== group.languages) edit.languages = draft.languages;
  if (draft.purposes !== group.purposes) edit.purposes = draft.purposes;
  if (seatsOf(draft) !== group.max_members) edit.max_members = seatsOf(draft);
  if (draft.isPrivate !== group.is_private) edit.is_private = draft.isPrivate;
  if (draft.history !== group.history) edit.history = draft.history;
  const password = passwordOf(draft);
  if (password !== undefined) edit.password = password;
  return edit;
}

function passwordOf({ isPrivate, password }: GroupDraft): string | undefined {
  const text = password.trim();
  return isPrivate && text !== '' ? text : undefined;
}
