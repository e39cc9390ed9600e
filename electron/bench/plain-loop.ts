import type { ReadonlyBarColumns } from '../../core/model/bar-columns.ts';

const SMA = 20;
const RSI = 14;

/** A derived interval of all symbols in flat arrays: the bar in progress, and the closed ones. */
class Derived {
  readonly #size: number;
  /** Most bars that a symbol can have. */
  readonly #rows: number;
  readonly #forming: Float64Array;
  readonly closed: Float64Array;
  readonly count: Int32Array;

  constructor(symbols: number, bars: number, size: number) {
    this.#size = size;
    this.#rows = Math.ceil(bars / size);
    this.#forming = new Float64Array(symbols * 5);
    this.closed = new Float64Array(symbols * this.#rows * 6);
    this.count = new Int32Array(symbols);
  }

  /** Merges a bar; returns true when it closed one of the derived interval. */
  merge(
    symbol: number,
    at: number,
    openMs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  ): boolean {
    const forming = this.#forming;
    const place = symbol * 5;
    if (at % this.#size === 0) {
      forming[place] = openMs;
      forming[place + 1] = open;
      forming[place + 2] = high;
      forming[place + 3] = low;
      forming[place + 4] = 0;
    } else {
      if (high > (forming[place + 2] as number)) forming[place + 2] = high;
      if (low < (forming[place + 3] as number)) forming[place + 3] = low;
    }
    forming[place + 4] = (forming[place + 4] as number) + volume;
    if ((at + 1) % this.#size !== 0) return false;
    const row = this.#row(symbol, this.count[symbol] as number);
    for (let field = 0; field < 4; field++) this.closed[row + field] = forming[place + field] as number;
    this.closed[row + 4] = close;
    this.closed[row + 5] = forming[place + 4] as number;
    this.count[symbol] = (this.count[symbol] as number) + 1;
    return true;
  }

  /** Mean of the closes of the last `period` bars; NaN while there are fewer. */
  meanClose(symbol: number, period: number): number {
    const count = this.count[symbol] as number;
    if (count < period) return Number.NaN;
    let sum = 0;
    for (let index = count - period; index < count; index++) {
      sum += this.closed[this.#row(symbol, index) + 4] as number;
    }
    return sum / period;
  }

  #row(symbol: number, index: number): number {
    return (symbol * this.#rows + index) * 6;
  }
}

export interface PlainResult {
  readonly sma: Float64Array;
  readonly rsi: Float64Array;
  readonly vwap: Float64Array;
  readonly bars5: Int32Array;
  readonly bars15: Int32Array;
}

/**
 * The yardstick: the engine's work on one complete day as a loop over flat typed arrays that knows nothing but this work.
 * Minute by minute over all symbols: 5m and 15m bars, `sma(20)` on 5m, `rsi(14)` and `vwap` on 1m, the session's high, low
 * and volume, and a call after each minute. No queues, no clock, no checks, no late symbols.
 */
export function plainLoop(
  bars: readonly ReadonlyBarColumns[],
  onInstant: (instant: number, result: PlainResult) => void,
): PlainResult {
  const count = bars.length;
  const length = bars[0]?.length ?? 0;
  const five = new Derived(count, length, 5);
  const fifteen = new Derived(count, length, 15);
  const of = (): Float64Array => new Float64Array(count);
  const [sma, rsi, vwap, previous, gain, loss] = [of(), of(), of(), of(), of(), of()];
  const [turnover, traded, highest, lowest] = [of(), of(), of(), of()];
  const result = { sma, rsi, vwap, bars5: five.count, bars15: fifteen.count };
  for (let at = 0; at < length; at++) {
    for (let symbol = 0; symbol < count; symbol++) {
      const column = bars[symbol] as ReadonlyBarColumns;
      const openMs = column.openMs[at] as number;
      const open = column.open[at] as number;
      const high = column.high[at] as number;
      const low = column.low[at] as number;
      const close = column.close[at] as number;
      const volume = column.volume[at] as number;
      turnover[symbol] = (turnover[symbol] as number) + ((high + low + close) / 3) * volume;
      traded[symbol] = (traded[symbol] as number) + volume;
      vwap[symbol] = (turnover[symbol] as number) / (traded[symbol] as number);
      if (at === 0 || high > (highest[symbol] as number)) highest[symbol] = high;
      if (at === 0 || low < (lowest[symbol] as number)) lowest[symbol] = low;
      const change = at === 0 ? 0 : close - (previous[symbol] as number);
      previous[symbol] = close;
      gain[symbol] = smoothed(gain[symbol] as number, change > 0 ? change : 0, at);
      loss[symbol] = smoothed(loss[symbol] as number, change < 0 ? -change : 0, at);
      const both = (gain[symbol] as number) + (loss[symbol] as number);
      rsi[symbol] = at < RSI ? Number.NaN : both === 0 ? 0 : 100 * ((gain[symbol] as number) / both);
      if (five.merge(symbol, at, openMs, open, high, low, close, volume)) {
        sma[symbol] = five.meanClose(symbol, SMA);
      }
      fifteen.merge(symbol, at, openMs, open, high, low, close, volume);
    }
    onInstant(at, result);
  }
  return result;
}

/** Wilder's mean of the changes so far: their sum while it is being seeded, from the first change on. */
function smoothed(before: number, value: number, at: number): number {
  if (at < RSI) return before + value;
  return at === RSI ? (before + value) / RSI : (before * (RSI - 1) + value) / RSI;
}
