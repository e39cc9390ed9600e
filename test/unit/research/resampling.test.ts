import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TradingDay } from '../../../core/base/epoch-ms.ts';
import { compareWithRandomEntries } from '../../../core/research/random-entries.ts';
import { neighbourStability } from '../../../core/research/neighbour-stability.ts';
import {
  bootstrapInterval,
  deepestResampledFall,
  quantileOf,
  shuffledFalls,
} from '../../../core/research/resampling.ts';
import { walkForwardWindows } from '../../../core/research/walk-forward.ts';

const days = (count: number): TradingDay[] =>
  Array.from({ length: count }, (_, index) => `2025-${String(index).padStart(4, '0')}` as TradingDay);

describe('walk-forward windows', () => {
  it('test each day once, after the days they train on and the gap', () => {
    const plan = fc.record({
      train: fc.integer({ min: 1, max: 40 }),
      test: fc.integer({ min: 1, max: 20 }),
      gap: fc.nat(5),
      anchored: fc.boolean(),
    });
    fc.assert(
      fc.property(plan, fc.integer({ min: 1, max: 300 }), (given, count) => {
        const all = days(count);
        const windows = walkForwardWindows(all, given);
        expect(windows.ok).toBe(count > given.train + given.gap);
        if (!windows.ok) return;
        let next = given.train + given.gap;
        for (const [index, { train, test }] of windows.value.entries()) {
          const first = given.anchored ? 0 : index * given.test;
          expect(train).toEqual({ from: all[first], to: all[index * given.test + given.train - 1] });
          expect(test.from).toBe(all[next]);
          next = all.indexOf(test.to) + 1;
        }
        expect(next).toBe(count);
      }),
    );
  });
});

describe('resampling', () => {
  const profits = [5, -3, 8, -10, 4, 6, -2, -1, 9, -4];

  it('is the same for the same seed, and another one for another', () => {
    const mean = (sample: Float64Array) => sample.reduce((sum, value) => sum + value, 0) / sample.length;
    const plan = { samples: 500, seed: 3, confidence: 0.9 };
    const once = bootstrapInterval(profits, mean, plan);
    expect(bootstrapInterval(profits, mean, plan)).toEqual(once);
    expect(bootstrapInterval(profits, mean, { ...plan, seed: 4 })).not.toEqual(once);
    expect(once.low).toBeLessThan(1.2);
    expect(once.high).toBeGreaterThan(1.2);
  });

  it('of trades lies between the best and the worst order', () => {
    const { low, high } = shuffledFalls(profits, { samples: 400, seed: 1, confidence: 0.95 });
    const worst = deepestResampledFall([...profits].sort((a, b) => a - b));
    expect(low).toBeGreaterThanOrEqual(10);
    expect(high).toBeLessThanOrEqual(worst);
  });

  it('interpolates quantiles', () => {
    expect(quantileOf([1, 2, 4], 0.75)).toBe(3);
    expect(quantileOf([], 0.5)).toBeNaN();
  });
});

describe('random entries', () => {
  const closes = Array.from({ length: 400 }, (_, index) => 100 + Math.sin(index / 7) * 3);
  const series = { closes, sessionStarts: [0, 200], overnight: false };
  const trades = Array.from({ length: 30 }, () => ({
    symbol: 'AAA',
    bars: 11,
    side: 1 as const,
    notional: 1_000,
  }));

  it('give a large p-value to a profit of chance and a small one to a profit of foresight', () => {
    const plan = { samples: 999, seed: 1 };
    const chance = compareWithRandomEntries(0, trades, () => series, plan);
    const foresight = compareWithRandomEntries(1_500, trades, () => series, plan);
    expect(chance.pValue).toBeGreaterThan(0.2);
    expect(foresight.pValue).toBe(1 / 1_000);
  });

  it('are undefined without trades', () => {
    expect(compareWithRandomEntries(0, [], () => series, { samples: 9, seed: 1 }).pValue).toBeNaN();
  });
});

describe('the neighbours of the best set', () => {
  const axes = [
    { name: 'fast', values: [1, 2, 3] },
    { name: 'slow', values: [10, 20] },
  ];

  it('are the sets one step away on one axis', () => {
    const objective = new Map([
      ['2/10', 4],
      ['1/10', 2],
      ['3/10', 3],
      ['2/20', 1],
      ['1/20', -50],
    ]);
    const found = neighbourStability(axes, { fast: 2, slow: 10 }, (point) =>
      objective.get(`${point['fast']}/${point['slow']}`),
    );
    expect(found).toEqual({ neighbours: 3, mean: 2, worst: 1, ratio: 0.5 });
  });
});
