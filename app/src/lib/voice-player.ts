import { useAudioPlayer, useAudioPlayerStatus } from 'expo-audio';

import type { Voice, VoicePlayer } from './voice-player-port';

/** Plays a voice note on a phone; it is fetched when it is first played. */
export function useVoicePlayer({ urls }: Voice): VoicePlayer {
  const player = useAudioPlayer(null);
  const status = useAudioPlayerStatus(player);
  const start = async () => {
    if (!status.isLoaded) player.replace(urls.aac ?? null);
    else if (status.didJustFinish) await player.seekTo(0);
    player.play();
  };
  return {
    isPlaying: status.playing,
    position: status.currentTime,
    failed: false,
    toggle: () => (status.playing ? player.pause() : void start()),
    seek: (seconds) => void player.seekTo(seconds),
  };
}
