import { z } from 'zod';
import { defineStrategy, type Context } from '../strategy-api.ts';
import { barsOfSession, closeInTime, goFlat, goLong, SIZE } from './position.ts';
import { priceInWords } from './price-text.ts';
import { eachClosed, INTERVAL } from './symbols.ts';

const params = z.object({
  bars: z.int().min(1).max(100).default(3).describe('Bars over which the price must have risen.'),
  interval: INTERVAL,
  ...SIZE,
});

/** Trades only symbols that a scanner added; the scanner removes them again once there is no position in them. */
export const scannerMomentum = defineStrategy({
  name: 'scanner-momentum',
  description:
    'Trades symbols that a scanner adds: long while the price rises above VWAP, flat when it falls below.',
  params,
  needs: (given) => ({
    intervals: [given.interval],
    bars_of_session: barsOfSession(given, given.bars + 1),
  }),
  state: () => ({ long: new Set<string>() }),
  onStart: (ctx) => ctx.state.long.clear(),
  onInstant(instant, ctx) {
    closeInTime(ctx);
    eachClosed(instant, ctx, lookAt);
  },
});

function lookAt(ctx: Context<z.infer<typeof params>, { long: Set<string> }>, symbol: string): void {
  const { view, state } = ctx;
  if (view.metadata(symbol)?.added_by !== 'scanner') return;
  const { bars: count, interval } = ctx.params;
  const { close, length } = view.lastBars(symbol, interval, count + 1);
  const vwap = view.metrics(symbol)?.vwap;
  const last = close[length - 1];
  if (vwap === undefined || last === undefined || length <= count) return;
  if (!state.long.has(symbol) && last > vwap && last > (close[0] as number)) {
    state.long.add(symbol);
    goLong(ctx, symbol, `rising over ${count} bars, above VWAP ${priceInWords(vwap)}`);
  } else if (state.long.has(symbol) && last < vwap) {
    state.long.delete(symbol);
    goFlat(ctx, symbol, `fell below VWAP ${priceInWords(vwap)}`);
  }
}
