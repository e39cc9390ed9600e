import type { ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';

/**
 * The yardstick: the same bars swept instant by instant over bare typed arrays, 5m and 15m bars made on the way, with no
 * engine around. Answers a sum, so that nothing of it can be left out.
 */
export function bareSweep(bars: readonly ReadonlyBarColumns[], bucketSizes: readonly number[]): number {
  const length = Math.max(...bars.map((each) => each.length));
  const forming = bars.map(() => bucketSizes.map(() => ({ high: 0, low: 0, close: 0, volume: 0, count: 0 })));
  const closed = bars.map(() => bucketSizes.map((size) => new Float64Array(Math.ceil(length / size) * 4)));
  let sum = 0;
  for (let at = 0; at < length; at++) {
    for (let symbol = 0; symbol < bars.length; symbol++) {
      const { high, low, close, volume } = bars[symbol] as ReadonlyBarColumns;
      for (let bucket = 0; bucket < bucketSizes.length; bucket++) {
        const state = (forming[symbol] as (typeof forming)[number])[
          bucket
        ] as (typeof forming)[number][number];
        const h = high[at] as number;
        const l = low[at] as number;
        state.high = state.count === 0 || h > state.high ? h : state.high;
        state.low = state.count === 0 || l < state.low ? l : state.low;
        state.close = close[at] as number;
        state.volume = (state.count === 0 ? 0 : state.volume) + (volume[at] as number);
        if (++state.count < (bucketSizes[bucket] as number)) continue;
        const target = (closed[symbol] as Float64Array[])[bucket] as Float64Array;
        const row = Math.floor(at / (bucketSizes[bucket] as number)) * 4;
        target[row] = state.high;
        target[row + 1] = state.low;
        target[row + 2] = state.close;
        target[row + 3] = state.volume;
        state.count = 0;
        sum += state.close;
      }
    }
  }
  return sum;
}
