import type { FileView } from '@/api/types';

export type Voice = Pick<FileView, 'urls' | 'duration_ms'>;

export type VoicePlayer = {
  isPlaying: boolean;
  /** Seconds from the beginning. */
  position: number;
  failed: boolean;
  toggle: () => void;
  seek: (seconds: number) => void;
};
