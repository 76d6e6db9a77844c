import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMe } from '@/features/me/queries';
import { errorLine } from '@/i18n/describe-error';
import { Row } from '@/ui/box';
import { Spinner } from '@/ui/spinner';
import { Text } from '@/ui/text';
import { TextButton } from '@/ui/text-button';

import { type Subject, useTranslated } from './queries';

type Options = {
  /** What the text is written in, when that is known: one's own language offers nothing. */
  language?: string | null;
};

/** Which of the two is shown, the text as it was written or in the reader's language, and the way to the other. */
export function useTranslateToggle(subject: Subject, { language }: Options = {}) {
  const target = useMe().locale;
  const [wantsTranslation, setWants] = useState(false);
  const isOffered = language !== target;
  const answer = useTranslated(subject, { enabled: wantsTranslation && isOffered });
  const texts = wantsTranslation && isOffered ? (answer.data?.texts ?? []) : [];
  return {
    isOffered,
    wantsTranslation,
    target,
    isLoading: wantsTranslation && isOffered && answer.isPending,
    error: wantsTranslation && isOffered ? answer.error : null,
    /** Every text is in the reader's language already. */
    isSame: texts.length > 0 && texts.every((text) => text.is_original),
    /** The translation of a field while it is what is to be shown. */
    textOf: (field: 'title' | 'body') => texts.find((text) => text.field === field)?.text,
    press: () => {
      if (wantsTranslation && answer.isError) return void answer.refetch();
      setWants(!wantsTranslation);
    },
  };
}

export type Toggle = ReturnType<typeof useTranslateToggle>;

type TranslateToggleProps = {
  toggle: Toggle;
  /** The original stays above its translation. */
  keepsOriginal?: boolean;
};

/** The word below a text that turns it into the reader's language and back, and why it does not when it cannot. */
export function TranslateToggle({ toggle, keepsOriginal }: TranslateToggleProps) {
  const { t } = useTranslation();
  const label = toggle.error
    ? t('app.retry')
    : !toggle.wantsTranslation
      ? t('translation.translate')
      : keepsOriginal
        ? t('translation.only_original')
        : t('translation.show_original');
  if (!toggle.isOffered) return null;
  return (
    <Row gap="s" wrap>
      <TextButton
        label={label}
        aria-pressed={toggle.wantsTranslation}
        disabled={toggle.isLoading}
        onPress={toggle.press}
      />
      {toggle.isLoading ? <Spinner label={t('translation.translating')} /> : null}
      {toggle.isSame ? (
        <Text variant="caption" tone="muted" role="status">
          {t('translation.same_language')}
        </Text>
      ) : null}
      {toggle.error ? (
        <Text variant="caption" tone="danger" role="alert" shrink>
          {errorLine(toggle.error, t)}
        </Text>
      ) : null}
    </Row>
  );
}
