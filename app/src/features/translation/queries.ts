import { useQuery, useQueryClient } from '@tanstack/react-query';

import { api, unwrap } from '@/api/client';
import type { Schema } from '@/api/types';
import { useMe } from '@/features/me/queries';
import { inTurn } from '@/lib/in-turn';

import { inBackground } from './background';

/** What is to be translated; `version` changes when its text does. */
export type Subject = { version?: string | number } & (
  { message_id: string } | { post_id: string } | { comment_id: string }
);

export const translationKeys = {
  all: ['translations'] as const,
  of: (subject: Subject, target: string) => [...translationKeys.all, target, subject] as const,
};

/** A page of foreign messages asks for many at once; the server sees a few at a time. */
const take = inTurn(3);

type Wish = {
  /** Nothing is asked before it is true. */
  enabled: boolean;
  /** Nobody asked for this one in particular: it gives way after a failure. */
  background?: boolean;
};

/** The texts of something in the reader's own language. */
export function useTranslated(subject: Subject, { enabled, background }: Wish) {
  const target = useMe().locale;
  const ask = () => translate(subject, target);
  return useQuery({
    queryKey: translationKeys.of(subject, target),
    queryFn: () => take(background ? () => inBackground(ask) : ask),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** For a text that somebody pressed: asks now, also after a failure, and fails for whoever called. */
export function useAskTranslation(subject: Subject): () => Promise<Schema<'Translations'>> {
  const queries = useQueryClient();
  const target = useMe().locale;
  return () =>
    queries.fetchQuery({
      queryKey: translationKeys.of(subject, target),
      queryFn: () => take(() => translate(subject, target)),
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    });
}

function translate(
  { version: _version, ...subject }: Subject,
  target: Schema<'TranslationRequest'>['target'],
): Promise<Schema<'Translations'>> {
  return unwrap(api.POST('/api/v1/translations', { body: { ...subject, target } }));
}
