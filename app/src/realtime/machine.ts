import { type Random, reconnectDelay, restartDelay } from './backoff';
import { closeAction, restartCode } from './close-codes';

/**
 * The life of the connection. `attempt` counts the tries since it last held, `renewed` says that a refused token was
 * renewed already: a second refusal in a row is final.
 */
export type Connection =
  | { name: 'idle' }
  | { name: 'connecting'; attempt: number; renewed: boolean }
  | { name: 'authenticating'; attempt: number; renewed: boolean }
  | { name: 'live'; attempt: number }
  | { name: 'waiting'; attempt: number }
  | { name: 'refused'; code: number };

export type ConnectionEvent =
  | { type: 'start' }
  | { type: 'stop' }
  | { type: 'opened' }
  | { type: 'ready' }
  | { type: 'heard' }
  | ({ type: 'closed' } & Closed)
  | { type: 'session_over' }
  | { type: 'wake' }
  | { type: 'offline' }
  | { type: 'timer'; timer: Timer };

/**
 * `retry` ends a wait, `handshake` limits connecting, `ping` asks whether the other side lives, `pong` gives it up,
 * `held` says that the connection lasted long enough to forget the tries before it.
 */
export type Timer = 'retry' | 'handshake' | 'ping' | 'pong' | 'held';

export type Effect =
  | { do: 'open'; renew: boolean }
  | { do: 'close' }
  | { do: 'authenticate' }
  | { do: 'ping' }
  | { do: 'set'; timer: Timer; after: number }
  | { do: 'clear'; timer?: Timer };

export type Step = { state: Connection; effects: readonly Effect[] };

export const handshakeLimit = 10_000;
export const pingEvery = 25_000;
export const pongLimit = 10_000;
export const heldAfter = 10_000;

type Of<Union, Key extends keyof Union, Value> = Extract<Union, Record<Key, Value>>;
type Handlers<Name extends Connection['name']> = {
  [Type in ConnectionEvent['type']]?: (
    state: Of<Connection, 'name', Name>,
    event: Of<ConnectionEvent, 'type', Type>,
    random: Random,
  ) => Step;
};

const stay = (state: Connection, ...effects: Effect[]): Step => ({ state, effects });
const set = (timer: Timer, after: number): Effect => ({ do: 'set', timer, after });
const clear: Effect = { do: 'clear' };
const close: Effect = { do: 'close' };

function connect(attempt: number, renewed = false): Step {
  const effects = [
    clear,
    set('handshake', handshakeLimit),
    { do: 'open', renew: renewed },
  ] as const;
  return { state: { name: 'connecting', attempt, renewed }, effects };
}

function wait(attempt: number, after: number): Step {
  return stay({ name: 'waiting', attempt: attempt + 1 }, clear, close, set('retry', after));
}

const toIdle = (): Step => stay({ name: 'idle' }, clear, close);

type Tries = { attempt: number; renewed: boolean };

/** `after` is the pause that the server asks for. */
type Closed = { code: number; after?: number };

function afterClose({ attempt, renewed }: Tries, { code, after }: Closed, random: Random): Step {
  const action = closeAction(code);
  if (action === 'renew' && !renewed) return connect(attempt, true);
  if (action === 'renew' || action === 'give_up') {
    return stay({ name: 'refused', code }, clear, close);
  }
  if (action === 'at_once' && attempt === 0) return wait(attempt, 0);
  if (after !== undefined) return wait(attempt, after);
  if (code === restartCode) return wait(attempt, restartDelay(random));
  return wait(attempt, reconnectDelay(attempt, random));
}

const trying: Handlers<'connecting' | 'authenticating'> = {
  stop: toIdle,
  session_over: toIdle,
  closed: afterClose,
  timer: (state, { timer }, random) =>
    timer === 'handshake'
      ? wait(state.attempt, reconnectDelay(state.attempt, random))
      : stay(state),
};

function heard(state: Connection): Step {
  return stay(state, { do: 'clear', timer: 'pong' }, set('ping', pingEvery));
}

const table: { [Name in Connection['name']]: Handlers<Name> } = {
  idle: {
    start: () => connect(0),
  },
  connecting: {
    ...trying,
    opened: (state) => stay({ ...state, name: 'authenticating' }, { do: 'authenticate' }),
  },
  authenticating: {
    ...trying,
    ready: ({ attempt }) =>
      stay({ name: 'live', attempt }, clear, set('ping', pingEvery), set('held', heldAfter)),
  },
  live: {
    stop: toIdle,
    session_over: toIdle,
    // Whatever arrives is a sign of life; the next ping waits its full time again.
    heard,
    ready: heard,
    // A laptop that slept holds a dead socket that looks open: ask at once.
    wake: (state) => stay(state, { do: 'ping' }, set('pong', pongLimit)),
    timer: (state, { timer }, random) => {
      if (timer === 'ping') return stay(state, { do: 'ping' }, set('pong', pongLimit));
      if (timer === 'held') return stay({ ...state, attempt: 0 });
      return timer === 'pong'
        ? wait(state.attempt, reconnectDelay(state.attempt, random))
        : stay(state);
    },
    // The socket is dead although nobody says so; tries go on, since a server on this very machine needs no network.
    offline: ({ attempt }, _event, random) => wait(attempt, reconnectDelay(attempt, random)),
    closed: ({ attempt }, event, random) => afterClose({ attempt, renewed: false }, event, random),
  },
  waiting: {
    stop: toIdle,
    session_over: toIdle,
    wake: () => connect(0),
    timer: (state, { timer }) => (timer === 'retry' ? connect(state.attempt) : stay(state)),
  },
  refused: {
    stop: toIdle,
    session_over: toIdle,
    // The person came back to the app; what was refused may be mended by now.
    wake: () => connect(0),
  },
};

/** (state, event) → (state, effects). An event that a state does not name changes nothing. */
export function advance(state: Connection, event: ConnectionEvent, random: Random): Step {
  const handlers = table[state.name] as Partial<
    Record<ConnectionEvent['type'], (...of: unknown[]) => Step>
  >;
  return handlers[event.type]?.(state, event, random) ?? { state, effects: [] };
}
