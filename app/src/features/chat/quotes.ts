import { useQuery } from '@tanstack/react-query';

import { engine, type MessageView, useKnownMessage } from '@/realtime';

export const messageKeys = {
  all: ['messages'] as const,
  original: (id: string) => [...messageKeys.all, 'original', id] as const,
};

/** What a message answers: from this device, or asked for once. `gone` when the reader may not see it. */
export function useOriginal({ room_id, reply_to }: Pick<MessageView, 'room_id' | 'reply_to'>) {
  const known = useKnownMessage(room_id, reply_to?.id);
  const { isError } = useQuery({
    queryKey: messageKeys.original(reply_to?.id ?? ''),
    queryFn: () => engine().messages.fetch(room_id, reply_to!.id),
    enabled: reply_to !== null && !known,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return { original: known, gone: isError && !known };
}
