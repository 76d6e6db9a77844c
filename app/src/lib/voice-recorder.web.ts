import { useEffect, useRef } from 'react';

import type { VoiceRecorder } from './voice-recorder-port';

const types = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** The microphone of a browser. */
export function useVoiceRecorder(): VoiceRecorder {
  const running = useRef<{ recorder: MediaRecorder; parts: Blob[] } | null>(null);
  const cancel = () => {
    release(running.current?.recorder);
    running.current = null;
  };
  useEffect(() => cancel, []);
  return {
    start: async () => {
      const stream = await navigator.mediaDevices
        ?.getUserMedia({ audio: true })
        .catch(() => undefined);
      if (!stream) return false;
      const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type));
      const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 48_000 });
      const parts: Blob[] = [];
      recorder.ondataavailable = ({ data }) => void parts.push(data);
      recorder.start(1_000);
      running.current = { recorder, parts };
      return true;
    },
    stop: async () => {
      const { recorder, parts } = running.current ?? {};
      if (!recorder || !parts) return null;
      const ended = new Promise((done) => recorder.addEventListener('stop', done, { once: true }));
      release(recorder);
      await ended;
      running.current = null;
      const contentType = recorder.mimeType.split(';')[0]!;
      const file = new Blob(parts, { type: contentType });
      return file.size > 0 ? { uri: '', contentType, file } : null;
    },
    cancel,
  };
}

/** The light of the microphone goes out. */
function release(recorder: MediaRecorder | undefined): void {
  if (!recorder) return;
  if (recorder.state !== 'inactive') recorder.stop();
  recorder.stream.getTracks().forEach((track) => track.stop());
}
