import { useTranslation } from 'react-i18next';

import { useSubmit } from '@/lib/submit';
import { useTellError } from '@/ui/tell-error';
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
  const { submit, isBusy } = useSubmit({ onError: useTellError() });
  // Told here, because the button may be another one by the time that it is done.
  const tell = <Result>(act: () => Promise<Result>, text: (result: Result) => string) =>
    submit(async () => showToast(text(await act())));
  return {
    isBusy,
    ask: (message: string) =>
      tell(
        () => ask.mutateAsync({ member_id: id, message }),
        (person) =>
          person.connection.status === 'friends'
            ? t('connect.told.accepted')
            : t('connect.told.requested'),
      ),
    accept: () =>
      tell(
        () => accept.mutateAsync(request),
        () => t('connect.told.accepted'),
      ),
    decline: () =>
      tell(
        () => withdraw.mutateAsync(request),
        () => t('connect.told.declined'),
      ),
    cancel: () =>
      tell(
        () => withdraw.mutateAsync(request),
        () => t('connect.told.cancelled'),
      ),
    unfriend: () =>
      tell(
        () => unfriend.mutateAsync(id),
        () => t('connect.told.disconnected'),
      ),
  };
}
