import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asEpochMs, asTicker } from '../../../core/base/epoch-ms.ts';
import { toMoney } from '../../../core/execution/money.ts';
import type { Fill } from '../../../core/execution/order.ts';
import type { Trade } from '../../../core/execution/trade.ts';
import { exposureOf, timeInMarket } from '../../../core/report/exposure.ts';
import { deepestDrawdowns, drawdownsOf } from '../../../core/report/drawdowns.ts';
import { sharpe, sortino, volatility } from '../../../core/report/statistics.ts';
import { thinned } from '../../../core/report/thin.ts';
import { groupTrades, tradeTotals } from '../../../core/report/trade-groups.ts';

const point = (clock: number, equity: number, grossExposure = 0) => ({
  clock: asEpochMs(clock),
  equity,
  grossExposure,
  cash: 0,
  marketValue: 0,
});

const trade = (over: Partial<Trade>): Trade => ({
  id: 1,
  symbol: asTicker('AAPL'),
  currency: 'USD',
  direction: 'long',
  quantity: 10,
  entryAt: asEpochMs(0),
  entryBarOpen: asEpochMs(0),
  entryPrice: 100,
  entryValue: 0n,
  capital: 0n,
  exitAt: asEpochMs(1),
  exitBarOpen: asEpochMs(60_000),
  exitPrice: 100,
  exitValue: 0n,
  gross: 0n,
  fees: 0n,
  borrowFees: 0n,
  dividends: 0n,
  profit: 0n,
  worst: 0n,
  best: 0n,
  bars: 1,
  owner: { kind: 'user' },
  exitRole: 'plain',
  metadata: undefined,
  ...over,
});

const FILL: Fill = {
  id: 1,
  orderId: 1,
  symbol: asTicker('AAPL'),
  side: 'buy',
  quantity: 1,
  price: 50,
  slippage: 0,
  fee: 0,
  pointValue: 1,
  rule: 'open',
  clock: asEpochMs(0),
  barOpen: asEpochMs(0),
  owner: { kind: 'user' },
  position: 0,
  cash: 0,
};

describe('daily returns', () => {
  const returns = [0.01, -0.01, 0.02];

  it('give Sharpe, Sortino and volatility by their conventions', () => {
    // Mean 0.02/3; deviations 0.01/3, -0.05/3, 0.04/3: squares sum to 42e-4/9, over 2, root 0.0152752523.
    expect(sharpe(returns)).toBeCloseTo((0.02 / 3 / 0.0152752523) * Math.sqrt(252), 6);
    expect(volatility(returns)).toBeCloseTo(0.0152752523 * Math.sqrt(252), 6);
    // One loss of 0.01 in three days: root of 1e-4/3.
    expect(sortino(returns)).toBeCloseTo((0.02 / 3 / Math.sqrt(1e-4 / 3)) * Math.sqrt(252), 6);
  });

  it('of one day, of days that are all alike or without a loss give none', () => {
    expect([sharpe([0.01]), sortino([0.01]), volatility([0.01])]).toEqual([null, null, null]);
    expect(sharpe([0.01, 0.01])).toBeNull();
    expect(sortino([0.01, 0.02])).toBeNull();
  });
});

describe('drawdown', () => {
  const deepest = (points: Parameters<typeof drawdownsOf>[0]) => deepestDrawdowns(drawdownsOf(points), 1)[0];

  it('is the deepest part of a peak, not the most money, with its times', () => {
    const points = [point(1, 100), point(2, 90), point(3, 200), point(4, 185), point(5, 200)];
    expect(deepest(points)).toEqual({ money: 10, part: 0.1, peakAt: 1, troughAt: 2, recoveredAt: 3 });
    expect(drawdownsOf(points)).toHaveLength(2);
  });

  it('without a recovery has no end, and without a fall there is none', () => {
    const open = deepest([point(1, 100), point(2, 80), point(3, 99)]);
    expect(open).toMatchObject({ part: 0.2, recoveredAt: null });
    expect(deepest([point(1, 100), point(2, 110)])).toBeUndefined();
  });

  it('of an account that is wiped out is more than its peak', () => {
    expect(deepest([point(1, 100), point(2, -150)])).toMatchObject({ money: 250, part: 2.5 });
  });
});

