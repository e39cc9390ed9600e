import { z } from 'zod';
import { defineStrategy, type Bars, type Context } from '../strategy-api.ts';
import { barsOfSession, closeInTime, goFlat, goLong, SIZE } from './position.ts';
import { eachClosed, INTERVAL } from './symbols.ts';

const params = z.object({
  percent: z
    .number()
    .min(0.01)
    .max(50)
    .default(1)
    .describe('How far below VWAP it buys, in percent of VWAP.'),
  interval: INTERVAL,
  ...SIZE,
});

/** VWAP of the day's bars of the interval, from typical prices (high + low + close) / 3. */
export const vwapReversion = defineStrategy({
  name: 'vwap-reversion',
  description:
    'Buys symbols that have fallen well below the session’s VWAP, and sells them when they are back at it.',
  params,
  needs: (given) => ({ intervals: [given.interval], bars_of_session: barsOfSession(given, 2) }),
  onInstant(instant, ctx) {
    closeInTime(ctx);
    eachClosed(instant, ctx, lookAt);
  },
});

function lookAt(ctx: Context<z.infer<typeof params>>, symbol: string): void {
  const { interval, percent } = ctx.params;
  const bars = ctx.view.barsSince(symbol, interval, ctx.clock.open());
  const last = bars.length - 1;
  if (last < 1) return;
  const now = distance(bars, last);
  const before = distance(bars, last - 1);
  const text = `${interval} close ${now.toFixed(2)} % from VWAP`;
  if (now <= -percent && before > -percent) goLong(ctx, symbol, text);
  if (now >= 0 && before < 0) goFlat(ctx, symbol, text);
}

/** Percent of VWAP by which the close of a bar is above it, with the bars up to that one; 0 before any volume. */
function distance(bars: Bars, last: number): number {
  let turnover = 0;
  let volume = 0;
  for (let index = 0; index <= last; index++) {
    const typical =
      ((bars.high[index] as number) + (bars.low[index] as number) + (bars.close[index] as number)) / 3;
    turnover += typical * (bars.volume[index] as number);
    volume += bars.volume[index] as number;
  }
  return volume === 0 ? 0 : 100 * (((bars.close[last] as number) * volume) / turnover - 1);
}
