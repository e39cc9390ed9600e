import { z } from 'zod';
import { spanMs } from '../../base/interval.ts';
import { defineStrategy, type Bars, type Context, type View } from '../strategy-api.ts';
import { barsOfSession, closeInTime, goFlat, goLong, SIZE } from './position.ts';
import { priceInWords } from './price-text.ts';
import { eachClosed, INTERVAL } from './symbols.ts';

const MINUTE_MS = 60_000;

const params = z.object({
  minutes: z.int().min(1).max(240).default(15).describe('Length of the opening range.'),
  interval: INTERVAL,
  ...SIZE,
});

export const openingRange = defineStrategy({
  name: 'opening-range-breakout',
  description: 'Buys the first close above the range of the first minutes, sells at the first one below it.',
  params,
  needs: (given) => ({
    intervals: [given.interval],
    bars_of_session: barsOfSession(
      given,
      Math.ceil((given.minutes * MINUTE_MS) / spanMs(given.interval)) + 1,
    ),
  }),
  onInstant(instant, ctx) {
    closeInTime(ctx);
    eachClosed(instant, ctx, lookAt);
  },
});

function lookAt(ctx: Context<z.infer<typeof params>>, symbol: string): void {
  const range = rangeOf(ctx.view, symbol, ctx.params.interval, ctx.clock.open(), ctx.params.minutes);
  if (range === undefined) return;
  const { bars, from, high, low } = range;
  const last = bars.length - 1;
  if (isFirst(bars, from, last, (close) => close > high)) {
    goLong(ctx, symbol, `first close above the opening range, ${priceInWords(high)}`);
  }
  if (isFirst(bars, from, last, (close) => close < low)) {
    goFlat(ctx, symbol, `first close under the opening range, ${priceInWords(low)}`);
  }
}

/** True when the bar at `last` closes beyond the level, and none from `from` on did before it. */
function isFirst(bars: Bars, from: number, last: number, closesSo: (close: number) => boolean): boolean {
  for (let index = from; index < last; index++) if (closesSo(bars.close[index] as number)) return false;
  return closesSo(bars.close[last] as number);
}

export interface OpeningRange {
  /** The day's bars. */
  readonly bars: Bars;
  /** Index of the first bar after the range. */
  readonly from: number;
  readonly high: number;
  readonly low: number;
}

/** The range of the bars that open in the first `minutes`; undefined while there is no bar after it. */
export function rangeOf(
  view: View,
  symbol: string,
  interval: Parameters<View['barsSince']>[1],
  openMs: number,
  minutes: number,
): OpeningRange | undefined {
  const bars = view.barsSince(symbol, interval, openMs);
  const end = openMs + minutes * MINUTE_MS;
  let from = 0;
  let high = Number.NEGATIVE_INFINITY;
  let low = Number.POSITIVE_INFINITY;
  while (from < bars.length && (bars.openMs[from] as number) < end) {
    high = Math.max(high, bars.high[from] as number);
    low = Math.min(low, bars.low[from] as number);
    from++;
  }
  return from === 0 || from === bars.length ? undefined : { bars, from, high, low };
}
