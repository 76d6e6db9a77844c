import type { Me } from '@/api/types';
import { speaksOne } from '@/features/me/language-skills';

/** The six steps in their order; each is a page `/onboarding/<name>`. */
export const steps = ['nickname', 'profile', 'mbti', 'hobbies', 'languages', 'done'] as const;
export type Step = (typeof steps)[number];

type Answers = Pick<Me, 'username' | 'country' | 'mbti' | 'hobbies' | 'languages'>;

/** Where somebody goes on who left in the middle. Nobody must have an MBTI, so that one is asked for again. */
export function stepToGoOn({ username, country, mbti, hobbies, languages }: Answers): Step {
  if (!username) return 'nickname';
  if (!country) return 'profile';
  if (hobbies.length === 0) return mbti ? 'hobbies' : 'mbti';
  return speaksOne(languages) ? 'done' : 'languages';
}

export function stepBefore(step: Step): Step {
  return steps[Math.max(0, steps.indexOf(step) - 1)] ?? step;
}
