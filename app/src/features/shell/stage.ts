import { useSession } from '@/api/session';
import { useMeQuery } from '@/features/me/queries';
import { useOnboarding } from '@/features/onboarding/progress';

export type Stage = 'starting' | 'leaving' | 'unreachable' | 'anonymous' | 'onboarding' | 'member';

/** Which part of the app a person may be in. */
export function useStage(): { stage: Stage; error: unknown } {
  const status = useSession((session) => session.status);
  const { data: me, error } = useMeQuery();
  const welcomed = useOnboarding(({ memberId }) => memberId);
  if (status !== 'signed_in') return { stage: status, error: null };
  if (!me) return { stage: error ? 'unreachable' : 'starting', error };
  return { stage: !me.onboarded || welcomed === me.id ? 'onboarding' : 'member', error: null };
}
