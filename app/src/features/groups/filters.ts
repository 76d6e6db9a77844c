import type { Hobby, Purpose, SpokenLanguage } from '@/api/types';

/** What groups are filtered by: any of a field, all of the fields. */
export type Filters = {
  topic: Hobby[];
  language: SpokenLanguage[];
  purpose: Purpose[];
  /** Only with a free seat. */
  free: boolean;
  liked: boolean;
};

export const noFilters: Filters = {
  topic: [],
  language: [],
  purpose: [],
  free: false,
  liked: false,
};

export function countFilters({ topic, language, purpose, free, liked }: Filters): number {
  return topic.length + language.length + purpose.length + Number(free) + Number(liked);
}
