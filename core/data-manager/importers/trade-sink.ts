import type { Result } from '../../base/result.ts';
import type { RowSink } from './row-sink.ts';

interface TradedBar {
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  firstMs: number;
  lastMs: number;
  readonly line: number;
}

/** A sink that makes bars of trades and passes them on when the source ends. */
export interface TradeSink extends RowSink {
  finish(): Promise<Result<void>>;
}

/**
 * Makes bars of trades by the time of each: the first trade of a span opens its bar, the last closes it, sizes are summed.
 * Trades of one time keep the order of the file; a file with the newest first gives the same bars.
 */
export function tradeSink(sink: RowSink, spanMs: number): TradeSink {
  const symbols = new Map<string, Map<number, TradedBar>>();
  return {
    add(symbol = '', stampMs, price, _high, _low, _close, size, line) {
      if (!Number.isFinite(price + size + stampMs))
        return sink.refuse('not_a_number', line, () => `${stampMs}: ${price}, ${size}`);
      let bars = symbols.get(symbol);
      if (bars === undefined) symbols.set(symbol, (bars = new Map()));
      const openMs = Math.floor(stampMs / spanMs) * spanMs;
      const bar = bars.get(openMs);
      if (bar === undefined) {
        bars.set(openMs, {
          open: price,
          high: price,
          low: price,
          close: price,
          volume: size,
          firstMs: stampMs,
          lastMs: stampMs,
          line,
        });
      } else addTrade(bar, stampMs, price, size);
    },
    refuse: (reason, line, text) => sink.refuse(reason, line, text),
    blank: (line) => sink.blank(line),
    drain: () => sink.drain(),
    finish() {
      for (const [symbol, bars] of symbols) {
        for (const [openMs, bar] of [...bars].sort(([a], [b]) => a - b)) {
          sink.add(
            symbol === '' ? undefined : symbol,
            openMs,
            bar.open,
            bar.high,
            bar.low,
            bar.close,
            bar.volume,
            bar.line,
          );
        }
      }
      return sink.drain();
    },
  };
}

function addTrade(bar: TradedBar, stampMs: number, price: number, size: number): void {
  if (stampMs < bar.firstMs) {
    bar.open = price;
    bar.firstMs = stampMs;
  }
  if (stampMs >= bar.lastMs) {
    bar.close = price;
    bar.lastMs = stampMs;
  }
  bar.high = Math.max(bar.high, price);
  bar.low = Math.min(bar.low, price);
  bar.volume += size;
}
