import type { LanguageSkill } from '@/api/types';

/** Nobody can be matched without one language to talk in. */
export function speaksOne(skills: readonly LanguageSkill[]): boolean {
  return skills.some((skill) => skill.kind === 'speaks');
}
