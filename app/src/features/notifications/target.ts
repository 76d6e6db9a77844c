import type { Href } from 'expo-router';

import type { IconName } from '@/ui/icon-paths';

import type { Notification } from './queries';

type Kind = Notification['kind'];

/** What a notification and the data of a push have in common. */
export type Subject = { kind: string; actorId?: string; data: Readonly<Record<string, string>> };

export const icons: Record<Kind, IconName> = {
  connect_requested: 'person-plus',
  connect_accepted: 'person-plus',
  member_liked: 'heart',
  message_received: 'chat',
  post_commented: 'reply',
  comment_replied: 'reply',
  post_liked: 'heart',
  comment_liked: 'heart',
  room_invited: 'people',
};

const toMember = ({ actorId }: Subject) => actorId && `/members/${actorId}`;
const toPost = ({ data }: Subject) => data.post_id && `/posts/${data.post_id}`;

const pages: Record<Kind, (subject: Subject) => string | undefined> = {
  connect_requested: () => '/connect/requests',
  connect_accepted: toMember,
  member_liked: toMember,
  message_received: ({ data }) => data.room_id && `/chat/${data.room_id}`,
  post_commented: toPost,
  comment_replied: toPost,
  post_liked: toPost,
  comment_liked: toPost,
  room_invited: ({ data }) => data.room_id && `/groups/${data.room_id}`,
};

/** The page that it is about; null for what this version of the app does not know. */
export function targetOf(subject: Subject): Href | null {
  if (!Object.hasOwn(pages, subject.kind)) return null;
  return (pages[subject.kind as Kind](subject) as Href | undefined) ?? null;
}
