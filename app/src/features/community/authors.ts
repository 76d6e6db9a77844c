import { useTranslation } from 'react-i18next';

import type { Author } from './queries';

/** What an author is called: their nickname, or the alias that they have under this post. */
export function useAuthorName() {
  const { t } = useTranslation();
  return (author: Author, { inPost = true } = {}): string => {
    if (author.kind === 'member') return author.member.username;
    if (author.alias !== 'author') {
      return t('community.anonymous_number', { number: author.alias });
    }
    return inPost ? t('community.anonymous_author') : t('community.anonymous');
  };
}
