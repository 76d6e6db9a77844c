import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Stack } from '@/ui/box';
import { Button } from '@/ui/button';
import { FormError } from '@/ui/form-error';
import { Text } from '@/ui/text';
import { TextField } from '@/ui/text-field';

import { wayInto } from '../join';
import type { Joining } from '../joining';
import type { GroupCard } from '../queries';

type JoinPanelProps = { group: GroupCard; joining: Joining; invite?: string };

/** The way into a group, or why there is none. */
export function JoinPanel({ group, joining, invite }: JoinPanelProps) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const way = wayInto(group, invite);
  const enter = () => joining.join(way === 'password' ? { password } : { invite: invite ?? null });
  return (
    <Stack gap="m">
      <Text role="status">{t(`groups.join.${texts[way]}`)}</Text>
      {way === 'password' ? (
        <TextField
          label={t('groups.form.password')}
          value={password}
          onChangeText={setPassword}
          autoCapitalize="none"
          autoCorrect={false}
          autoComplete="off"
          returnKeyType="go"
          onSubmitEditing={() => password.trim() && enter()}
        />
      ) : null}
      <FormError error={joining.error} />
      {isOpen(way) ? (
        <Button
          icon="check"
          label={way === 'invite' ? t('groups.join.accept') : t('groups.join.action')}
          busy={joining.isBusy}
          disabled={way === 'password' && password.trim() === ''}
          onPress={enter}
        />
      ) : null}
    </Stack>
  );
}

type Way = ReturnType<typeof wayInto>;

const texts = {
  open: 'open_text',
  password: 'private_text',
  invite: 'invited_text',
  full: 'full_text',
  removed: 'removed_text',
  invitation_only: 'invitation_only',
} as const satisfies Record<Way, string>;

function isOpen(way: Way): boolean {
  return way === 'open' || way === 'password' || way === 'invite';
}
