import { describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { Result } from '../../../core/base/result.ts';
import type { SessionRun } from '../../../core/session-coordinator/session/session-run.ts';
import { invariant } from '../../../core/base/invariant.ts';
import type { BaseInterval } from '../../../core/base/interval.ts';
import { at, bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { add, eventsOf, openRun, playRun, sessionConfig, turn } from '../../helpers/session-harness.ts';

const AAPL = asTicker('AAPL');
const built = ['RIVN', 'AAPL'].flatMap((symbol) => [
  bars(symbol).from('2025-07-01 09:30').minutes(390).without(5).build(),
  bars(symbol).from('2025-07-02 09:30').minutes(60).build(),
  bars(symbol).from('2025-07-01 09:30').seconds(1_000).build(),
]);
const config = sessionConfig({
  symbols: ['RIVN'],
  data: { historical: { data: [{ trailing_days: 1, intervals: ['1m'] }] } },
});

/** Adds AAPL once the day is open; returns the caller's answer. */
const addWhenOpen = (run: SessionRun) =>
  new Promise<Result<null>>((resolve) => {
    run.log.subscribe((event) => {
      if (event.type !== 'day_started') return;
      void run.post({ type: 'add', symbol: 'AAPL', added_by: 'user' }).then(resolve);
    });
  });

/** Every question that loading asks, in order: the fault strikes at one of them. */
const QUESTIONS = ['availability', 'today', 'history', 'the finer bars of a gap'] as const;
const FAULTS = {
  throws: () => Promise.reject(new Error('the disk is gone')),
  'answers a failure': () => Promise.resolve('the file is damaged'),
} as const;

function broken(question: number, fault: () => Promise<string | undefined>) {
  const store = memoryStore(...built);
  let asked = 0;
  store.before = (_what, symbol, _interval?: BaseInterval) =>
    symbol === 'AAPL' && asked++ === question ? fault() : Promise.resolve(undefined);
  return store;
}

describe.each(QUESTIONS.map((name, index) => [name, index] as const))('a fault at %s', (_name, question) => {
  it.each(Object.keys(FAULTS) as (keyof typeof FAULTS)[])(
    'that %s leaves the symbol out and the run continues',
    async (fault) => {
      const answers: unknown[] = [];
      const { run, played } = openRun(broken(question, FAULTS[fault]), config, {
        exportsAt: [at('2025-07-02 10:10')],
      });
      answers.push(await addWhenOpen(run));
      expect([run.day?.data.record(AAPL), run.state]).toEqual([undefined, 'active']);
      const got = await played;
      expect(got.outcome).toEqual({ kind: 'completed' });
      expect(answers).toMatchObject([{ ok: false }]);
      expect(eventsOf(got, 'symbol_failed')).toMatchObject([{ symbol: 'AAPL' }]);
      expect(eventsOf(got, 'symbol_failed')[0]?.reason).toMatch(/the disk is gone|the file is damaged/);
      expect(run.day?.data.record(AAPL)).toBeUndefined();
      expect(run.day?.feed.slotOf(AAPL)).toBeUndefined();
      expect(run.day?.catchUps.any).toBe(false);
      expect(got.exports.get(at('2025-07-02 10:10'))).toMatchObject({ state: 'active' });
      expect(run.view.barCount(asTicker('RIVN'), '1m')).toBe(60);
    },
  );

  it('that never ends can be called off', async () => {
    let reached: () => void = () => {};
    const waiting = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const store = broken(question, () => {
      reached();
      return new Promise<never>(() => {});
    });
    const { run, played } = openRun(store, config);
    const answer = addWhenOpen(run);
    await waiting;
    const clock = run.clock.now();
    await turn();
    expect(run.clock.now()).toBe(clock);
    expect(run.day?.data.pendingSymbols()).toEqual(['AAPL']);
    await run.post({ type: 'remove', symbol: 'AAPL' });
    expect(await answer).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect((await played).outcome).toEqual({ kind: 'completed' });
    expect(run.day?.data.record(AAPL)).toBeUndefined();
  });
});

it('after a fault the symbol can be added again, as if nothing had been', async () => {
  const store = broken(2, FAULTS.throws);
  const ten = at('2025-07-02 10:10');
  const again = await playRun(store, config, {
    planned: [add('2025-07-02 09:40', 'AAPL'), add('2025-07-02 09:50', 'AAPL')],
    exportsAt: [ten],
  });
  const once = await playRun(memoryStore(...built), config, {
    planned: [add('2025-07-02 09:50', 'AAPL')],
    exportsAt: [ten],
  });
  expect(again.exports.get(ten)?.symbols['AAPL']).toEqual(once.exports.get(ten)?.symbols['AAPL']);
});

describe('while a day loads', () => {
  const neverFor = (name: string) => {
    const store = memoryStore(...built);
    store.before = (_what, symbol) => (symbol === name ? new Promise(() => {}) : Promise.resolve(undefined));
    return store;
  };

  it('stop is heard though a symbol never comes', async () => {
    const { run, played } = openRun(neverFor('RIVN'), config);
    await turn();
    expect(run.state).toBe('loading');
    await run.post({ type: 'stop', reason: 'enough' });
    expect((await played).outcome).toEqual({ kind: 'stopped', reason: 'enough' });
    expect(eventsOf({ run }, 'session_state').map(({ to }) => to)).toEqual(['loading', 'completed']);
  });

  it('a symbol that never comes can be removed, and the others continue', async () => {
    const both = {
      ...config,
      session_data_config: { ...config.session_data_config, symbols: ['RIVN', 'AAPL'] },
    };
    const { run, played } = openRun(neverFor('AAPL'), both);
    await turn();
    expect(await run.post({ type: 'remove', symbol: 'AAPL' })).toEqual({ ok: true, value: null });
    expect((await played).outcome).toEqual({ kind: 'completed' });
    expect(run.view.activeSymbols()).toEqual(['RIVN']);
  });

  it('pause is heard, and the day opens paused', async () => {
    const { run, played } = openRun(memoryStore(...built), config);
    await run.post({ type: 'pause' });
    while (run.state === 'loading') await turn();
    expect(run.state).toBe('paused');
    expect(run.clock.now()).toBe(at('2025-07-02 09:30'));
    await run.post({ type: 'resume' });
    expect((await played).outcome).toEqual({ kind: 'completed' });
  });
});

it('who waits for a load is answered when the session is stopped', async () => {
  const store = memoryStore(...built);
  store.before = (_what, symbol) => (symbol === 'AAPL' ? new Promise(() => {}) : Promise.resolve(undefined));
  const { run, played } = openRun(store, config);
  const answer = addWhenOpen(run);
  for (let count = 0; count < 5; count++) await turn();
  await run.post({ type: 'stop', reason: 'enough' });
  expect(await answer).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
  await played;
  expect(run.day?.data.record(AAPL)).toBeUndefined();
});

it('a broken invariant while loading is a bug of the program, not a bad file', async () => {
  const store = memoryStore(...built);
  store.before = (_what, symbol) => {
    invariant(symbol !== 'AAPL', 'a symbol that is not AAPL');
    return Promise.resolve(undefined);
  };
  const played = await playRun(store, config, { planned: [add('2025-07-02 10:00', 'AAPL')] });
  expect(played.outcome).toMatchObject({
    kind: 'failed',
    failure: { message: 'The session broke: expected a symbol that is not AAPL' },
  });
  expect(eventsOf(played, 'symbol_failed')).toEqual([]);
  expect(played.run.state).toBe('failed');
});

it('a strategy that throws is taken out, and nothing else is', async () => {
  const calls: string[] = [];
  const played = await playRun(memoryStore(...built), config, {
    strategies: [
      {
        name: 'bad',
        onInstant: () => {
          throw new Error('no');
        },
      },
      { name: 'good', onInstant: () => void calls.push('good') },
    ],
  });
  expect(eventsOf(played, 'strategy_stopped')).toMatchObject([{ strategy: 'bad', reason: 'Error: no' }]);
  expect(calls).toHaveLength(60);
});
