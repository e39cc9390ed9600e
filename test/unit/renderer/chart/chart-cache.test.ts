import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChartCache, LIVE_BARS, type ChartChange } from '../../../../renderer/chart/chart-cache.ts';
import type { ChartHistory } from '../../../../electron/contract/reading-requests.ts';
import { chartUpdate as update } from '../../../helpers/batches.ts';
import { propertyRuns } from '../../../helpers/property-runs.ts';

const span = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, at) => from + at);

const olderBars = (from: number, to: number): ChartHistory['bars'] => {
  const open_ms = Float64Array.from(span(from, to));
  return { open_ms, open: open_ms, high: open_ms, low: open_ms, close: open_ms, volume: open_ms };
};

function chart() {
  const cache = new ChartCache();
  const bars = cache.open('p1:RIVN:1m');
  const changes: ChartChange[] = [];
  bars.changed.subscribe((change) => changes.push(change));
  const opens = (): readonly number[] => [...bars.bars.openMs.subarray(0, bars.bars.length)];
  return { cache, bars, changes, opens };
}

describe('bars of a chart', () => {
  test('begin with a reset; what comes before one belongs elsewhere', () => {
    const { cache, changes, opens } = chart();
    cache.apply([update([1, 2])]);
    expect(changes).toEqual([]);
    cache.apply([update([5, 6], { reset: true })]);
    cache.apply([update([7])]);
    expect(opens()).toEqual([5, 6, 7]);
    expect(changes).toEqual([
      { reset: true, from: 0 },
      { reset: false, from: 2 },
    ]);
  });

  test('are the newest ones sent since the reset, up to the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2_500 }), { maxLength: 12 }), (sizes) => {
        const { cache, bars, opens } = chart();
        cache.apply([update([], { reset: true })]);
        let sent = 0;
        for (const size of sizes) {
          cache.apply([update(span(sent, sent + size))]);
          sent += size;
        }
        const kept = opens();
        expect(kept).toEqual(span(sent - kept.length, sent));
        expect(kept.length).toBeLessThanOrEqual(LIVE_BARS + 1_000);
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(sent, LIVE_BARS));
        expect(bars.coverage).toHaveLength(kept.length);
      }),
      { numRuns: propertyRuns(25) },
    );
  });

  test('that scrolling back fetched stay when a correction sends the rest again', () => {
    const { cache, bars, changes, opens } = chart();
    const study = (from: number, to: number) => ({
      key: 'sma(3)@1m',
      name: 'sma',
      outputs: ['sma'],
      values: [Float64Array.from(span(from, to), (at) => at / 2)],
    });
    const read = (): readonly number[] =>
      span(0, bars.bars.length).map((at) => bars.studies[0]?.at(0, at) ?? -1);
    cache.apply([update(span(50, 60), { reset: true, studies: [study(50, 60)] })]);
    bars.prepend({ bars: olderBars(20, 50), studies: [study(20, 50)], more: false });
    const corrected = { reset: true, corrected: Float64Array.of(58) };
    cache.apply([update(span(50, 60), { ...corrected, studies: [study(50, 60)] })]);
    expect(opens()).toEqual(span(20, 60));
    expect(read()).toEqual(span(20, 60).map((at) => at / 2));
    expect(bars.coverage).toHaveLength(40);
    expect([...bars.corrected]).toEqual([58]);
    expect(bars.hasOlder).toBe(false);
    expect(changes.at(-1)).toEqual({ reset: true, from: 0 });
    // Without the indicator, as while its history is read: what it said before is gone, and so is its place.
    cache.apply([update(span(52, 61), { reset: true })]);
    expect(opens()).toEqual(span(20, 61));
    expect(bars.studies).toEqual([]);
    cache.apply([update(span(52, 62), { reset: true, studies: [study(52, 62)] })]);
    expect(read().slice(0, 32)).toEqual(span(0, 32).map(() => Number.NaN));
    expect(read().slice(32)).toEqual(span(52, 62).map((at) => at / 2));
  });

  test('of before do not stay where what is sent does not join them, was never fetched, or is forgotten', () => {
    const { cache, bars, opens } = chart();
    cache.apply([update(span(50, 60), { reset: true })]);
    cache.apply([update(span(55, 60), { reset: true })]);
    expect(opens()).toEqual(span(55, 60));
    bars.prepend({ bars: olderBars(20, 55), studies: [], more: true });
    cache.apply([update(span(70, 80), { reset: true })]);
    expect(opens()).toEqual(span(70, 80));
    expect(bars.hasOlder).toBe(true);
    bars.prepend({ bars: olderBars(20, 70), studies: [], more: true });
    cache.forgetAll();
    cache.apply([update(span(70, 80), { reset: true })]);
    expect(opens()).toEqual(span(70, 80));
  });

  test('of a chart that left the screen are let go, and forgotten ones wait for a reset', () => {
    const { cache, bars, opens } = chart();
    cache.apply([update([1], { reset: true })]);
    cache.forgetAll();
    cache.apply([update([2])]);
    expect(opens()).toEqual([]);
    cache.retain(new Set());
    expect(cache.open('p1:RIVN:1m')).not.toBe(bars);
  });
});
