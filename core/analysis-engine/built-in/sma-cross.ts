import { z } from 'zod';
import { defineStrategy, type Context } from '../strategy-api.ts';
import { barsOfSession, closeInTime, goFlat, goLong, SIZE } from './position.ts';
import { eachClosed, INTERVAL } from './symbols.ts';

const params = z
  .object({
    fast: z.int().min(1).max(200).default(10).describe('Bars of the fast mean.'),
    slow: z.int().min(2).max(400).default(30).describe('Bars of the slow mean, more than of the fast one.'),
    interval: INTERVAL,
    ...SIZE,
  })
  .refine(({ fast, slow }) => fast < slow, {
    path: ['slow'],
    error: 'the slow mean must have more bars than the fast one',
  });

/**
 * The closes of today alone, so that a symbol added at noon crosses where it would have crossed as a member from the
 * open.
 */
export const smaCross = defineStrategy({
  name: 'sma-cross',
  description: 'Long while a fast moving average of the closes is above a slow one.',
  params,
  needs: (given) => ({
    intervals: [given.interval],
    bars_of_session: barsOfSession(given, given.slow + 1),
  }),
  onInstant(instant, ctx) {
    closeInTime(ctx);
    eachClosed(instant, ctx, lookAt);
  },
});

function lookAt(ctx: Context<z.infer<typeof params>>, symbol: string): void {
  const { fast, slow, interval } = ctx.params;
  const { close, length } = ctx.view.lastBars(symbol, interval, slow + 1);
  if (length <= slow) return;
  const now = meanOf(close, length - fast, length) - meanOf(close, length - slow, length);
  const before = meanOf(close, length - 1 - fast, length - 1) - meanOf(close, length - 1 - slow, length - 1);
  const means = (side: string): string => `sma(${fast}) crossed ${side} sma(${slow}) on ${interval}`;
  if (now > 0 && before <= 0) goLong(ctx, symbol, means('above'));
  if (now < 0 && before >= 0) goFlat(ctx, symbol, means('below'));
}

function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += values[index] as number;
  return sum / (to - from);
}
