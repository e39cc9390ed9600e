import type { Ticker } from '../base/epoch-ms.ts';
import { spanMs, type Interval } from '../base/interval.ts';
import type { Strategy, StrategyContext } from './strategy.ts';

/**
 * Says `long` when a bar closes above the session's VWAP after one that did not, and `short` the other way round.
 * Looks at 5m bars where a symbol has them, else at its base interval. It signals; it trades nothing.
 */
export function createVwapCross(): Strategy {
  const sides = new Map<Ticker, number>();
  return {
    name: 'vwap-cross',
    onDay() {
      sides.clear();
    },
    onInstant({ closed }, context) {
      for (const { symbol, interval } of closed) {
        if (interval === watchedInterval(context, symbol)) lookAt(context, sides, symbol, interval);
      }
    },
  };
}

function watchedInterval({ view }: StrategyContext, symbol: Ticker): Interval | undefined {
  if (view.barCount(symbol, '5m') > 0) return '5m';
  const base = view.baseInterval(symbol);
  return base !== undefined && spanMs(base) >= spanMs('5m') ? base : undefined;
}

function lookAt(
  context: StrategyContext,
  sides: Map<Ticker, number>,
  symbol: Ticker,
  interval: Interval,
): void {
  const close = context.view.latestBar(symbol, interval)?.close;
  const vwap = context.view.metrics(symbol)?.vwap;
  if (close === undefined || vwap === undefined || close === vwap) return;
  const side = Math.sign(close - vwap);
  const before = sides.get(symbol);
  sides.set(symbol, side);
  if (before === undefined || before === side) return;
  const above = side > 0;
  context.signal({
    symbol,
    direction: above ? 'long' : 'short',
    price: close,
    text: `${interval} close ${close} crossed ${above ? 'above' : 'below'} VWAP ${vwap.toFixed(4)}`,
  });
}
