import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { randomUUID } from '@/lib/random-uuid';
import { useSubmit } from '@/lib/submit';
import { Box } from '@/ui/box';
import { ComposerField } from '@/ui/composer-field';
import type { ComposerFieldHandle } from '@/ui/composer-field-props';
import { ComposerFrame } from '@/ui/composer-frame';
import { Notice } from '@/ui/notice';
import { Switch } from '@/ui/switch';
import { Text } from '@/ui/text';
import { useTellError } from '@/ui/tell-error';

import { useAuthorName } from '../authors';
import { type CommentView, useCreateComment, useEditComment } from '../comment-queries';
import { isRepeatOfAnother } from '../queries';
import { lengthOf, limits } from './post-fields';

export type Writing = { name: 'comment' } | { name: 'reply' | 'edit'; comment: CommentView };

type CommentComposerProps = {
  postId: string;
  writing: Writing;
  /** Kept outside: a reply is as anonymous as the comment before it, until the switch is pressed. */
  anonymous: boolean;
  onAnonymous: (anonymous: boolean) => void;
  onDone: () => void;
  onSent: (writing: Writing) => void;
};

/** Where a comment or a reply is written, or one's own comment changed. */
export function CommentComposer(props: CommentComposerProps) {
  const { postId, writing, anonymous, onAnonymous, onDone, onSent } = props;
  const { t } = useTranslation();
  const isEdit = writing.name === 'edit';
  const [text, setText] = useState(isEdit ? (writing.comment.body ?? '') : '');
  const send = useSending(postId, writing);
  const sending = useSubmit({ onError: useTellError() });
  const field = useRef<ComposerFieldHandle>(null);
  const isNew = writing.name === 'comment';
  useEffect(() => {
    if (!isNew) field.current?.focus();
  }, [isNew]);

  const count = lengthOf(text);
  const canSend = count > 0 && count <= limits.comment && !sending.isBusy;
  const submit = () => {
    if (!canSend) return;
    sending.submit(
      () => send({ body: text.trim(), anonymous }),
      () => {
        setText('');
        onDone();
        onSent(writing);
      },
    );
  };
  return (
    <ComposerFrame
      above={
        <>
          <About writing={writing} onCancel={onDone} />
          {isEdit ? null : (
            <Box paddingX="m" align="flex-end">
              <Switch
                inline
                label={t('community.comment.anonymous')}
                value={anonymous}
                onChange={onAnonymous}
              />
            </Box>
          )}
        </>
      }
      right={{
        icon: isEdit ? 'check' : 'send',
        label: isEdit ? t('community.comment.save') : t('community.comment.send'),
        onPress: submit,
        disabled: !canSend,
      }}
      count={count > limits.comment ? <TooLong /> : null}
    >
      <ComposerField
        ref={field}
        label={t('community.comment.field')}
        placeholder={
          writing.name === 'reply'
            ? t('community.comment.reply_placeholder')
            : t('community.comment.placeholder')
        }
        value={text}
        onChange={setText}
        onSubmit={submit}
        onEscape={onDone}
      />
    </ComposerFrame>
  );
}

/** A repeated sending is the same comment until one has gone out. */
function useSending(postId: string, writing: Writing) {
  const [clientId, setClientId] = useState(() => randomUUID());
  const create = useCreateComment(postId);
  const edit = useEditComment(postId);
  return async ({ body, anonymous }: { body: string; anonymous: boolean }): Promise<void> => {
    if (writing.name === 'edit') {
      await edit.mutateAsync({ id: writing.comment.id, body });
      return;
    }
    const parent_id = writing.name === 'reply' ? writing.comment.id : null;
    await create
      .mutateAsync({ client_id: clientId, body, anonymous, parent_id })
      .catch((error: unknown) => {
        if (isRepeatOfAnother(error)) setClientId(randomUUID());
        throw error;
      });
    setClientId(randomUUID());
  };
}

function About({ writing, onCancel }: { writing: Writing; onCancel: () => void }) {
  const { t } = useTranslation();
  const nameOf = useAuthorName();
  if (writing.name === 'comment') return null;
  const { author } = writing.comment;
  const text =
    writing.name === 'edit'
      ? t('community.comment.editing')
      : t('community.comment.replying', { name: author ? nameOf(author) : '' });
  return (
    <Notice
      icon={writing.name === 'edit' ? 'edit' : 'reply'}
      text={text}
      action={{ label: t('app.cancel'), onPress: onCancel }}
    />
  );
}

function TooLong() {
  const { t } = useTranslation();
  return (
    <Text variant="caption" tone="danger" role="status">
      {t('community.comment.too_long', { max: limits.comment })}
    </Text>
  );
}
