import { openURL } from 'expo-linking';
import { useTranslation } from 'react-i18next';

import type { FileView } from '@/api/types';
import { useVoicePlayer } from '@/lib/voice-player';
import { Stack } from '@/ui/box';
import { FileCard } from '@/ui/file-card';
import { VoiceBar } from '@/ui/voice-bar';

import { useFileSize } from '../names';
import { clockOf } from '../voice-time';

type MessageFilesProps = { files: readonly FileView[] | undefined; own: boolean };

/** Files to save and voice notes to hear. */
export function MessageFiles({ files = [], own }: MessageFilesProps) {
  if (files.length === 0) return null;
  return (
    <Stack gap="xs" align={own ? 'flex-end' : 'flex-start'}>
      {files.map((file) =>
        file.kind === 'voice' ? (
          <Voice key={file.id} file={file} own={own} />
        ) : (
          <SavedFile key={file.id} file={file} own={own} />
        ),
      )}
    </Stack>
  );
}

type FileProps = { file: FileView; own: boolean };

function SavedFile({ file, own }: FileProps) {
  const { t } = useTranslation();
  const size = useFileSize()(file.size);
  return (
    <FileCard
      own={own}
      name={file.name}
      size={size}
      label={t('chat.file.save', { name: file.name, size })}
      onPress={() => void openURL(file.urls.file!)}
    />
  );
}

function Voice({ file, own }: FileProps) {
  const { t } = useTranslation();
  const player = useVoicePlayer(file);
  const duration = (file.duration_ms ?? 0) / 1000;
  const { isPlaying, position, failed } = player;
  const total = clockOf(duration);
  return (
    <VoiceBar
      own={own}
      playing={isPlaying}
      action={isPlaying ? t('chat.voice.pause') : t('chat.voice.play', { time: total })}
      onToggle={player.toggle}
      label={t('chat.voice.position')}
      position={position}
      duration={duration}
      spoken={t('chat.voice.spoken', { position: clockOf(position), total })}
      onSeek={player.seek}
      time={failed ? t('chat.voice.failed') : clockOf(position > 0 ? position : duration)}
    />
  );
}
