import type { Hobby, Mbti, SpokenLanguage } from '@/api/types';

/** What people are filtered by: any of a field, all of the fields. */
export type Filters = {
  mbti: Mbti[];
  hobby: Hobby[];
  language: SpokenLanguage[];
  country: string[];
};

export const noFilters: Filters = { mbti: [], hobby: [], language: [], country: [] };

export function countFilters({ mbti, hobby, language, country }: Filters): number {
  return mbti.length + hobby.length + language.length + country.length;
}
