import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/text-field';

import type { Person } from '../queries';
import { useRelation } from '../relation';

type AskDialogProps = { person: Person; open: boolean; onClose: () => void };

const longestMessage = 200;

/** Asks a person to be friends, with a few words if one likes. */
export function AskDialog({ person, open, onClose }: AskDialogProps) {
  return (
    <Dialog.Root open={open} onClose={onClose}>
      <Form key={String(open)} person={person} onClose={onClose} />
    </Dialog.Root>
  );
}

function Form({ person, onClose }: Omit<AskDialogProps, 'open'>) {
  const { t } = useTranslation();
  const relation = useRelation(person);
  const [message, setMessage] = useState('');
  const isTooLong = [...message.trim()].length > longestMessage;
  return (
    <>
      <Dialog.Title onClose={onClose}>
        {t('connect.ask.title', { name: person.username })}
      </Dialog.Title>
      <Dialog.Body>
        <TextField
          label={t('connect.ask.message')}
          placeholder={t('connect.ask.placeholder')}
          value={message}
          onChangeText={setMessage}
          lines={3}
          limit={longestMessage}
          error={isTooLong ? t('connect.ask.too_long', { max: longestMessage }) : undefined}
          autoFocus
        />
      </Dialog.Body>
      <Dialog.Actions>
        <Button compact kind="quiet" label={t('app.cancel')} onPress={onClose} />
        <Button
          compact
          label={t('connect.ask.send')}
          disabled={isTooLong}
          busy={relation.isBusy}
          onPress={() => relation.ask(message)}
        />
      </Dialog.Actions>
    </>
  );
}
