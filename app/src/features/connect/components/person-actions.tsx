import { useTranslation } from 'react-i18next';

import { ActionBar } from '@/ui/action-bar';
import { IconButton } from '@/ui/icon-button';
import { useTellError } from '@/ui/tell-error';

import { useOpenChat } from '../open-chat';
import { type Person, useLike } from '../queries';
import { useRelation } from '../relation';

/** The heart, the request and the conversation, in one press each. */
export function PersonActions({ person }: { person: Person }) {
  const { t } = useTranslation();
  return (
    <ActionBar label={person.username}>
      <HeartButton person={person} />
      <RequestButton person={person} />
      <ChatButton person={person} label={t('connect.message_name', { name: person.username })} />
    </ActionBar>
  );
}

export function HeartButton({ person: { id, username: name, is_liked } }: { person: Person }) {
  const { t } = useTranslation();
  const like = useLike(id);
  const onError = useTellError();
  return (
    <IconButton
      icon={is_liked ? 'heart' : 'heart-outline'}
      color={is_liked ? 'heart' : 'textBrand'}
      label={is_liked ? t('connect.unlike', { name }) : t('connect.like', { name })}
      onPress={() => like.mutate(!is_liked, { onError })}
    />
  );
}

function RequestButton({ person }: { person: Person }) {
  const { t } = useTranslation();
  const relation = useRelation(person);
  const name = person.username;
  const looks = {
    none: {
      icon: 'person-plus',
      label: t('connect.add_name', { name }),
      act: () => relation.ask(''),
    },
    requested: { icon: 'clock', label: t('connect.cancel'), act: relation.cancel },
    received: {
      icon: 'check',
      label: t('connect.accept_name', { name }),
      act: relation.accept,
    },
    friends: { icon: 'people', label: t('connect.friend'), act: undefined },
  } as const;
  const { icon, label, act } = looks[person.connection.status];
  return (
    <IconButton
      icon={icon}
      color="textBrand"
      label={label}
      disabled={relation.isBusy || !act}
      onPress={act}
    />
  );
}

function ChatButton({ person, label }: { person: Person; label: string }) {
  const chat = useOpenChat(person.id);
  return (
    <IconButton
      icon="chat"
      color="textBrand"
      label={label}
      disabled={chat.isBusy}
      aria-busy={chat.isBusy || undefined}
      onPress={chat.open}
    />
  );
}
