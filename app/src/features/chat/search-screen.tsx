import { useLocalSearchParams } from 'expo-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useDebounced } from '@/lib/debounce';
import { useRoom } from '@/realtime';
import { Box } from '@/ui/box';
import { Fill } from '@/ui/fill';
import { IconButton } from '@/ui/icon-button';
import { Screen } from '@/ui/screen';
import { EmptyState } from '@/ui/states';
import { TextField } from '@/ui/text-field';

import { FoundList } from './components/found-list';
import { FoundRow } from './components/found-row';
import { useFoundMessages } from './found-queries';
import { useRoomName } from './names';

/** Messages by their words, in one conversation or in all of them. */
export default function SearchScreen() {
  const { t } = useTranslation();
  const { room_id } = useLocalSearchParams<{ room_id?: string }>();
  const name = useRoomName()(useRoom(room_id ?? ''));
  const [words, setWords] = useState('');
  const q = useDebounced(words.trim(), 300);
  const title = room_id ? t('chat.search.title_in', { name }) : t('chat.search.title');
  return (
    <Screen title={title} scroll={false} padding="none" gap="none">
      <Box paddingX="l">
        <TextField
          label={t('chat.search.label')}
          labelHidden
          placeholder={t('chat.search.placeholder')}
          role="searchbox"
          inputMode="search"
          maxLength={100}
          autoFocus
          value={words}
          onChangeText={setWords}
          trailing={
            words ? (
              <IconButton
                icon="close"
                label={t('chat.search.clear')}
                onPress={() => setWords('')}
              />
            ) : undefined
          }
        />
      </Box>
      <Fill>{q ? <Results q={q} roomId={room_id} /> : <Start />}</Fill>
    </Screen>
  );
}

function Start() {
  const { t } = useTranslation();
  return (
    <EmptyState icon="search" title={t('chat.search.start')} text={t('chat.search.start_text')} />
  );
}

function Results({ q, roomId }: { q: string; roomId: string | undefined }) {
  const { t } = useTranslation();
  const found = useFoundMessages(q, roomId);
  return (
    <FoundList
      query={found}
      label={t('chat.search.results')}
      render={(one) => <FoundRow found={one} words={q} withRoom={!roomId} />}
      empty={
        <EmptyState icon="search" title={t('chat.search.none')} text={t('chat.search.none_text')} />
      }
    />
  );
}
