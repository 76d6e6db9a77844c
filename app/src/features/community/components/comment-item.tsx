import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { TranslateToggle, useTranslateToggle } from '@/features/translation/translate-toggle';
import { Box, Row, Stack } from '@/ui/box';
import { Icon } from '@/ui/icon';
import { IconButton } from '@/ui/icon-button';
import { LinkedText } from '@/ui/linked-text';
import { Text } from '@/ui/text';
import { TextButton } from '@/ui/text-button';
import { useTellError } from '@/ui/tell-error';

import { type CommentView, useLikeComment } from '../comment-queries';
import type { Author } from '../queries';
import { AuthorLine } from './author-line';
import { CommentMenu } from './comment-menu';
import { MarkButton } from './mark-button';

type CommentItemProps = {
  comment: CommentView;
  onReply: (comment: CommentView) => void;
  onEdit: (comment: CommentView) => void;
};

/** A comment, or a reply a little to the right of the comment that it answers. */
export function CommentItem(props: CommentItemProps) {
  const { t } = useTranslation();
  const { comment } = props;
  const { author, body } = comment;
  return (
    <Row align="flex-start" gap="s">
      {comment.parent_id ? (
        <Box aria-hidden paddingTop="s">
          <Icon name="reply" color="textMuted" size={18} />
        </Box>
      ) : null}
      <Box grow background={comment.parent_id ? 'sunken' : undefined} radius="m" padding="s">
        {author === null || body === null ? (
          <Text variant="small" tone="muted">
            {t('community.comment.gone')}
          </Text>
        ) : (
          <Shown {...props} author={author} body={body} />
        )}
      </Box>
    </Row>
  );
}

type ShownProps = CommentItemProps & { author: Author; body: string };

function Shown({ comment, author, body, onReply, onEdit }: ShownProps) {
  const { t } = useTranslation();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const like = useLikeComment(comment);
  const toggle = useTranslateToggle(
    { comment_id: comment.id, version: comment.edited_at ?? comment.created_at },
    { language: comment.language },
  );
  const translated = toggle.textOf('body');
  const onError = useTellError();
  return (
    <Stack gap="xs">
      <AuthorLine
        author={author}
        createdAt={comment.created_at}
        editedAt={comment.edited_at}
        actions={
          <IconButton
            icon="kebab"
            size={18}
            label={t('community.comment.menu')}
            aria-haspopup="menu"
            onPress={() => setMenuOpen(true)}
          />
        }
      />
      <LinkedText selectable lang={translated ? toggle.target : (comment.language ?? undefined)}>
        {translated ?? body}
      </LinkedText>
      <Row gap="m" wrap>
        <MarkButton
          small
          on={comment.is_liked}
          icons={['heart', 'heart-outline']}
          color="heart"
          label={t('community.comment.like')}
          description={t('community.likes', { count: comment.like_count })}
          count={comment.like_count}
          onPress={() => like.mutate(!comment.is_liked, { onError })}
        />
        {comment.parent_id ? null : (
          <TextButton label={t('community.comment.reply')} onPress={() => onReply(comment)} />
        )}
        {comment.is_mine ? null : <TranslateToggle toggle={toggle} />}
      </Row>
      <CommentMenu
        comment={comment}
        author={author}
        open={isMenuOpen}
        onClose={() => setMenuOpen(false)}
        onEdit={onEdit}
      />
    </Stack>
  );
}
