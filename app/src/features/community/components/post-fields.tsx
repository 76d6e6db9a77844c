import { useTranslation } from 'react-i18next';

import { useForm } from '@/lib/form';
import { TextField } from '@/ui/text-field';

export const limits = { title: 100, body: 10_000, pictures: 9, comment: 1_000 } as const;

/** As the server counts: an emoji is one character, and spaces around do not count. */
export function lengthOf(text: string): number {
  return [...text.trim()].length;
}

export type PostWords = { title: string; body: string };

/** Title and text of a post, checked as the server checks them. */
export function usePostForm(initial: PostWords) {
  const { t } = useTranslation();
  const tooLong = (max: number) => t('community.editor.too_long', { max });
  return useForm({
    initial,
    check: ({ title, body }) => ({
      title:
        lengthOf(title) === 0
          ? t('community.editor.title_required')
          : lengthOf(title) > limits.title
            ? tooLong(limits.title)
            : undefined,
      body:
        lengthOf(body) === 0
          ? t('community.editor.body_required')
          : lengthOf(body) > limits.body
            ? tooLong(limits.body)
            : undefined,
    }),
  });
}

/** Where title and text are written. */
export function PostFields({ form }: { form: ReturnType<typeof usePostForm> }) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        {...form.field('title')}
        label={t('community.editor.title')}
        limit={limits.title}
        returnKeyType="next"
      />
      <TextField
        {...form.field('body')}
        label={t('community.editor.body')}
        placeholder={t('community.editor.body_placeholder')}
        lines={10}
        limit={limits.body}
        textAlignVertical="top"
      />
    </>
  );
}
