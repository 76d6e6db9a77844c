import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { closeAction } from './close-codes';
import {
  advance,
  type Connection,
  type ConnectionEvent,
  type Effect,
  pingEvery,
  pongLimit,
} from './machine';

const half = () => 0.5;

function run(events: ConnectionEvent[], start: Connection = { name: 'idle' }) {
  let state = start;
  let effects: readonly Effect[] = [];
  for (const event of events) ({ state, effects } = advance(state, event, half));
  return { state, effects };
}

const toLive: ConnectionEvent[] = [{ type: 'start' }, { type: 'opened' }, { type: 'ready' }];

describe('the connection', () => {
  it('is live after it was opened and the gateway said ready', () => {
    const { state, effects } = run(toLive);
    expect(state).toEqual({ name: 'live', attempt: 0 });
    expect(effects).toContainEqual({ do: 'set', timer: 'ping', after: pingEvery });
  });

  it('pings a silent gateway and gives it up without an answer', () => {
    const asked = run([...toLive, { type: 'timer', timer: 'ping' }]);
    expect(asked.effects).toEqual([{ do: 'ping' }, { do: 'set', timer: 'pong', after: pongLimit }]);
    expect(run([...toLive, { type: 'timer', timer: 'pong' }]).state.name).toBe('waiting');
    expect(run([...toLive, { type: 'heard' }]).effects).toContainEqual({
      do: 'clear',
      timer: 'pong',
    });
  });

  it('waits longer with every try, from 0.2 to 10 seconds', () => {
    let state: Connection = { name: 'connecting', attempt: 0, renewed: false };
    const pauses: number[] = [];
    for (let count = 0; count < 9; count += 1) {
      const step = advance(state, { type: 'closed', code: 1006 }, half);
      pauses.push(...step.effects.flatMap((effect) => (effect.do === 'set' ? [effect.after] : [])));
      state = advance(step.state, { type: 'timer', timer: 'retry' }, half).state;
    }
    expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
    expect(pauses[0]).toBe(150);
    expect(pauses.at(-1)).toBe(7_500);
  });

  it('forgets earlier tries only after a connection has held', () => {
    const flapping = run([{ type: 'opened' }, { type: 'ready' }, { type: 'closed', code: 1006 }], {
      name: 'connecting',
      attempt: 4,
      renewed: false,
    });
    expect(flapping.state).toEqual({ name: 'waiting', attempt: 5 });
    expect(run([{ type: 'timer', timer: 'held' }], { name: 'live', attempt: 4 }).state).toEqual({
      name: 'live',
      attempt: 0,
    });
  });

  it('renews a refused token once and then gives up until the person comes back', () => {
    const refused: ConnectionEvent = { type: 'closed', code: 4401 };
    const renewing = run([...toLive, refused]);
    expect(renewing.state).toEqual({ name: 'connecting', attempt: 0, renewed: true });
    expect(renewing.effects).toContainEqual({ do: 'open', renew: true });
    const final = run([{ type: 'opened' }, refused], renewing.state);
    expect(final.state).toEqual({ name: 'refused', code: 4401 });
    expect(run([{ type: 'timer', timer: 'retry' }], final.state).state.name).toBe('refused');
    expect(run([{ type: 'wake' }], final.state).state.name).toBe('connecting');
  });

  it('does what the range of a close code says', () => {
    expect([1001, 1006, 1012, 1013, 4408, 4429].map(closeAction)).toEqual(
      Array(6).fill('reconnect'),
    );
    expect([1003, 1007, 1009, 4409].map(closeAction)).toEqual(Array(4).fill('give_up'));
    expect([4401, 4508, 4777].map(closeAction)).toEqual(['renew', 'at_once', 'at_once']);
  });

  it('stays away as long as a restarting gateway asks', () => {
    const { effects } = run([...toLive, { type: 'closed', code: 1012, after: 4_321 }]);
    expect(effects).toContainEqual({ do: 'set', timer: 'retry', after: 4_321 });
  });

  it('tries again at once when the network or the person is back, and goes on trying when both are away', () => {
    const waiting: Connection = { name: 'waiting', attempt: 7 };
    expect(run([{ type: 'wake' }], waiting).state).toEqual({
      name: 'connecting',
      attempt: 0,
      renewed: false,
    });
    const { state, effects } = run([...toLive, { type: 'offline' }]);
    expect(state.name).toBe('waiting');
    expect(effects.some((effect) => effect.do === 'set' && effect.timer === 'retry')).toBe(true);
  });

  it('always waits for something that will happen, and holds no socket while it waits', () => {
    const event = fc.oneof(
      fc.constantFrom<ConnectionEvent>(
        { type: 'opened' },
        { type: 'ready' },
        { type: 'heard' },
        { type: 'wake' },
        { type: 'offline' },
      ),
      fc
        .constantFrom(1006, 1012, 4401, 4408, 4508)
        .map((code): ConnectionEvent => ({ type: 'closed', code })),
      fc
        .constantFrom(
          'retry' as const,
          'handshake' as const,
          'ping' as const,
          'pong' as const,
          'held' as const,
        )
        .map((timer): ConnectionEvent => ({ type: 'timer', timer })),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), (events) => {
        const world = {
          state: { name: 'idle' } as Connection,
          open: false,
          timers: new Set<string>(),
        };
        for (const next of [{ type: 'start' } as ConnectionEvent, ...events]) follow(world, next);
        if (world.state.name === 'waiting')
          expect([world.open, world.timers.has('retry')]).toEqual([false, true]);
        if (world.state.name === 'live')
          expect(world.timers.has('ping') || world.timers.has('pong')).toBe(true);
        if (world.state.name === 'connecting') expect(world.timers.has('handshake')).toBe(true);
        if (world.state.name === 'refused') expect(world.open).toBe(false);
      }),
    );
  });
});

type World = { state: Connection; open: boolean; timers: Set<string> };

/** Applies an event if it can happen at all: a timer only rings when it was set. */
function follow(world: World, event: ConnectionEvent): void {
  if (event.type === 'timer' && !world.timers.delete(event.timer)) return;
  const { state, effects } = advance(world.state, event, half);
  world.state = state;
  for (const effect of effects) {
    if (effect.do === 'open') world.open = true;
    else if (effect.do === 'close') world.open = false;
    else if (effect.do === 'set') world.timers.add(effect.timer);
    else if (effect.do === 'clear' && effect.timer) world.timers.delete(effect.timer);
    else if (effect.do === 'clear') world.timers.clear();
  }
}
