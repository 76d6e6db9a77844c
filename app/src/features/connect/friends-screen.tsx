import { useRouter } from 'expo-router';
import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { useFormat } from '@/i18n/format';
import { Avatar } from '@/ui/avatar';
import { Row, Stack } from '@/ui/box';
import { IconButton } from '@/ui/icon-button';
import { Press } from '@/ui/press';
import { PagedList } from '@/ui/paged-list';
import { Screen } from '@/ui/screen';
import { EmptyState } from '@/ui/states';
import { Text } from '@/ui/text';

import { useOpenChat } from './open-chat';
import { useFriends } from './queries';

/** The member's friends, the newest first; each is one press away from a conversation. */
export default function FriendsScreen() {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <Screen title={t('connect.friends.title')} scroll={false} padding="none" gap="none">
      <PagedList
        query={useFriends()}
        keyOf={({ member }) => member.id}
        label={t('connect.friends.title')}
        render={(friend) => <FriendRow friend={friend} />}
        empty={
          <EmptyState
            icon="people"
            title={t('connect.friends.empty.title')}
            text={t('connect.friends.empty.text')}
            action={{
              label: t('connect.deck.find'),
              onPress: () => router.navigate('/connect'),
            }}
          />
        }
      />
    </Screen>
  );
}

function FriendRow({ friend: { member, since } }: { friend: Schema<'Friend'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const chat = useOpenChat(member.id);
  const name = member.username;
  return (
    <Row gap="s" borderBottom="border" paddingY="s">
      <Stack grow>
        <Press href={`/members/${member.id}`}>
          <Row gap="m">
            <Avatar name={name} photo={member.photo} country={member.country} />
            <Stack grow>
              <Text variant="strong" numberOfLines={1}>
                {name}
              </Text>
              <Text variant="small" tone="muted" numberOfLines={1}>
                {t('connect.friends.since', { date: format.date(since) })}
              </Text>
            </Stack>
          </Row>
        </Press>
      </Stack>
      <IconButton
        icon="chat"
        color="textBrand"
        label={t('connect.message_name', { name })}
        disabled={chat.isBusy}
        onPress={chat.open}
      />
    </Row>
  );
}
