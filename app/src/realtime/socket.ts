import type { ClientFrame } from './frames';

export type SocketHandlers = {
  onOpen: () => void;
  onText: (text: string) => void;
  onClose: (code: number) => void;
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
  socket.onclose = (event) => handlers.onClose(event.code ?? lost);
  return {
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
    },
    close: () => {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(normal);
    },
  };
};

const normal = 1000;
const lost = 1006;