describe('exposure', () => {
  const sessions = [
    { open: 0, close: 100 },
    { open: 1_000, close: 1_100 },
  ];
  const held = (from: number, to: number | undefined) =>
    trade({ entryBarOpen: asEpochMs(from), exitBarOpen: to === undefined ? undefined : asEpochMs(to) });
  const fill = (over: Partial<Fill>): Fill => ({ ...FILL, ...over });

  it('counts time held once, and nights not', () => {
    expect(timeInMarket([held(10, 40), held(20, 60)], sessions)).toBe(0.25);
    expect(timeInMarket([held(50, 1_050)], sessions)).toBe(0.5);
    expect(timeInMarket([held(1_000, undefined)], sessions)).toBe(0.5);
    expect(timeInMarket([], sessions)).toBe(0);
  });

  it('begins and ends at the opens of the bars that fill, as time in market does', () => {
    const points = [
      point(0, 1_000_000),
      point(60, 1_000_000, 500_000),
      point(100, 1_000_000, 500_000),
      point(1_000, 1_000_000, 500_000),
      point(1_030, 1_000_000),
      point(1_100, 1_000_000),
    ];
    const fills = [
      fill({ barOpen: asEpochMs(50), clock: asEpochMs(60), side: 'buy', position: 1 }),
      fill({ barOpen: asEpochMs(1_020), clock: asEpochMs(1_030), side: 'sell', position: 0 }),
    ];
    // Half of the equity for 50 + 20 of 200.
    expect(exposureOf(points, sessions, fills)).toEqual({ mean: 0.175, highest: 0.5 });
    expect(timeInMarket([held(50, 1_020)], sessions)).toBe(0.35);
  });

  it('counts a fill of a long bar from that bar on, though points lie within it', () => {
    const points = [point(0, 100), point(20, 100), point(40, 100), point(60, 100, 50)];
    const fills = [fill({ barOpen: asEpochMs(10), clock: asEpochMs(60), side: 'buy', position: 1 })];
    expect(exposureOf(points, [{ open: 0, close: 60 }], fills).mean).toBeCloseTo((0.5 * 50) / 60, 12);
  });

  it('is undefined when equity is ever at or below zero', () => {
    const points = [point(0, 100), point(50, -20, 50), point(100, 10)];
    expect(exposureOf(points, sessions, [])).toEqual({ mean: null, highest: null });
  });
});

describe('trades', () => {
  const trades = [
    trade({ profit: toMoney(30), gross: toMoney(31), fees: toMoney(1), symbol: asTicker('MSFT'), bars: 4 }),
    trade({ profit: toMoney(-10), bars: 2, exitBarOpen: asEpochMs(180_000) }),
    trade({ profit: toMoney(5), exitAt: undefined, exitBarOpen: undefined }),
  ];

  it('count as ended ones in the totals; open ones apart', () => {
    expect(tradeTotals(trades)).toEqual({
      count: 2,
      open: 1,
      won: 1,
      lost: 1,
      win_rate: 0.5,
      profit_factor: 3,
      average: 10,
      average_won: 30,
      average_lost: -10,
      payoff_ratio: 3,
      best: 30,
      worst: -10,
      longest_won: 1,
      longest_lost: 1,
      average_bars: 3,
      held_minutes: { average: 2, median: 2, shortest: 1, longest: 3 },
    });
    expect(tradeTotals([])).toMatchObject({ count: 0, win_rate: null, profit_factor: null, best: null });
  });

  it("count alike in groups, and the money of groups is the account's", () => {
    const [apple, microsoft] = groupTrades(trades, ({ symbol }) => symbol);
    expect(apple).toEqual({
      name: 'AAPL',
      trades: 1,
      open: 1,
      won: 0,
      lost: 1,
      win_rate: 0,
      gross: 0,
      fees: 0,
      profit: -5,
      open_profit: 5,
      profit_factor: 0,
    });
    expect(microsoft).toMatchObject({ trades: 1, won: 1, win_rate: 1, profit: 30, profit_factor: null });
  });
});

it('groups of any trades add up to all trades, in counts and in money', () => {
  const any = fc.record({
    profit: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    symbol: fc.constantFrom('A', 'B', 'C'),
    isOpen: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 40 }), (list) => {
      const trades = list.map(({ profit, symbol, isOpen }) =>
        trade({
          profit: BigInt(profit),
          symbol: asTicker(symbol),
          ...(isOpen ? { exitAt: undefined, exitBarOpen: undefined } : {}),
        }),
      );
      const totals = tradeTotals(trades);
      const groups = groupTrades(trades, ({ symbol }) => symbol);
      const sum = (of: (group: (typeof groups)[number]) => number): number =>
        groups.reduce((total, group) => total + of(group), 0);
      expect([sum((each) => each.trades), sum((each) => each.open)]).toEqual([totals.count, totals.open]);
      expect([sum((each) => each.won), sum((each) => each.lost)]).toEqual([totals.won, totals.lost]);
      const all = Number(trades.reduce((total, { profit }) => total + profit, 0n)) / 1e8;
      expect(sum((each) => each.profit)).toBeCloseTo(all, 9);
    }),
  );
});

it('a thinned curve keeps its highest, its lowest and its end', () => {
  const points = Array.from({ length: 10_000 }, (_, index) =>
    index === 5_001 ? 99 : index === 777 ? -99 : index % 7,
  );
  const some = thinned(points, (value) => value, 200);
  expect(some.length).toBeLessThanOrEqual(201);
  expect([Math.min(...some), Math.max(...some), some.at(-1)]).toEqual([-99, 99, points.at(-1)]);
});
