import type { Random } from './backoff';
import { lostCode } from './close-codes';
import { type ClientFrame, parseFrame, type ServerFrame } from './frames';
import { advance, type Connection as State, type ConnectionEvent, type Effect } from './machine';
import type { OpenSocket, Socket, SocketHandlers } from './socket';
import { Tasks } from './tasks';
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
  onState: (state: State) => void;
  timers: Timers;
  random: Random;
};

/** Runs the machine: turns its effects into sockets, frames and timers, and what they report into its events. */
export class Connection {
  private current: State = { name: 'idle' };
  private socket: Socket | null = null;
  /** Belongs to one try; what an older try still reports is not heard. */
  private era = 0;
  private token: string | null = null;
  private readonly tasks: Tasks;

  constructor(private readonly ports: ConnectionPorts) {
    this.tasks = new Tasks(ports.timers);
  }

  get state(): State {
    return this.current;
  }

  dispatch(event: ConnectionEvent): void {
    const { state, effects } = advance(this.current, event, this.ports.random);
    const changed = state !== this.current;
    this.current = state;
    for (const effect of effects) this.run(effect);
    if (changed) this.ports.onState(state);
  }

  private run(effect: Effect): void {
    if (effect.do === 'open') void this.open(effect.renew);
    else if (effect.do === 'close') this.drop();
    else if (effect.do === 'authenticate') this.authenticate(this.ports.cursors());
    else if (effect.do === 'ping') void this.ping();
    else if (effect.do === 'clear') this.tasks.cancel(effect.timer);
    else {
      const { timer, after } = effect;
      this.tasks.cancel(timer);
      this.tasks.later(timer, after, () => this.dispatch({ type: 'timer', timer }));
    }
  }

  private async open(renew: boolean): Promise<void> {
    this.drop();
    const mine = this.era;
    try {
      const token = await this.ports.token(renew);
      const url = token === null ? null : await this.ports.url();
      if (mine !== this.era) return;
      this.token = token;
      if (url === null) this.dispatch({ type: 'session_over' });
      else this.socket = this.ports.openSocket(url, this.handlersOf(mine));
    } catch {
      if (mine === this.era) this.dispatch({ type: 'closed', code: lostCode });
    }
  }

  private handlersOf(mine: number): SocketHandlers {
    const current = (act: () => void) => (mine === this.era ? act() : undefined);
    return {
      onOpen: () => current(() => this.dispatch({ type: 'opened' })),
      onText: (text) => current(() => this.hear(text)),
      onClose: (code, after) => current(() => this.dispatch({ type: 'closed', code, after })),
    };
  }

  private hear(text: string): void {
    const frame = parseFrame(text);
    this.dispatch({ type: frame?.type === 'ready' ? 'ready' : 'heard' });
    if (frame && frame.type !== 'pong') this.ports.onFrame(frame);
  }

  private authenticate(rooms: Record<string, number>): void {
    if (this.token !== null) this.socket?.send({ type: 'auth', token: this.token, rooms });
  }

  /** Says something that may as well be lost. */
  say(frame: ClientFrame): void {
    if (this.current.name === 'live') this.socket?.send(frame);
  }

  /** Each ping looks whether the token wants renewing, so that the gateway never sees an expired one. */
  private async ping(): Promise<void> {
    this.socket?.send({ type: 'ping' });
    const mine = this.era;
    const token = await this.ports.token(false).catch(() => this.token);
    if (mine !== this.era || token === this.token) return;
    this.token = token;
    if (token === null) this.dispatch({ type: 'session_over' });
    else this.authenticate({});
  }

  private drop(): void {
    this.era += 1;
    this.socket?.close();
    this.socket = null;
  }
}
