import { useRouter } from 'expo-router';

import type { Schema } from '@/api/types';
import { useSubmit } from '@/lib/submit';

import { useJoin } from './queries';

export type Joining = ReturnType<typeof useJoining>;

/** Joining a group and going to its conversation; held by the page, which the way in may disappear from meanwhile. */
export function useJoining(roomId: string) {
  const router = useRouter();
  const join = useJoin(roomId);
  const { submit, isBusy } = useSubmit({ onError: () => {}, leads: true });
  return {
    isBusy,
    error: join.error,
    join: (body: Schema<'JoinRoom'>) =>
      submit(
        () => join.mutateAsync(body),
        (room) => router.replace(`/chat/${room.id}`),
      ),
  };
}
