import * as fc from 'fast-check';
import * as signals from 'trading-signals';
import { describe, expect, it } from 'vitest';
import type { Indicator } from '../../../core/data-processor/indicators/indicator.ts';
import { createIndicator } from '../../../core/data-processor/indicators/registry.ts';
import { BarColumns } from '../../../core/model/bar-columns.ts';
import { RollingExtreme } from '../../../core/data-processor/indicators/rolling-extreme.ts';
import { give, giveBar, outputsOf, run, seededDraw, syntheticSeries } from './synthetic-series.ts';

const make = (name: string, parameters: Record<string, number> = {}): Indicator => {
  const result = createIndicator({ name, interval: '1m', ...parameters });
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
};

/** Gives bars of one price. */
const flat = (indicator: Indicator, price: number, bars: number, volume = 0): void => {
  for (let at = 0; at < bars; at += 1) giveBar(indicator, [price, price, price, price, volume]);
};

/** Gives bars that have only a close, and a high and low one apart from it. */
const closes = (indicator: Indicator, ...values: number[]): void => {
  for (const close of values) giveBar(indicator, [close, close + 1, close - 1, close, 1]);
};

/** The other library's value of an indicator after a series. */
const last = (indicator: { add(value: never): unknown }, values: readonly unknown[]): unknown => {
  let value: unknown;
  for (const each of values) value = indicator.add(each as never);
  return value;
};

describe('windowed indicators', () => {
  it('do not drift: the mean after a million bars is that of the window, to the bit', () => {
    const draw = seededDraw(3);
    for (const period of [20, 200]) {
      const sma = make('sma', { period });
      const window: number[] = [];
      const bar = new BarColumns(1);
      bar.append(0, 0, 0, 0, 0, 0);
      for (let at = 0; at < 1_000_000; at += 1) {
        const close = (at % 1000 === 0 ? 1e9 : 100) + draw(10_000) / 10_000;
        bar.replaceAt(0, close, close, close, close, 0);
        sma.update(bar, 0);
        if (at >= 1_000_000 - period) window.push(close);
      }
      expect(sma.value()).toBe(window.reduce((sum, close) => sum + close, 0) / period);
    }
  });

  it('depend on their window alone, so a longer history changes nothing', () => {
    const series = syntheticSeries(400);
    for (const name of [
      'sma',
      'wma',
      'hma',
      'cci',
      'bbands',
      'stochastic',
      'williams_r',
      'donchian',
      'roc',
      'volume_sma',
    ]) {
      const long = make(name);
      run(long, series);
      const short = make(name);
      for (let at = series.length - short.warmUp; at < series.length; at += 1) {
        give(short, series, at);
      }
      expect(outputsOf(short), name).toEqual(outputsOf(long));
    }
  });

  it('hold the deviation of a high and calm price, where the difference of squares would lose it', () => {
    const bands = make('bbands', { period: 4, deviations: 1 });
    closes(bands, 1e9 + 0.25, 1e9 + 0.75, 1e9 + 0.25, 1e9 + 0.75);
    expect(outputsOf(bands)).toEqual([1e9 + 0.75, 1e9 + 0.5, 1e9 + 0.25]);
  });

  it('find the extremes that a search of the window finds, also after replacements', () => {
    const step = fc.tuple(
      fc.integer({ min: -5, max: 5 }),
      fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.array(step, { maxLength: 80 }), (period, steps) => {
        const highest = new RollingExtreme(period, 'highest');
        const lowest = new RollingExtreme(period, 'lowest');
        const seen: number[] = [];
        for (const [value, corrections] of steps) {
          let [high, low] = [highest.push(value, false), lowest.push(value, false)];
          for (const correction of corrections) {
            [high, low] = [highest.push(correction, true), lowest.push(correction, true)];
          }
          seen.push(corrections.at(-1) ?? value);
          const window = seen.slice(-period);
          const warm = seen.length >= period;
          expect([high + 0, low + 0]).toEqual(
            warm ? [Math.max(...window), Math.min(...window)].map((x) => x + 0) : [NaN, NaN],
          );
        }
      }),
    );
  });
});

describe('at very large prices', () => {
  it('cci is that of the same moves at small prices', () => {
    const draw = seededDraw(11);
    const moves = Array.from({ length: 200 }, () => 500 + draw(400));
    const at = (level: number): readonly number[] => {
      const cci = make('cci');
      return moves.map((move) => {
        giveBar(cci, [level + move, level + move + 3, level + move - 3, level + move, 1]);
        return cci.value() ?? Number.NaN;
      });
    };
    const small = at(0).slice(19);
    for (const level of [1e6, 1e9, 1e12, 1e15]) {
      at(level)
        .slice(19)
        .forEach((value, index) => expect(value).toBeCloseTo(small[index] as number, 9));
    }
    expect(small.filter((value) => Math.abs(value) > 1).length).toBeGreaterThan(150);
  });
});

