import { defineStrategy, type Context, type Interval } from '../strategy-api.ts';
import { priceInWords } from './price-text.ts';

/** Uses 5m bars where a symbol has them, else its base interval when that is no shorter. */
export const vwapCross = defineStrategy({
  name: 'vwap-cross',
  description: 'Signals where the price crosses the session’s VWAP. It does not trade.',
  state: () => ({ sides: new Map<string, number>() }),
  onStart: (ctx) => ctx.state.sides.clear(),
  onInstant({ closed }, ctx) {
    for (const { symbol, interval } of closed) {
      if (interval === watchedInterval(ctx, symbol)) lookAt(ctx, symbol, interval);
    }
  },
});

type Ctx = Context<unknown, { sides: Map<string, number> }>;

function watchedInterval({ view }: Ctx, symbol: string): Interval | undefined {
  if (view.barCount(symbol, '5m') > 0) return '5m';
  const bar = view.baseInterval(symbol);
  return bar === '1d' ? bar : undefined;
}

function lookAt(ctx: Ctx, symbol: string, interval: Interval): void {
  const close = ctx.view.latestBar(symbol, interval)?.close;
  const vwap = ctx.view.metrics(symbol)?.vwap;
  if (close === undefined || vwap === undefined || close === vwap) return;
  const { sides } = ctx.state;
  const side = Math.sign(close - vwap);
  const before = sides.get(symbol);
  sides.set(symbol, side);
  if (before === undefined || before === side) return;
  const above = side > 0;
  ctx.signal({
    symbol,
    direction: above ? 'long' : 'short',
    price: close,
    text: `${interval} close ${priceInWords(close)} crossed ${above ? 'above' : 'below'} VWAP ${vwap.toFixed(4)}`,
  });
}
