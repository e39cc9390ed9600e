import { describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { Strategy } from '../../../core/analysis-engine/strategy.ts';
import { at, bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { indicator, plan, playRun, sessionConfig } from '../../helpers/session-harness.ts';

const AAPL = asTicker('AAPL');
const RIVN = asTicker('RIVN');
const DAY = '2025-07-02 09:30';

describe('one instant', () => {
  it('shows a strategy that looks at two symbols both of them, and tells it once', async () => {
    const seen: (readonly [number, number | undefined, number | undefined])[] = [];
    const watcher: Strategy = {
      name: 'watcher',
      onInstant: ({ clock }, { view }) =>
        void seen.push([clock, view.latestBar(RIVN, '1m')?.closeMs, view.latestBar(AAPL, '1m')?.closeMs]),
    };
    const store = memoryStore(
      ...['RIVN', 'AAPL'].map((symbol) => bars(symbol).from(DAY).minutes(10).build()),
    );
    await playRun(store, sessionConfig({ symbols: ['RIVN', 'AAPL'], streams: ['1m'] }), {
      strategies: [watcher],
    });
    expect(seen).toHaveLength(10);
    for (const [clock, rivn, aapl] of seen) expect([rivn, aapl]).toEqual([clock, clock]);
  });

  it('orders ties by the span of the base, then by the order of adding', async () => {
    const orders: string[] = [];
    const watcher: Strategy = {
      name: 'watcher',
      onInstant({ clock, closed }) {
        if (clock === at('2025-07-02 09:35'))
          orders.push(...closed.map((ref) => `${ref.symbol} ${ref.interval}`));
      },
    };
    const store = memoryStore(
      bars('RIVN').from(DAY).minutes(10).build(),
      bars('AAPL').from(DAY).seconds(600).build(),
      bars('MSFT').from(DAY).minutes(10).build(),
    );
    await playRun(store, sessionConfig({ symbols: ['RIVN', 'MSFT'], streams: ['1m', '5m'] }), {
      strategies: [watcher],
      planned: [plan(DAY, { type: 'adhoc', symbol: 'AAPL', ask: { kind: 'bars', interval: '5s' } })],
    });
    expect(orders).toEqual(['AAPL 1s', 'AAPL 5s', 'RIVN 1m', 'RIVN 5m', 'MSFT 1m', 'MSFT 5m']);
  });

  it('comes at the close of a derived bar though no other bar arrives', async () => {
    const thin = bars('RIVN')
      .from(DAY)
      .minutes(40)
      .without(...Array.from({ length: 37 }, (_, each) => each + 2));
    const told: string[] = [];
    const watcher: Strategy = {
      name: 'watcher',
      onInstant: ({ clock, closed }) =>
        void told.push(...closed.map(({ interval }) => `${interval} ${(clock - at(DAY)) / 60_000}`)),
    };
    await playRun(
      memoryStore(thin.build()),
      sessionConfig({ symbols: ['RIVN'], streams: ['1m', '5m', '15m'] }),
      {
        strategies: [watcher],
      },
    );
    expect(told).toEqual(['1m 1', '1m 2', '5m 5', '15m 15', '1m 40', '5m 40', '15m 45']);
  });
});

it('a command is written to the journal before it takes effect', async () => {
  const order: string[] = [];
  const store = memoryStore(...['RIVN', 'AAPL'].map((symbol) => bars(symbol).from(DAY).minutes(10).build()));
  await playRun(store, sessionConfig({ symbols: ['RIVN'] }), {
    planned: [
      plan('2025-07-02 09:35', { type: 'add', symbol: 'AAPL', added_by: 'user' }),
      plan('2025-07-02 09:38', { type: 'remove', symbol: 'AAPL' }),
    ],
    recorder: {
      event: (event) => void order.push(`${event.type} ${'symbol' in event ? event.symbol : ''}`),
      journal: ({ command }) => void order.push(`journal ${command.type}`),
      export() {},
    },
  });
  const place = (what: string): number => order.indexOf(what);
  expect(place('journal add')).toBe(place('symbol_requested AAPL') - 1);
  expect(place('journal remove')).toBe(place('symbol_removed AAPL') - 1);
});

describe('derived bars', () => {
  const holed = memoryStore(bars('RIVN').from(DAY).minutes(20).without(7).build());
  const config = (incomplete: 'mark' | 'skip') =>
    sessionConfig({
      symbols: ['RIVN'],
      streams: ['1m', '5m'],
      data: {
        derived_bars: { incomplete },
        indicators: { session: [indicator('sma', '5m', { period: 3 })] },
      },
    });

  it('with holes are marked, or skipped when the config says so, for indicators too', async () => {
    const marked = (await playRun(holed, config('mark'))).run.view;
    expect([...marked.coverage(RIVN, '5m', 9)]).toEqual([1, 0.8, 1, 1]);
    const skipped = (await playRun(holed, config('skip'))).run.view;
    expect([...skipped.coverage(RIVN, '5m', 9)]).toEqual([1, 1, 1]);
    expect([...skipped.lastBars(RIVN, '5m', 9).openMs]).not.toContain(at('2025-07-02 09:35'));
    expect(skipped.indicator(RIVN, 'sma(3)@5m')).not.toBe(marked.indicator(RIVN, 'sma(3)@5m'));
  });

  it('in progress are never notified and never in the view', async () => {
    const problems: string[] = [];
    const watcher: Strategy = {
      name: 'watcher',
      onInstant({ clock, closed }, { view }) {
        for (const { symbol, interval } of closed) {
          if (view.latestBar(symbol, interval)?.closeMs !== clock) problems.push(`${interval} at ${clock}`);
        }
        if (view.barCount(RIVN, '5m') !== Math.floor((clock - at(DAY)) / 300_000))
          problems.push(`count at ${clock}`);
      },
    };
    await playRun(holed, config('mark'), { strategies: [watcher] });
    expect(problems).toEqual([]);
  });
});

it('session metrics are those of the bars: VWAP by volume of (high + low + close) / 3', async () => {
  const store = memoryStore(
    bars('RIVN')
      .from(DAY)
      .minutes(2)
      .shaped((index) => (index === 0 ? [10, 12, 9, 12, 300] : [12, 21, 12, 15, 100]))
      .build(),
  );
  const { run } = await playRun(store, sessionConfig({ symbols: ['RIVN'], streams: ['1m'] }));
  expect(run.view.metrics(RIVN)).toEqual({
    volume: 400,
    high: 21,
    low: 9,
    last: 15,
    vwap: (11 * 300 + 16 * 100) / 400,
  });
});
