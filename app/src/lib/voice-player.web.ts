import { useEffect, useRef, useState } from 'react';

import type { Voice, VoicePlayer } from './voice-player-port';

/** One voice at a time is heard. */
let heard: HTMLAudioElement | null = null;

/** Plays a voice note in a browser; it is fetched when it is first played. */
export function useVoicePlayer({ urls }: Voice): VoicePlayer {
  const [state, setState] = useState({ isPlaying: false, position: 0, failed: false });
  const player = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = (player.current = new Audio());
    const read = () =>
      setState({
        isPlaying: !audio.paused,
        position: audio.currentTime,
        failed: audio.error !== null && audio.src !== '',
      });
    const events = ['play', 'pause', 'timeupdate', 'ended', 'seeked', 'error'];
    for (const event of events) audio.addEventListener(event, read);
    return () => {
      for (const event of events) audio.removeEventListener(event, read);
      audio.pause();
    };
  }, []);
  const loaded = (): HTMLAudioElement => {
    const audio = player.current!;
    const plays = audio.canPlayType('audio/mp4; codecs="mp4a.40.2"');
    if (!audio.src || audio.error) audio.src = (plays ? urls.aac : urls.opus) ?? '';
    return audio;
  };
  const toggle = () => {
    if (!player.current?.paused) return player.current?.pause();
    const audio = loaded();
    if (heard !== audio) heard?.pause();
    heard = audio;
    void audio.play().catch(() => {});
  };
  const seek = (seconds: number) => {
    loaded().currentTime = seconds;
  };
  return { ...state, toggle, seek };
}
