import { lostCode, normalCode } from './close-codes';
import { type ClientFrame, writeFrame } from './frames';

export type SocketHandlers = {
  onOpen: () => void;
  onText: (text: string) => void;
  /** `after`: so many milliseconds the server asks to stay away. */
  onClose: (code: number, after?: number) => void;
};

/** One connection to the gateway. After `close` no handler is called any more. */
export type Socket = {
  send: (frame: ClientFrame) => void;
  close: () => void;
};

export type OpenSocket = (url: string, handlers: SocketHandlers) => Socket;

export const openWebSocket: OpenSocket = (url, handlers) => {
  const socket = new WebSocket(url);
  socket.onopen = () => handlers.onOpen();
  socket.onmessage = (message) => handlers.onText(String(message.data));
  socket.onclose = ({ code, reason }) => handlers.onClose(code ?? lostCode, pauseOf(reason));
  return {
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(writeFrame(frame));
    },
    close: () => {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(normalCode);
    },
  };
};

const longestPause = 60_000;

/** A restarting gateway gives each client its own time to come back. */
export function pauseOf(reason: string | undefined): number | undefined {
  const found = /retry_after_ms\D{0,3}(\d+)/.exec(reason ?? '');
  return found ? Math.min(Number(found[1]), longestPause) : undefined;
}
