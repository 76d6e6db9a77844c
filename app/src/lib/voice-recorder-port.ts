import type { LocalPicture } from './pick-pictures';

/** What was spoken, as a file of this device. */
export type LocalVoice = LocalPicture;

export type VoiceRecorder = {
  /** Asks for the microphone; false when the person or the device refuses it. */
  start: () => Promise<boolean>;
  /** What was spoken until now. */
  stop: () => Promise<LocalVoice | null>;
  cancel: () => void;
};
