import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChartCache, LIVE_BARS, type ChartChange } from '../../../../renderer/chart/chart-cache.ts';
import { chartUpdate as update } from '../../../helpers/batches.ts';

const span = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, at) => from + at);

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

  test('are the newest ones sent since the reset, at most so many', () => {
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
      { numRuns: 25 },
    );
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
