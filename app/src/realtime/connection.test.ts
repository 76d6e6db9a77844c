import { describe, expect, it } from 'vitest';

import { Connection } from './connection';
import { FakeTime } from './fakes/fake-time';
import type { ClientFrame, ServerFrame } from './frames';
import { type SocketHandlers, pauseOf } from './socket';

/** A gateway that does nothing by itself. */
function setUp() {
  const time = new FakeTime();
  const sockets: { handlers: SocketHandlers; sent: ClientFrame[]; closed: boolean }[] = [];
  const frames: ServerFrame[] = [];
  const tokens: (string | null | Error)[] = ['first'];
  const asked: boolean[] = [];
  const connection = new Connection({
    openSocket: (_url, handlers) => {
      const socket = { handlers, sent: [] as ClientFrame[], closed: false };
      sockets.push(socket);
      return {
        send: (frame) => void socket.sent.push(frame),
        close: () => void (socket.closed = true),
      };
    },
    url: async () => 'ws://gateway',
    token: async (renew) => {
      asked.push(renew);
      const token = tokens.length > 1 ? tokens.shift()! : tokens[0]!;
      if (token instanceof Error) throw token;
      return token;
    },
    cursors: () => ({ room: 7 }),
    onFrame: (frame) => frames.push(frame),
    onState: () => {},
    timers: time,
    random: () => 0.5,
  });
  const say = (frame: object, index = sockets.length - 1) =>
    sockets[index]!.handlers.onText(JSON.stringify(frame));
  async function goLive(): Promise<void> {
    connection.dispatch({ type: 'start' });
    await time.pass(1);
    sockets.at(-1)!.handlers.onOpen();
    say({ type: 'ready', session_id: 's', rooms: {} });
  }
  return { time, sockets, frames, tokens, asked, connection, say, goLive };
}

describe('the connection’s driver', () => {
  it('opens with the token and the place to resume from', async () => {
    const { sockets, goLive, connection } = setUp();
    await goLive();
    expect(sockets[0]!.sent).toEqual([{ type: 'auth', token: 'first', rooms: { room: 7 } }]);
    expect(connection.state.name).toBe('live');
  });

  it('hears nothing of a socket that it has given up', async () => {
    const { sockets, goLive, connection, time, frames, say } = setUp();
    await goLive();
    connection.dispatch({ type: 'offline' });
    expect(sockets[0]!.closed).toBe(true);
    await time.pass(1_000);
    sockets[0]!.handlers.onClose(1006);
    say({ type: 'resync' }, 0);
    expect(sockets).toHaveLength(2);
    expect(frames.map(({ type }) => type)).toEqual(['ready']);
    expect(connection.state.name).toBe('connecting');
  });

  it('shows a renewed token on the open socket', async () => {
    const { sockets, goLive, time, tokens } = setUp();
    await goLive();
    tokens.splice(0, 1, 'second');
    await time.pass(25_000);
    expect(sockets[0]!.sent.slice(1)).toEqual([
      { type: 'ping' },
      { type: 'auth', token: 'second', rooms: {} },
    ]);
  });

  it('asks for a new token when the gateway refuses the old one', async () => {
    const { sockets, goLive, time, asked } = setUp();
    await goLive();
    sockets[0]!.handlers.onClose(4401);
    await time.pass(1);
    expect(asked).toEqual([false, true]);
    expect(sockets).toHaveLength(2);
  });

  it('is idle when the session is over, and tries again when the server cannot be asked', async () => {
    const { connection, tokens, time, sockets } = setUp();
    tokens.splice(0, 1, new Error('no answer'), new Error('no answer'), null);
    connection.dispatch({ type: 'start' });
    await time.pass(1);
    expect(connection.state.name).toBe('waiting');
    await time.pass(5_000);
    expect(connection.state.name).toBe('idle');
    expect(sockets).toHaveLength(0);
  });

  it('skips what it cannot read', async () => {
    const { goLive, connection, frames, say, sockets } = setUp();
    await goLive();
    sockets[0]!.handlers.onText('{');
    sockets[0]!.handlers.onText('null');
    say({ type: 'something_new' });
    expect(frames).toHaveLength(1);
    expect(connection.state.name).toBe('live');
  });

  it('reads the pause that a restarting gateway asks for', () => {
    expect(pauseOf('{"retry_after_ms": 1500}')).toBe(1_500);
    expect(pauseOf('retry_after_ms=20')).toBe(20);
    expect(pauseOf('retry_after_ms=9999999')).toBe(60_000);
    expect(pauseOf('')).toBeUndefined();
  });
});
