import { describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { SessionState } from '../../../core/model/session-event.ts';
import { PlaybackPace, type WallClock } from '../../../core/session-coordinator/session/playback-pace.ts';
import { SessionStateMachine } from '../../../core/session-coordinator/session/session-state-machine.ts';
import type { SessionCommand } from '../../../core/session-coordinator/session/command.ts';
import type { SessionRun } from '../../../core/session-coordinator/session/session-run.ts';
import { at, bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import {
  add,
  eagerWall,
  eventsOf,
  openRun,
  plan,
  playRun,
  remove,
  sessionConfig,
  turn,
} from '../../helpers/session-harness.ts';

const store = memoryStore(
  bars('RIVN').from('2025-07-02 09:30').minutes(60).build(),
  bars('AAPL').from('2025-07-02 09:30').minutes(60).build(),
);
const config = (speed = 0) => ({
  ...sessionConfig({ symbols: ['RIVN'] }),
  backtest_config: { start_date: '2025-07-02', end_date: '2025-07-02', speed_multiplier: speed },
});

const TRANSITIONS = [
  ['idle', 'loading'],
  ['idle', 'failed'],
  ['loading', 'active'],
  ['loading', 'paused'],
  ['loading', 'day_ended'],
  ['loading', 'completed'],
  ['loading', 'failed'],
  ['active', 'catching_up'],
  ['active', 'paused'],
  ['active', 'day_ended'],
  ['active', 'failed'],
  ['catching_up', 'active'],
  ['catching_up', 'paused'],
  ['catching_up', 'day_ended'],
  ['catching_up', 'failed'],
  ['paused', 'active'],
  ['paused', 'catching_up'],
  ['paused', 'day_ended'],
  ['paused', 'failed'],
  ['day_ended', 'loading'],
  ['day_ended', 'completed'],
  ['day_ended', 'failed'],
] as const;
const STATES: readonly SessionState[] = [
  'idle',
  'loading',
  'active',
  'catching_up',
  'paused',
  'day_ended',
  'completed',
  'failed',
];

/** A machine that was led to a state by the shortest way. */
function machineIn(state: SessionState, said: string[] = []): SessionStateMachine {
  const machine = new SessionStateMachine((from, to, reason) => void said.push(`${from} ${to} ${reason}`));
  const ways: Readonly<Record<SessionState, readonly SessionState[]>> = {
    idle: [],
    loading: ['loading'],
    active: ['loading', 'active'],
    catching_up: ['loading', 'active', 'catching_up'],
    paused: ['loading', 'paused'],
    day_ended: ['loading', 'day_ended'],
    completed: ['loading', 'completed'],
    failed: ['failed'],
  };
  for (const each of ways[state]) machine.enter(each, 'on the way');
  said.length = 0;
  return machine;
}

describe('the state machine', () => {
  it.each(STATES.flatMap((from) => STATES.filter((to) => to !== from).map((to) => [from, to] as const)))(
    '%s → %s only if it is in the table',
    (from, to) => {
      const said: string[] = [];
      const machine = machineIn(from, said);
      if (TRANSITIONS.some(([a, b]) => a === from && b === to)) {
        machine.enter(to, 'because');
        expect(said).toEqual([`${from} ${to} because`]);
        expect([machine.state, machine.reason]).toEqual([to, 'because']);
      } else {
        expect(() => machine.enter(to, 'because')).toThrow(`no transition from ${from} to ${to}`);
        expect(machine.state).toBe(from);
      }
    },
  );

  it('logs nothing where nothing changes', () => {
    const said: string[] = [];
    machineIn('active', said).enter('active', 'again');
    expect(said).toEqual([]);
  });
});

const planned = [
  add('2025-07-02 10:00', 'AAPL'),
  remove('2025-07-02 10:10', 'AAPL'),
  add('2025-07-02 10:20', 'AAPL'),
];

/** Without the lines that only report a pause. */
const withoutPaces = (events: readonly string[]): string[] =>
  events // The day that opens paused is not active first; only catch-ups have the same lines at every pace.
    .filter((line) => !line.includes('session_state') || line.includes('catching_up'))
    .map((line) => line.replace(/"seq":\d+,/, ''));

describe('the event log is the same at every pace', () => {
  it.each([1, 60, 5_000])('%i times real time', async (speed) => {
    const fast = await playRun(store, config(), { planned });
    const slow = await playRun(store, config(speed), { planned });
    expect(slow.events).toEqual(fast.events);
  });

  it('with the pace of catch-ups changed', async () => {
    const fast = await playRun(store, config(), { planned });
    const slow = await playRun(store, config(), {
      planned: [plan('2025-07-02 09:31', { type: 'catchup_pace', bars_per_second: 3 }), ...planned],
    });
    expect(slow.events).toEqual(fast.events);
  });

  it('in steps', async () => {
    const fast = await playRun(store, config(), { planned });
    const { run, played } = openRun(store, config(), { planned, startPaused: true });
    while (run.state !== 'completed') {
      if (run.state === 'paused') await run.post({ type: 'step', count: 7 });
      await turn();
    }
    expect(withoutPaces((await played).events)).toEqual(withoutPaces(fast.events));
  });
});

describe('a pace', () => {
  it('of n sleeps so that n simulated seconds take one', async () => {
    const waits: number[] = [];
    const wall = eagerWall(
      () => {},
      (ms) => void waits.push(ms),
    );
    await playRun(store, config(60), { wall });
    const total = waits.reduce((sum, each) => sum + each, 0);
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThanOrEqual((390 * 60_000) / 60);
  });

  it('waits in pieces, so that a suspended machine is noticed', () => {
    const waits: number[] = [];
    const wall: WallClock = {
      now: () => 0,
      wait: (ms) => (waits.push(ms), { done: Promise.resolve(), cancel() {} }),
      yieldToHost: () => Promise.resolve(),
    };
    const pace = new PlaybackPace(wall, 1, Number.NEGATIVE_INFINITY);
    void pace.wait(Number.POSITIVE_INFINITY, () => ({ [Symbol.dispose]() {} }));
    expect(waits).toEqual([1_000]);
  });

  it('restarts after a catch-up: nothing is hurried to make up for it', () => {
    let now = 0;
    const wall: WallClock = {
      now: () => now,
      wait: () => ({ done: Promise.resolve(), cancel() {} }),
      yieldToHost: () => Promise.resolve(),
    };
    const pace = new PlaybackPace(wall, 1, Number.NEGATIVE_INFINITY);
    expect(pace.delay(false, 60_000, 0)).toBe(60_000);
    now = 500_000;
    expect(pace.delay(true, 0, 0)).toBe(0);
    expect(pace.delay(false, 60_000, 0)).toBe(60_000);
  });

  it.each([1, 60, 5_000])(
    'after an hour of suspension at %i times real time continues in real time: the hour is not played at once',
    (speed) => {
      let now = 0;
      const wall: WallClock = {
        now: () => now,
        wait: () => ({ done: Promise.resolve(), cancel() {} }),
        yieldToHost: () => Promise.resolve(),
      };
      const pace = new PlaybackPace(wall, speed, Number.NEGATIVE_INFINITY);
      expect(pace.delay(false, 60_000, 0)).toBe(60_000 / speed);
      now = 3_600_000;
      expect(pace.delay(false, 60_000, 0)).toBe(0);
      const waits = Array.from({ length: 30 }, (_, index) => {
        const wait = pace.delay(false, (index + 2) * 60_000, (index + 1) * 60_000);
        now += wait;
        return wait;
      });
      for (const wait of waits) expect(wait).toBeCloseTo(60_000 / speed, 6);
    },
  );

  it('of a step counts instants, then the session is paused', async () => {
    const { run, played } = openRun(store, config(), { startPaused: true });
    while (run.state !== 'paused') await turn();
    await run.post({ type: 'step', count: 3 });
    while (run.state !== 'paused') await turn();
    expect(run.clock.now()).toBe(at('2025-07-02 09:33'));
    expect(run.session.machine.reason).toBe('the steps are done');
    await run.post({ type: 'resume' });
    expect((await played).outcome).toEqual({ kind: 'completed' });
  });

  it('of run-to stops the clock exactly there, then the session is paused', async () => {
    const { run, played } = openRun(store, config(), { startPaused: true });
    while (run.state !== 'paused') await turn();
    const target = at('2025-07-02 09:41') + 30_000;
    await run.post({ type: 'run_to', clock_ms: target });
    while (run.state !== 'paused') await turn();
    expect(run.clock.now()).toBe(target);
    expect(await run.post({ type: 'run_to', clock_ms: target })).toMatchObject({
      failure: { code: 'not_allowed' },
    });
    expect(await run.post({ type: 'run_to', clock_ms: at('2025-07-02 16:01') })).toMatchObject({ ok: false });
    await run.post({ type: 'stop', reason: 'enough' });
    expect((await played).outcome).toEqual({ kind: 'stopped', reason: 'enough' });
  });
});

describe('while paused', () => {
  it('at the close the session waits there; it ends when it is resumed', async () => {
    const { run, played } = openRun(store, config(), { startPaused: true });
    while (run.state !== 'paused') await turn();
    const close = at('2025-07-02 16:00');
    await run.post({ type: 'run_to', clock_ms: close });
    while (run.state !== 'paused') await turn();
    for (let count = 0; count < 5; count++) await turn();
    expect([run.state, run.clock.now()]).toEqual(['paused', close]);
    await run.post({ type: 'resume' });
    expect((await played).outcome).toEqual({ kind: 'completed' });
  });

  it('a catch-up continues, and the session is not active before it resumes', async () => {
    const { run, played } = openRun(store, config(), {
      planned: [plan('2025-07-02 10:00', { type: 'pause' })],
    });
    while (run.state !== 'paused') await turn();
    await run.post({ type: 'add', symbol: 'AAPL', added_by: 'user' });
    while (run.view.activeSymbols().length < 2) await turn();
    expect([run.state, run.clock.now()]).toEqual(['paused', at('2025-07-02 10:00')]);
    expect(run.view.barCount(asTicker('AAPL'), '1m')).toBe(30);
    await run.post({ type: 'resume' });
    expect((await played).outcome).toEqual({ kind: 'completed' });
  });

  it('a catch-up with a pace of its own pauses, and steps bar by bar', async () => {
    const { run, played } = openRun(store, config(), {
      planned: [
        plan('2025-07-02 10:00', { type: 'catchup_pace', bars_per_second: 1_000 }),
        plan('2025-07-02 10:00', { type: 'pause' }),
      ],
    });
    while (run.state !== 'paused') await turn();
    await run.post({ type: 'add', symbol: 'AAPL', added_by: 'user' });
    for (let count = 0; count < 20; count++) await turn();
    const done = () => run.day?.catchUps.of(asTicker('AAPL'))?.doneBars;
    expect(done()).toBe(0);
    await run.post({ type: 'step', count: 4 });
    while (!run.pace.paused) await turn();
    expect(done()).toBe(4);
    await run.post({ type: 'stop', reason: 'enough' });
    await played;
  });
});

describe('commands are heard within 50 ms of wall time', () => {
  const heard: SessionCommand[] = [
    { type: 'pause' },
    { type: 'step', count: 1 },
    { type: 'add', symbol: 'AAPL', added_by: 'user' },
    { type: 'stop', reason: 'heard' },
  ];

  /** Wall time that passes only by waiting and by 7 ms for every instant. */
  function tellingWall() {
    let now = 0;
    let cancelled = 0;
    const wall: WallClock = {
      now: () => (now += 3.5),
      wait(ms) {
        let finish: () => void = () => {};
        const done = new Promise<void>((resolve) => {
          finish = resolve;
        });
        const end = now + ms;
        setImmediate(() => {
          if (cancelled >= 0) now = Math.max(now, Math.min(end, now + 1));
          finish();
        });
        return { done, cancel: () => ((cancelled += 1), finish()) };
      },
      yieldToHost: () => new Promise((resolve) => void setImmediate(resolve)),
    };
    return { wall, read: () => now };
  }

  it.each([
    ['full speed', 0, false],
    ['60 times real time', 60, false],
    ['real time', 1, false],
    ['paused', 0, true],
  ] as const)('at %s', async (_pace, speed, startPaused) => {
    const { wall, read } = tellingWall();
    let hear: () => void = () => {};
    const { run, played } = openRun(store, config(speed), {
      wall,
      startPaused,
      recorder: { event() {}, journal: () => hear(), export() {} },
    });
    while (run.state === 'loading' || run.state === 'idle') await turn();
    for (const command of heard) {
      const asked = read();
      let applied = Number.NaN;
      hear = () => {
        applied = read();
      };
      await run.post(command);
      if (run.state === 'completed') break;
      expect(applied - asked).toBeLessThan(50);
    }
    await played;
  });

  it('on the real clock too, with the machine’s own delays allowed for', async () => {
    const real: WallClock = {
      now: () => performance.now(),
      wait(ms) {
        let finish: () => void = () => {};
        const done = new Promise<void>((resolve) => {
          finish = resolve;
        });
        const timer = setTimeout(finish, ms);
        return { done, cancel: () => (clearTimeout(timer), finish()) };
      },
      yieldToHost: () => new Promise((resolve) => void setImmediate(resolve)),
    };
    const { run, played } = openRun(store, config(60), { wall: real });
    await new Promise((resolve) => void setTimeout(resolve, 50));
    const asked = performance.now();
    await run.post({ type: 'stop', reason: 'heard' });
    expect(performance.now() - asked).toBeLessThan(500);
    expect((await played).outcome).toEqual({ kind: 'stopped', reason: 'heard' });
  });
});

it('after the end commands are refused', async () => {
  const { run } = await playRun(store, config());
  const refused = { ok: false, failure: { code: 'not_allowed' } };
  expect(await run.post({ type: 'pause' })).toMatchObject(refused);
  // One that was on its way through a feed when the session ended comes to the queue itself.
  expect(await run.session.queue.post({ type: 'pause' })).toMatchObject(refused);
});

it('every transition of a run is logged with clock and reason, each from where the one before led', async () => {
  const played = await playRun(store, config(), { planned });
  const states = eventsOf(played, 'session_state');
  let before: SessionState = 'idle';
  for (const { from, to, reason, clock } of states) {
    expect(from).toBe(before);
    expect(reason).not.toBe('');
    expect(clock).toMatch(/^2025-07-02T/);
    before = to;
  }
  expect(before).toBe('completed');
});

it('a clock time to export at is met once all commands up to it are applied and no symbol is behind', async () => {
  const ten = at('2025-07-02 10:00');
  const runs: SessionRun[] = [];
  const played = await playRun(store, config(), {
    planned: [add('2025-07-02 10:00', 'AAPL')],
    exportsAt: [ten, ten + 15_000] as never,
    onOpen: (run) => void runs.push(run),
  });
  expect(Object.keys(played.exports.get(ten)?.symbols ?? {})).toEqual(['RIVN', 'AAPL']);
  expect(played.exports.get(ten)?.symbols['AAPL']?.bars['1m']?.count).toBe(30);
  expect(played.exports.get((ten + 15_000) as never)?.clock).toBe('2025-07-02T14:00:15.000Z');
});
