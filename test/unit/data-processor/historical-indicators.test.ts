import { describe, expect, it } from 'vitest';
import {
  HISTORICAL_INDICATORS,
  checkHistoricalIndicator,
  computeHistoricalIndicator,
  findHistoricalIndicator,
  historicalIndicator,
  historicalIndicatorKey,
} from '../../../core/data-processor/historical-indicators/registry.ts';
import { createIndicator } from '../../../core/data-processor/indicators/registry.ts';
import { BarColumns, sliceColumns } from '../../../core/model/bar-columns.ts';
import type { HistoricalIndicatorSpec } from '../../../core/model/session-config.ts';
import { run, syntheticSeries } from './synthetic-series.ts';

const spec = (
  name: string,
  period: number,
  more: Partial<HistoricalIndicatorSpec> = {},
): HistoricalIndicatorSpec => ({
  name,
  period,
  unit: 'days',
  interval: '1d',
  ...more,
});

/** Four days: gaps of +10 % (filled), 0 and −5 % (not filled); ranges 10, 20, 10, 30; volumes 1, 2, 3, 6. */
const days = new BarColumns();
days.append(1, 100, 105, 95, 100, 1);
days.append(2, 110, 115, 95, 100, 2);
days.append(3, 100, 106, 96, 100, 3);
days.append(4, 95, 99, 69, 90, 6);

const values = (name: string, period: number): readonly number[] | undefined => {
  const result = computeHistoricalIndicator(spec(name, period), days);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
};

describe('historical indicators', () => {
  it('are those of the design', () => {
    const names = ['avg_volume', 'avg_range', 'atr_daily', 'gap_stats', 'range_ratio', 'high_low'];
    expect(HISTORICAL_INDICATORS.map((each) => each.name)).toEqual(names);
  });

  it('look at the last bars', () => {
    expect(values('avg_volume', 4)).toEqual([3]);
    expect(values('avg_volume', 2)).toEqual([4.5]);
    expect(values('avg_range', 4)).toEqual([17.5]);
    expect(values('range_ratio', 2)).toEqual([2]);
    expect(values('high_low', 2)).toEqual([106, 69]);
    expect(values('high_low', 4)).toEqual([115, 69]);
    expect(values('atr_daily', 3)).toEqual([(20 + 10 + 31) / 3]);
  });

  it('compare its open with the close before', () => {
    const stats = values('gap_stats', 3)!.map((value) => Number(value.toFixed(9)));
    expect(stats).toEqual([1.666666667, 5, 0.333333333, 0.5, 10, -5]);
    expect(values('gap_stats', 2)!.map((value) => Number(value.toFixed(9)))).toEqual([
      -2.5, 2.5, 0, 0, 0, -5,
    ]);
  });

  it('are undefined where history does not reach, and defined as soon as it does', () => {
    const series = syntheticSeries(60, 5, false);
    for (const definition of HISTORICAL_INDICATORS) {
      for (const period of [1, 2, 20]) {
        const needed = period + definition.leadingBars;
        expect(definition.compute(sliceColumns(series, 0, needed - 1), period)).toBeUndefined();
        const computed = definition.compute(sliceColumns(series, 0, needed), period)!;
        expect(computed).toHaveLength(definition.outputs.length);
        expect(computed.every(Number.isFinite)).toBe(true);
      }
      expect(definition.compute(series, 0)).toBeUndefined();
    }
  });

  it('have no answer where the formula has none', () => {
    const still = new BarColumns();
    for (let at = 0; at < 5; at += 1) still.append(at, 0, 0, 0, 0, 0);
    expect(findHistoricalIndicator('range_ratio')!.compute(still, 3)).toBeUndefined();
    expect(findHistoricalIndicator('gap_stats')!.compute(still, 3)).toBeUndefined();
  });

  it('atr_daily is the atr of a session over the same bars', () => {
    const series = syntheticSeries(100, 5, false);
    const atr = createIndicator({ name: 'atr', interval: '1d', period: 14 });
    if (!atr.ok) throw new Error(atr.failure.message);
    expect(findHistoricalIndicator('atr_daily')!.compute(series, 14)).toEqual(run(atr.value, series).at(-1));
  });
});

describe('a historical spec', () => {
  it('is checked', () => {
    expect(checkHistoricalIndicator(spec('avg_volume', 20)).ok).toBe(true);
    expect(checkHistoricalIndicator(spec('avg_volume', 0))).toMatchObject({
      failure: { code: 'bad_config', message: 'avg_volume: period 0 is outside 1 to 1000' },
    });
    expect(checkHistoricalIndicator(spec('avg_volum', 20))).toMatchObject({
      failure: { message: 'There is no indicator avg_volum; did you mean avg_volume?' },
    });
  });

  it('has a key', () => {
    expect(historicalIndicatorKey(spec('avg_volume', 20))).toBe('avg_volume(20)@1d');
    expect(historicalIndicatorKey(spec('avg_volume', 5, { interval: '1m' }))).toBe('avg_volume(5 days)@1m');
    expect(historicalIndicatorKey(spec('avg_volume', 5, { interval: '1m', unit: 'bars' }))).toBe(
      'avg_volume(5)@1m',
    );
  });

  it('that counts days of minutes takes all the bars that its days have', () => {
    const ofMinutes = computeHistoricalIndicator(spec('avg_volume', 1, { interval: '1m' }), days);
    expect(ofMinutes).toEqual({ ok: true, value: [3] });
    const oneBar = computeHistoricalIndicator(spec('avg_volume', 1, { interval: '1m', unit: 'bars' }), days);
    expect(oneBar).toEqual({ ok: true, value: [6] });
  });

  it('without bars has a key and no value', () => {
    expect(historicalIndicator(spec('high_low', 2), undefined)).toMatchObject({
      key: 'high_low(2)@1d',
      value: undefined,
    });
    expect(historicalIndicator(spec('high_low', 2), days)).toMatchObject({ values: [106, 69], value: 106 });
  });
});
