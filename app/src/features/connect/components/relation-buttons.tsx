import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Row } from '@/ui/box';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/dialog';

import { useOpenChat } from '../open-chat';
import type { Person } from '../queries';
import { useRelation } from '../relation';
import { AskDialog } from './ask-dialog';

/** What can be done about how one stands to a person, and the way into the conversation. */
export function RelationButtons({ person }: { person: Person }) {
  const { t } = useTranslation();
  const chat = useOpenChat(person.id);
  return (
    <Row wrap gap="s">
      {/* Another standing has other questions: none that is open may stay. */}
      <RelationButton key={person.connection.status} person={person} />
      <Button
        kind="secondary"
        icon="chat"
        label={t('connect.message')}
        busy={chat.isBusy}
        onPress={chat.open}
      />
    </Row>
  );
}

function RelationButton({ person }: { person: Person }) {
  const { t } = useTranslation();
  const relation = useRelation(person);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const name = person.username;
  switch (person.connection.status) {
    case 'none':
      return (
        <>
          <Button icon="person-plus" label={t('connect.add')} onPress={() => setOpen(true)} />
          <AskDialog person={person} open={open} onClose={close} />
        </>
      );
    case 'received':
      return (
        <>
          <Button
            icon="check"
            label={t('connect.accept')}
            busy={relation.isBusy}
            onPress={relation.accept}
          />
          <Button
            kind="quiet"
            label={t('connect.decline')}
            disabled={relation.isBusy}
            onPress={relation.decline}
          />
        </>
      );
    case 'requested':
      return (
        <>
          <Button
            kind="secondary"
            icon="clock"
            label={t('connect.cancel')}
            onPress={() => setOpen(true)}
          />
          <Confirm
            open={open}
            title={t('connect.cancel_question.title')}
            text={t('connect.cancel_question.text', { name })}
            confirm={t('connect.cancel')}
            busy={relation.isBusy}
            onConfirm={relation.cancel}
            onClose={close}
          />
        </>
      );
    case 'friends':
      return (
        <>
          <Button
            kind="secondary"
            icon="people"
            label={t('connect.disconnect')}
            onPress={() => setOpen(true)}
          />
          <Confirm
            danger
            open={open}
            title={t('connect.disconnect_question.title')}
            text={t('connect.disconnect_question.text', { name })}
            confirm={t('connect.disconnect')}
            busy={relation.isBusy}
            onConfirm={relation.unfriend}
            onClose={close}
          />
        </>
      );
  }
}
