import { useRouter } from 'expo-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorLine } from '@/i18n/describe-error';
import { engine, newClientId } from '@/realtime';
import { showToast } from '@/ui/toast';

/** Opens the conversation with a member, the first time makes it. */
export function useOpenChat(memberId: string) {
  const { t } = useTranslation();
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const clientId = useRef<string | null>(null);
  const open = () => {
    setBusy(true);
    // A second try after a lost answer is the same request.
    clientId.current ??= newClientId();
    engine()
      .openDirect(memberId, clientId.current)
      .then((roomId) => router.push(`/chat/${roomId}`))
      .catch((error: unknown) => showToast(errorLine(error, t)))
      .finally(() => setBusy(false));
  };
  return { open, busy };
}
