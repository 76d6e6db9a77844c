import { useRouter } from 'expo-router';
import { useRef } from 'react';

import { useSubmit } from '@/lib/submit';
import { engine, newClientId } from '@/realtime';
import { useTellError } from '@/ui/tell-error';

/** Opens the conversation with a member, the first time makes it. */
export function useOpenChat(memberId: string) {
  const router = useRouter();
  const { submit, isBusy } = useSubmit({ onError: useTellError(), leads: true });
  const clientId = useRef<string | null>(null);
  const open = () => {
    // A second try after a lost answer is the same request.
    const id = (clientId.current ??= newClientId());
    submit(
      () => engine().openDirect(memberId, id),
      (roomId) => router.push(`/chat/${roomId}`),
    );
  };
  return { open, isBusy };
}
