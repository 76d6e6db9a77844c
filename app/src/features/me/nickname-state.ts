import { useQuery } from '@tanstack/react-query';

import { api, unwrap } from '@/api/client';
import { useDebounced } from '@/lib/debounce';
import { lengthOf, limits } from '@/lib/validation';

import { meKeys, useMe } from './queries';

export type NicknameState =
  'empty' | 'too_long' | 'checking' | 'taken' | 'invalid' | 'available' | 'own' | 'unknown';

const stillFor = 300;

/** Asks the server once the typing pauses. `unknown` when it cannot be asked: saving decides then. */
export function useNicknameState(typed: string): NicknameState {
  const own = useMe().username;
  const nickname = typed.normalize('NFC').trim();
  const settled = useDebounced(nickname, stillFor);
  const length = lengthOf(nickname);
  const askable =
    length > 0 && length <= limits.username && nickname !== own && settled === nickname;
  const check = useQuery({
    queryKey: meKeys.username(settled),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/members/check', { params: { query: { username: settled } }, signal }),
      ),
    enabled: askable,
    staleTime: 5_000,
  });
  if (length === 0) return 'empty';
  if (length > limits.username) return 'too_long';
  if (nickname === own) return 'own';
  if (!askable || check.isPending) return check.isError ? 'unknown' : 'checking';
  if (check.isError || !check.data) return 'unknown';
  return check.data.available ? 'available' : (check.data.reason ?? 'invalid');
}

/** Whether the form may be sent. */
export function isUsable(state: NicknameState): boolean {
  return state === 'available' || state === 'own' || state === 'unknown';
}
