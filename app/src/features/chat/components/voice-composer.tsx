import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { FileView } from '@/api/types';
import { uploadFile } from '@/api/upload';
import { errorLine } from '@/i18n/describe-error';
import { useVoiceRecorder } from '@/lib/voice-recorder';
import { ComposerFrame } from '@/ui/composer-frame';
import { Row } from '@/ui/box';
import { Icon } from '@/ui/icon';
import { Text } from '@/ui/text';
import { showToast } from '@/ui/toast';

import { clockOf } from '../voice-time';

const longest = 120;

type VoiceComposerProps = { onRecorded: (file: FileView) => void; onCancel: () => void };

/** Listens until it is told to send or to forget, at most two minutes. */
export function VoiceComposer({ onRecorded, onCancel }: VoiceComposerProps) {
  const { t } = useTranslation();
  const recorder = useVoiceRecorder();
  const [state, setState] = useState<'asking' | 'listening' | 'sending'>('asking');
  const [seconds, setSeconds] = useState(0);

  const begin = useEffectEvent(async () => {
    if (await recorder.start()) return setState('listening');
    showToast(t('chat.voice.no_microphone'));
    onCancel();
  });
  const finish = async () => {
    setState('sending');
    try {
      const voice = await recorder.stop();
      if (voice) onRecorded(await uploadFile('voice', voice));
      else onCancel();
    } catch (error) {
      showToast(errorLine(error, t));
      onCancel();
    }
  };
  const tick = useEffectEvent(() => {
    setSeconds(seconds + 1);
    if (seconds + 1 >= longest) void finish();
  });
  useEffect(() => {
    const soon = setTimeout(() => void begin());
    return () => clearTimeout(soon);
  }, []);
  useEffect(() => {
    if (state !== 'listening') return;
    const timer = setInterval(() => tick(), 1_000);
    return () => clearInterval(timer);
  }, [state]);

  const forget = () => {
    recorder.cancel();
    onCancel();
  };
  return (
    <ComposerFrame
      left={{ icon: 'trash', label: t('chat.voice.discard'), onPress: forget }}
      right={{
        icon: 'send',
        label: t('chat.voice.send'),
        onPress: () => void finish(),
        disabled: state !== 'listening',
      }}
    >
      <Row grow gap="s" minHeight={52} role="status">
        <Icon name="mic" color="textDanger" size={20} />
        <Text>{state === 'sending' ? t('chat.voice.sending') : t('chat.voice.recording')}</Text>
        <Text tone="muted" aria-hidden>{`${clockOf(seconds)} / ${clockOf(longest)}`}</Text>
      </Row>
    </ComposerFrame>
  );
}
