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
  const request = { requestId: connection.request_id ?? '', memberId: id };
  // Promises, because the button may be another one by the time that it is done.
  const tell = <Result>(doing: Promise<Result>, text: (result: Result) => string) =>
    void doing.then(
      (result) => showToast(text(result)),
      (error: unknown) => showToast(errorLine(error, t)),
    );
  return {
    busy: ask.isPending || accept.isPending || withdraw.isPending || unfriend.isPending,
    ask: (message: string) =>
      tell(ask.mutateAsync({ member_id: id, message }), (person) =>
        person.connection.status === 'friends'
          ? t('connect.told.accepted')
          : t('connect.told.requested'),
      ),
    accept: () => tell(accept.mutateAsync(request), () => t('connect.told.accepted')),
    decline: () => tell(withdraw.mutateAsync(request), () => t('connect.told.declined')),
    cancel: () => tell(withdraw.mutateAsync(request), () => t('connect.told.cancelled')),
    unfriend: () => tell(unfriend.mutateAsync(id), () => t('connect.told.disconnected')),
  };
}
