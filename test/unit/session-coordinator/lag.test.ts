import { describe, expect, it } from 'vitest';
import type { Strategy } from '../../../core/analysis-engine/strategy.ts';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { at, bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { add, eventsOf, openRun, plan, playRun, sessionConfig, turn } from '../../helpers/session-harness.ts';

const AAPL = asTicker('AAPL');
const RIVN = asTicker('RIVN');
const OPEN = '2025-07-02 09:30';
const TEN = '2025-07-02 10:00';
const store = memoryStore(
  ...['RIVN', 'AAPL', 'MSFT'].map((symbol) => bars(symbol).from(OPEN).minutes(390).build()),
  bars('DAYS').from('2025-06-26 09:30').days(7).build(),
);

const config = (seconds: number, checkEvery = 10, streams = ['1m', '5m']) =>
  sessionConfig({
    symbols: ['RIVN'],
    streams,
    data: { streaming: { catchup_threshold_seconds: seconds, catchup_check_interval: checkEvery } },
  });

describe('the threshold', () => {
  /** AAPL is added at ten: its bars lag 1,740 s, 1,680 s, …, 60 s, 0 s. */
  it.each([
    [1, 29],
    [59, 29],
    [60, 28],
    [61, 28],
    [119, 28],
    [120, 27],
    [600, 19],
    [1_680, 1],
    [1_739, 1],
    [1_740, 0],
    [86_400, 0],
  ])('of %d s keeps silence for the %d bars that lag more', async (seconds, silent) => {
    for (const checkEvery of [1, 7, 100]) {
      const played = await playRun(store, config(seconds, checkEvery), { planned: [add(TEN, 'AAPL')] });
      expect(eventsOf(played, 'symbol_active').find(({ symbol }) => symbol === 'AAPL')).toMatchObject({
        caught_up_bars: 30,
        dropped_notifications: silent,
      });
      expect(played.run.notifications.dropped).toBe(silent);
      const states = eventsOf(played, 'session_state').filter(({ from, to }) =>
        [from, to].includes('catching_up'),
      );
      expect(states.map(({ to }) => to)).toEqual(silent === 0 ? [] : ['catching_up', 'active']);
    }
  });

  it('makes the session active before the symbol has caught up: two words, kept apart', async () => {
    const seen: (readonly [active: number, pending: number, bars: number])[] = [];
    const watcher: Strategy = {
      name: 'watcher',
      onInstant({ clock }, { view }) {
        if (clock !== at(TEN)) return;
        seen.push([view.activeSymbols().length, view.pendingSymbols().length, view.barCount(AAPL, '1m')]);
      },
    };
    await playRun(store, config(180), { planned: [add(TEN, 'AAPL')], strategies: [watcher] });
    // RIVN's own instant, then AAPL's bars that lag 180, 120, 60 and 0 s.
    expect(seen).toEqual([
      [1, 0, 0],
      [1, 1, 27],
      [1, 1, 28],
      [1, 1, 29],
      [1, 1, 30],
    ]);
  });

  it('is measured from the close: a bar of a day does not look a day late', async () => {
    const played = await playRun(store, config(60, 1, ['1d']), {
      planned: [add(TEN, 'DAYS'), add('2025-07-02 16:00', 'AAPL')],
    });
    const { run } = played;
    expect(eventsOf(played, 'symbol_active').find(({ symbol }) => symbol === 'DAYS')).toMatchObject({
      clock: '2025-07-02T14:00:00.000Z',
      caught_up_bars: 0,
    });
    expect(run.day?.data.record(asTicker('DAYS'))).toMatchObject({ baseInterval: '1d', worstLagMs: 0 });
    expect(run.view.latestBar(asTicker('DAYS'), '1d')?.closeMs).toBe(at('2025-07-02 16:00'));
  });
});

describe('external readers while a symbol is far behind', () => {
  it('get nothing at any moment of the silence; internal readers see every bar come', async () => {
    const { run, played } = openRun(store, config(60), {
      planned: [plan(OPEN, { type: 'catchup_pace', bars_per_second: 1_000 }), add(TEN, 'AAPL')],
    });
    let looked = 0;
    let before = 0;
    while (run.state !== 'completed') {
      if (!run.gate.active) {
        looked++;
        const { view } = run;
        expect([view.activeSymbols(), view.barCount(RIVN, '1m'), view.latestBar(AAPL, '1m')]).toEqual([
          [],
          0,
          undefined,
        ]);
        expect(run.clock.now()).toBe(at(TEN));
        const count = run.day?.data.barCount(AAPL, '1m') ?? 0;
        expect(count).toBeGreaterThanOrEqual(before);
        expect(run.day?.data.barCount(RIVN, '1m')).toBe(30);
        before = count;
      }
      await turn();
    }
    await played;
    expect(looked).toBeGreaterThan(10);
  });
});

describe('commands', () => {
  it('are applied between instants, never inside one: no reader of the instant sees the difference', async () => {
    const seen: string[] = [];
    const look = (name: string, asks: boolean): Strategy => ({
      name,
      onInstant({ clock, closed }, { view, symbols }) {
        if (clock !== at(TEN)) return;
        if (asks) {
          symbols.remove(RIVN);
          symbols.add(AAPL);
        }
        const told = closed.map((ref) => ref.symbol).join(' ');
        seen.push(`${name}: ${told}; ${view.loadedSymbols().join(' ')}; ${view.barCount(RIVN, '1m')}`);
      },
    });
    const played = await playRun(store, config(60), {
      strategies: [look('first', true), look('second', false)],
    });
    expect(seen.slice(0, 2)).toEqual(['first: RIVN RIVN; RIVN; 30', 'second: RIVN RIVN; RIVN; 30']);
    expect(eventsOf(played, 'symbol_removed').map(({ clock }) => clock)).toEqual([
      '2025-07-02T14:00:00.000Z',
    ]);
    expect(played.run.view.loadedSymbols()).toEqual(['AAPL']);
  });
});
