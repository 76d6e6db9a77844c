import { useTranslation } from 'react-i18next';

import { errorLine } from '@/i18n/describe-error';
import { showToast } from '@/ui/toast';

import { type Person, useAccept, useAsk, useUnfriend, useWithdraw } from './queries';

/** What can be done about how one stands to a person; each says when it is done or why not. */
export function useRelation({ id, connection }: Pick<Person, 'id' | 'connection'>) {
  const { t } = useTranslation();
  const ask = useAsk();
  const accept = useAccept();
  const withdraw = useWithdraw();
  const unfriend = useUnfriend();
  const onError = (error: unknown) => showToast(errorLine(error, t));
  const ofRequest = { requestId: connection.request_id ?? '', memberId: id };
  const done = (text: string, then?: () => void) => () => {
    showToast(text);
    then?.();
  };
  return {
    busy: ask.isPending || accept.isPending || withdraw.isPending || unfriend.isPending,
    ask: (message: string, then?: () => void) =>
      ask.mutate(
        { member_id: id, message },
        {
          onError,
          onSuccess: (person) =>
            done(
              person.connection.status === 'friends'
                ? t('connect.told.accepted')
                : t('connect.told.requested'),
              then,
            )(),
        },
      ),
    accept: () =>
      accept.mutate(ofRequest, { onError, onSuccess: done(t('connect.told.accepted')) }),
    decline: () =>
      withdraw.mutate(ofRequest, { onError, onSuccess: done(t('connect.told.declined')) }),
    cancel: (then?: () => void) =>
      withdraw.mutate(ofRequest, { onError, onSuccess: done(t('connect.told.cancelled'), then) }),
    unfriend: (then?: () => void) =>
      unfriend.mutate(id, { onError, onSuccess: done(t('connect.told.disconnected'), then) }),
  };
}
