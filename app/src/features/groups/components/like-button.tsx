import { useTranslation } from 'react-i18next';

import { IconButton } from '@/ui/icon-button';
import { useTellError } from '@/ui/tell-error';

import { type GroupCard, useLikeGroup } from '../queries';

type LikeButtonProps = { group: Pick<GroupCard, 'id' | 'name' | 'is_liked'> };

export function LikeButton({ group: { id, name, is_liked } }: LikeButtonProps) {
  const { t } = useTranslation();
  const like = useLikeGroup(id);
  const tell = useTellError();
  return (
    <IconButton
      icon={is_liked ? 'heart' : 'heart-outline'}
      color={is_liked ? 'heart' : 'textBrand'}
      label={is_liked ? t('groups.unlike', { name }) : t('groups.like', { name })}
      onPress={() => like.mutate(!is_liked, { onError: tell })}
    />
  );
}
