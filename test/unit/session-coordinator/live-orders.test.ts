import { describe, expect, it } from 'vitest';
import { asEpochMs, MINUTE_MS, type TradingDay } from '../../../core/base/epoch-ms.ts';
import { sessionConfigSchema } from '../../../core/model/session-config.ts';
import type { PlannedCommand, SessionCommand } from '../../../core/session-coordinator/session/command.ts';
import type { FeedRow, FeedRowKind } from '../../../core/session-coordinator/streaming/live-bars.ts';
import { plannedFromJournal } from '../../../core/session-coordinator/session/journal.ts';
import { at, bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import {
  eventsOf,
  openRun,
  playRun,
  plan,
  sessionConfig,
  type PlayedRun,
} from '../../helpers/session-harness.ts';

/** The simulated broker in a live session: the rules of a backtest, and what only a feed brings about. */

const DAY = '2025-07-02' as TradingDay;
const OPEN = at(`${DAY} 09:30`);
const noStrategy = { metadata: { strategy: 'none' }, strategies: [] };
const backtest = { ...sessionConfig({ symbols: ['AAPL'], streams: ['1m', '5m'] }), ...noStrategy };
const { mode: _mode, backtest_config: _dates, ...rest } = backtest;
const live = sessionConfigSchema.parse({ ...rest, mode: 'live', live_config: {} });
const truth = bars('AAPL').from(`${DAY} 09:30`).minutes(390).build();
const store = memoryStore(truth);

/** The bar of the minute that opens `index` minutes after the open; `shift` moves its close, as a wrong one has it. */
function row(index: number, kind: FeedRowKind = 'b', shift = 0): FeedRow {
  const { openMs, open, high, low, close, volume } = truth.bars;
  const value = (column: { readonly [row: number]: number }): number => column[index] as number;
  const last = value(close) + shift;
  return [
    'AAPL',
    kind,
    value(openMs),
    value(open),
    Math.max(value(high), last),
    Math.min(value(low), last),
    last,
    value(volume),
  ];
}

const deliver = (when: number, ...rows: readonly FeedRow[]): PlannedCommand => ({
  at: asEpochMs(when),
  command: { type: 'bars', received_ms: Math.max(when, ...rows.map((each) => each[2] + MINUTE_MS)), rows },
});
/** Each minute's bar in time. */
const minutes = (from: number, to: number): PlannedCommand[] =>
  Array.from({ length: to - from }, (_, step) =>
    deliver(OPEN + (from + step + 1) * MINUTE_MS - 1, row(from + step)),
  );
type PlaceOrder = Extract<SessionCommand, { type: 'place_order' }>;
const buy = (more: Partial<PlaceOrder> = {}): PlaceOrder => ({
  type: 'place_order',
  symbol: 'AAPL',
  side: 'buy',
  quantity: 10,
  order_type: 'market',
  ...more,
});
const opens = (index: number): number => truth.bars.open[index] as number;

const play = (...planned: PlannedCommand[]): Promise<PlayedRun> =>
  openRun(store, live as never, { planned: planned.sort((a, b) => a.at - b.at), live: { day: DAY } }).played;

async function expectSameAgain({ journal, events }: PlayedRun): Promise<void> {
  const again = await openRun(store, live as never, {
    planned: plannedFromJournal(journal),
    live: { day: DAY },
    fastForwardUntil: Number.POSITIVE_INFINITY,
  }).played;
  expect(again.events).toEqual(events);
}

describe('orders in a live session', () => {
  it('are filled as in a backtest of the same day, to the last digit', async () => {
    const orders = [
      plan(`${DAY} 10:00:20`, buy()),
      plan(
        `${DAY} 10:01:30`,
        buy({ order_type: 'limit', limit_price: opens(40), take_profit: opens(40) + 5 }),
      ),
      plan(`${DAY} 10:30`, buy({ side: 'sell', order_type: 'stop', stop_price: opens(70) })),
      plan(`${DAY} 11:00`, { type: 'flatten' }),
    ];
    const expected = await playRun(store, backtest as never, { planned: orders });
    const played = await play(...minutes(0, 390), ...orders);
    expect(eventsOf(expected, 'fill').length).toBeGreaterThanOrEqual(3);
    const traded = ({ run }: PlayedRun) =>
      run.log.events
        .filter(({ type }) => ['order', 'fill', 'trading_halted'].includes(type))
        .map(({ seq: _seq, ...event }) => event);
    expect(traded(played)).toEqual(traded(expected));
    await expectSameAgain(played);
  });

  it('given while the clock is stopped are not filled by bars that opened before they were given', async () => {
    // The connection is down from 09:40 to 09:50; a user buys at 09:47:30.
    const known = OPEN + 20 * MINUTE_MS;
    const missed = Array.from({ length: 10 }, (_, index) => row(10 + index, 'r'));
    const given = OPEN + 17.5 * MINUTE_MS;
    const standing = OPEN + 10 * MINUTE_MS + 1;
    const played = await play(
      ...minutes(0, 10),
      { at: asEpochMs(standing), command: buy({ received_ms: given }) },
      { at: asEpochMs(standing + 1), command: { type: 'bars', received_ms: known, rows: missed } },
      { at: asEpochMs(standing + 1), command: { type: 'advance', clock_ms: known } },
      ...minutes(20, 25),
    );
    expect(eventsOf(played, 'session_state').map(({ to }) => to)).toContain('catching_up');
    expect(eventsOf(played, 'fill')).toMatchObject([
      { bar_open: '2025-07-02T13:48:00.000Z', price: opens(18) },
    ]);
    await expectSameAgain(played);
  });

  it('that rested when the line broke are filled by the bars that were missed', async () => {
    const known = OPEN + 20 * MINUTE_MS;
    const limit = (truth.bars.low[14] as number) + 0.01;
    const rested = buy({ order_type: 'limit', limit_price: limit });
    const missed = Array.from({ length: 10 }, (_, index) => row(10 + index, 'r'));
    const first = Array.from({ length: 10 }, (_, index) => index + 10).find(
      (index) => (truth.bars.low[index] as number) <= limit,
    ) as number;
    const played = await play(
      ...minutes(0, 10),
      plan(`${DAY} 09:39:59`, rested),
      {
        at: asEpochMs(OPEN + 10 * MINUTE_MS + 1),
        command: { type: 'bars', received_ms: known, rows: missed },
      },
      { at: asEpochMs(OPEN + 10 * MINUTE_MS + 1), command: { type: 'advance', clock_ms: known } },
      ...minutes(20, 25),
    );
    expect(eventsOf(played, 'fill')).toMatchObject([
      { bar_open: new Date(OPEN + first * MINUTE_MS).toISOString() },
    ]);
    await expectSameAgain(played);
  });

  it('keep their fills when the bar is corrected; the correction names them, the position follows', async () => {
    const corrected = deliver(OPEN + 11 * MINUTE_MS + 30_000, row(10, 'u'));
    const filledBy = deliver(OPEN + 11 * MINUTE_MS - 1, row(10, 'b', 7));
    const played = await play(...minutes(0, 10), plan(`${DAY} 09:39:30`, buy()), filledBy, corrected);
    const [fill] = eventsOf(played, 'fill');
    expect(fill).toMatchObject({ fill: 1, price: opens(10), bar_open: '2025-07-02T13:40:00.000Z' });
    expect(eventsOf(played, 'bar_corrected')).toMatchObject([{ why: 'corrected', fills: [1] }]);
    expect(eventsOf(played, 'fill')).toHaveLength(1);
    const [position] = played.run.trading.broker.ordersOf({ kind: 'user' }).positions();
    expect(position?.marketPrice).toBe(truth.bars.close[10]);
    await expectSameAgain(played);
  });

  it('are not filled by a bar that comes after later ones', async () => {
    const [symbol, kind, openMs, open, high, , close, volume] = row(10);
    const dip: FeedRow = [symbol, kind, openMs, open, high, 1, close, volume];
    const played = await play(
      ...minutes(0, 10),
      plan(`${DAY} 09:39:59`, buy({ order_type: 'limit', limit_price: 2 })),
      deliver(OPEN + 12 * MINUTE_MS - 1, row(11)),
      deliver(OPEN + 12 * MINUTE_MS + 20_000, dip),
    );
    expect(eventsOf(played, 'bar_corrected')).toMatchObject([{ why: 'late', fills: [] }]);
    expect(eventsOf(played, 'fill')).toEqual([]);
    await expectSameAgain(played);
  });
});
