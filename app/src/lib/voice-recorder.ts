import { AudioModule, RecordingPresets, setAudioModeAsync, useAudioRecorder } from 'expo-audio';

import type { VoiceRecorder } from './voice-recorder-port';

/** The microphone of a phone. */
export function useVoiceRecorder(): VoiceRecorder {
  const recorder = useAudioRecorder(RecordingPresets.HIGH_QUALITY);
  const end = async () => {
    await recorder.stop();
    await setAudioModeAsync({ allowsRecording: false });
  };
  return {
    start: async () => {
      const { granted } = await AudioModule.requestRecordingPermissionsAsync();
      if (!granted) return false;
      await setAudioModeAsync({ allowsRecording: true, playsInSilentMode: true });
      await recorder.prepareToRecordAsync();
      recorder.record();
      return true;
    },
    stop: async () => {
      await end();
      return recorder.uri ? { uri: recorder.uri, contentType: 'audio/mp4' } : null;
    },
    cancel: () => void end(),
  };
}
