import type { Random } from './backoff';
import { closeCodes } from './close-codes';
import { parseFrame, type ServerFrame } from './frames';
import { advance, type Connection, type ConnectionEvent, type Effect, type Timer } from './machine';
import type { OpenSocket, Socket } from './socket';
import type { Timers } from './timers';

export type ConnectionPorts = {
  openSocket: OpenSocket;
  /** Where the gateway is; throws when the server cannot be asked. */
  url: () => Promise<string>;
  /** A token that is good for a while yet, a new one when `renew`; null when the session is over. */
  token: (renew: boolean) => Promise<string | null>;
  /** For each room that is held, the last event that was applied. */
  cursors: () => Record<string, number>;
  onFrame: (frame: ServerFrame) => void;
  onState: (state: Connection) => void;
  timers: Timers;
  random: Random;
};

export type ConnectionHandle = {
  dispatch: (event: ConnectionEvent) => void;
  state: () => Connection;
};

/** Runs the machine: turns its effects into sockets, frames and timers, and what they report into its events. */
export function createConnection(ports: ConnectionPorts): ConnectionHandle {
  let state: Connection = { name: 'idle' };
  let socket: Socket | null = null;
  /** Belongs to one try; what an older try still reports is not heard. */
  let era = 0;
  let token: string | null = null;
  const cancels = new Map<Timer, () => void>();

  function dispatch(event: ConnectionEvent): void {
    const step = advance(state, event, ports.random);
    const changed = step.state !== state;
    state = step.state;
    for (const effect of step.effects) run(effect);
    if (changed) ports.onState(state);
  }

  function run(effect: Effect): void {
    if (effect.do === 'open') void open(effect.renew);
    else if (effect.do === 'close') drop();
    else if (effect.do === 'authenticate') authenticate(ports.cursors());
    else if (effect.do === 'ping') void ping();
    else if (effect.do === 'set') set(effect.timer, effect.after);
    else clear(effect.timer);
  }

  async function open(renew: boolean): Promise<void> {
    drop();
    const mine = era;
    try {
      const fresh = await ports.token(renew);
      const url = fresh === null ? null : await ports.url();
      if (mine !== era) return;
      token = fresh;
      if (url === null) dispatch({ type: 'session_over' });
      else socket = ports.openSocket(url, handlersOf(mine));
    } catch {
      if (mine === era) dispatch({ type: 'closed', code: closeCodes.lost });
    }
  }

  function handlersOf(mine: number) {
    const current = (act: () => void) => (mine === era ? act() : undefined);
    return {
      onOpen: () => current(() => dispatch({ type: 'opened' })),
      onText: (text: string) => current(() => hear(text)),
      onClose: (code: number) => current(() => dispatch({ type: 'closed', code })),
    };
  }

  function hear(text: string): void {
    const frame = parseFrame(text);
    dispatch({ type: frame?.type === 'ready' ? 'ready' : 'heard' });
    if (frame && frame.type !== 'pong') ports.onFrame(frame);
  }

  function authenticate(rooms: Record<string, number>): void {
    if (token !== null) socket?.send({ type: 'auth', token, rooms });
  }

  /** Each ping looks whether the token wants renewing, so that the gateway never sees an expired one. */
  async function ping(): Promise<void> {
    socket?.send({ type: 'ping' });
    const mine = era;
    const fresh = await ports.token(false).catch(() => token);
    if (mine !== era || fresh === token) return;
    token = fresh;
    if (fresh === null) dispatch({ type: 'session_over' });
    else authenticate({});
  }

  function drop(): void {
    era += 1;
    socket?.close();
    socket = null;
  }

  function set(timer: Timer, after: number): void {
    clear(timer);
    cancels.set(
      timer,
      ports.timers.after(after, () => dispatch({ type: 'timer', timer })),
    );
  }

  function clear(timer?: Timer): void {
    const chosen = timer ? [timer] : [...cancels.keys()];
    for (const name of chosen) cancels.get(name)?.();
    for (const name of chosen) cancels.delete(name);
  }

  return { dispatch, state: () => state };
}
