import { describe, expect, it } from 'vitest';
import { asEpochMs, asTicker } from '../../../core/base/epoch-ms.ts';
import type { Trade } from '../../../core/execution/trade.ts';
import { exposureOf, timeInMarket } from '../../../core/report/exposure.ts';
import { deepestDrawdown, returnsOf, sharpe, sortino, volatility } from '../../../core/report/statistics.ts';
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
  direction: 'long',
  quantity: 10,
  entryAt: asEpochMs(0),
  entryBarOpen: asEpochMs(0),
  entryValue: 0,
  capital: 0,
  exitAt: asEpochMs(1),
  exitBarOpen: asEpochMs(1),
  exitQuantity: 10,
  exitValue: 0,
  gross: 0,
  fees: 0,
  borrowFees: 0,
  profit: 0,
  worst: 0,
  best: 0,
  bars: 1,
  owner: { kind: 'user' },
  exitRole: 'plain',
  metadata: undefined,
  ...over,
});

describe('daily returns', () => {
  const returns = returnsOf(100, [101, 99.99, 101.9898]);

  it('go from close to close, the first from the starting cash', () => {
    expect(returns.map((each) => Number(each.toFixed(10)))).toEqual([0.01, -0.01, 0.02]);
  });

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
  it('is the deepest part of a peak, not the most money, with its times', () => {
    const points = [point(1, 100), point(2, 90), point(3, 200), point(4, 185), point(5, 200)];
    expect(deepestDrawdown(points)).toEqual({ money: 10, part: 0.1, peakAt: 1, troughAt: 2, recoveredAt: 3 });
  });

  it('that was not made good has no end, and none is none', () => {
    expect(deepestDrawdown([point(1, 100), point(2, 80), point(3, 99)])).toMatchObject({
      part: 0.2,
      recoveredAt: null,
    });
    expect(deepestDrawdown([point(1, 100), point(2, 110)])).toMatchObject({ part: 0, peakAt: null });
  });
});

describe('exposure', () => {
  const sessions = [
    { open: 0, close: 100 },
    { open: 1_000, close: 1_100 },
  ];

  it('counts time held once, and nights not', () => {
    const held = (from: number, to: number | undefined) =>
      trade({ entryBarOpen: asEpochMs(from), exitBarOpen: to === undefined ? undefined : asEpochMs(to) });
    expect(timeInMarket([held(10, 40), held(20, 60)], sessions)).toBe(0.25);
    expect(timeInMarket([held(50, 1_050)], sessions)).toBe(0.5);
    expect(timeInMarket([held(1_000, undefined)], sessions)).toBe(0.5);
    expect(timeInMarket([], sessions)).toBe(0);
  });

  it('is weighted by time, as part of equity', () => {
    const points = [
      point(0, 100),
      point(50, 100, 50),
      point(100, 100, 50),
      point(1_000, 200, 50),
      point(1_100, 200, 0),
    ];
    // Half of the first session at 0.5, the second at 0.25.
    expect(exposureOf(points, sessions)).toEqual({ mean: 0.25, highest: 0.5 });
  });
});

describe('trades', () => {
  const trades = [
    trade({ profit: 300_000, gross: 310_000, fees: 10_000, symbol: asTicker('MSFT'), bars: 4 }),
    trade({ profit: -100_000, bars: 2 }),
    trade({ profit: 50_000, exitAt: undefined }),
  ];

  it('are counted by how they ended; open ones apart', () => {
    expect(tradeTotals(trades)).toEqual({
      count: 2,
      open: 1,
      won: 1,
      lost: 1,
      win_rate: 0.5,
      profit_factor: 3,
      average: 10,
      best: 30,
      worst: -10,
      average_bars: 3,
    });
    expect(tradeTotals([])).toMatchObject({ count: 0, win_rate: null, profit_factor: null, best: null });
  });

  it('are summed by name, open ones at their marks', () => {
    expect(groupTrades(trades, ({ symbol }) => symbol)).toEqual([
      { name: 'AAPL', trades: 2, won: 1, win_rate: 0.5, gross: 0, fees: 0, profit: -5, profit_factor: 0.5 },
      { name: 'MSFT', trades: 1, won: 1, win_rate: 1, gross: 31, fees: 1, profit: 30, profit_factor: null },
    ]);
  });
});

it('a thinned curve keeps its highest, its lowest and its end', () => {
  const points = Array.from({ length: 10_000 }, (_, index) =>
    index === 5_001 ? 99 : index === 777 ? -99 : index % 7,
  );
  const some = thinned(points, (value) => value, 200);
  expect(some.length).toBeLessThanOrEqual(201);
  expect([Math.min(...some), Math.max(...some), some.at(-1)]).toEqual([-99, 99, points.at(-1)]);
});