describe('where a formula divides by nothing', () => {
  it.each([
    ['rsi', 0],
    ['cci', 0],
    ['williams_r', 0],
    ['stochastic', 0],
    ['roc', 0],
    ['atr', 0],
    ['adx', 0],
    ['macd', 0],
    ['volume_ratio', 0],
    ['obv', 0],
    ['sma', 100.37],
    ['ema', 100.37],
    ['vwap', 100.37],
    ['keltner', 100.37],
    ['bbands', 100.37],
  ])('%s of a price that never moves, without volume, is %d', (name, expected) => {
    const indicator = make(name);
    flat(indicator, 100.37, 100);
    for (const value of outputsOf(indicator)) expect(value).toBeCloseTo(expected, 10);
  });

  it('relative volume after silence is 0, not infinite', () => {
    const ratio = make('volume_ratio', { period: 3 });
    flat(ratio, 10, 3, 0);
    flat(ratio, 10, 1, 500);
    expect(ratio.value()).toBe(0);
    flat(ratio, 10, 1, 500);
    expect(ratio.value()).toBeCloseTo(3, 12);
  });
});

describe('vwap', () => {
  it('is the last typical price while nothing was traded, then weighs by volume, and keeps through empty bars', () => {
    const vwap = make('vwap');
    const seen: (number | undefined)[] = [];
    for (const [price, volume] of [
      [10, 0],
      [12, 0],
      [20, 100],
      [30, 300],
      [99, 0],
    ] as const) {
      flat(vwap, price, 1, volume);
      seen.push(vwap.value());
    }
    expect(seen).toEqual([10, 12, 20, 27.5, 27.5]);
    vwap.reset();
    flat(vwap, 50, 1, 1);
    expect(vwap.value()).toBe(50);
  });
});

describe('swings', () => {
  it('are known only when the bars after them have closed, and stay until the next', () => {
    const high = make('swing_high', { period: 2 });
    const seen = [1, 2, 9, 4, 3, 5, 7, 6, 5].map((close) => {
      closes(high, close);
      return high.value();
    });
    expect(seen).toEqual([undefined, undefined, undefined, undefined, 10, 10, 10, 10, 8]);
  });

  it('do not count equal highs within reach, as TA-Lib does not', () => {
    const high = make('swing_high', { period: 1 });
    closes(high, 1, 5, 5, 1);
    expect(high.value()).toBeUndefined();
    const low = make('swing_low', { period: 1 });
    closes(low, 5, 2, 5);
    expect(low.value()).toBe(1);
  });

  it('take a correction of the confirming bar back', () => {
    const high = make('swing_high', { period: 1 });
    closes(high, 1, 5, 3);
    expect(high.value()).toBe(6);
    giveBar(high, [9, 9, 9, 9, 1], 'replace');
    expect(high.value()).toBeUndefined();
  });
});

describe('pivot points', () => {
  it('are the levels set by the last bar', () => {
    const pivots = make('pivot_points');
    giveBar(pivots, [100, 110, 90, 106, 1]);
    expect(outputsOf(pivots)).toEqual([102, 114, 94, 122, 82, 134, 74]);
  });
});

describe('an independent library agrees', () => {
  const series = syntheticSeries(300, 11, false);
  const column = (values: Float64Array): number[] => [...values.subarray(0, series.length)];
  const bars = column(series.close).map((close, at) => ({
    open: series.open[at]!,
    high: series.high[at]!,
    low: series.low[at]!,
    close,
    volume: series.volume[at]!,
  }));
  const ours = (name: string, parameters: Record<string, number> = {}): number => {
    const indicator = make(name, parameters);
    run(indicator, series);
    return indicator.value()!;
  };

  it.each([
    ['sma', new signals.SMA(20), 'close'],
    ['wma', new signals.WMA(20), 'close'],
    ['rsi', new signals.RSI(14), 'close'],
    ['cci', new signals.CCI(20), 'bar'],
    ['atr', new signals.ATR(14), 'bar'],
    ['williams_r', new signals.WilliamsR(14), 'bar'],
  ] as const)('on %s', (name, theirs, input) => {
    const expected = last(theirs, input === 'bar' ? bars : column(series.close));
    expect(Number(expected)).toBeCloseTo(ours(name), 9);
  });
});
