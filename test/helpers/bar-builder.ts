import {
  asTicker,
  DAY_MS,
  MINUTE_MS,
  SECOND_MS,
  type EpochMs,
  type Ticker,
  type TradingDay,
} from '../../core/base/epoch-ms.ts';
import type { BaseInterval } from '../../core/base/interval.ts';
import { BarColumns, type ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import { createUsEquityCalendar } from '../../core/time-manager/us-equity-calendar.ts';

export const calendar = createUsEquityCalendar();

/** `2025-07-02 09:30` in New York as an instant. */
export function at(text: string): EpochMs {
  const [day, time] = text.split(' ') as [never, string];
  const instant = calendar.instantOf(day, time);
  if (instant === undefined) throw new Error(`no such time: ${text}`);
  return instant;
}

export interface BuiltBars {
  readonly symbol: Ticker;
  readonly interval: BaseInterval;
  readonly bars: ReadonlyBarColumns;
}

/** Bars of a test, said the way one would say them: `bars('AAPL').from('2025-07-02 09:30').minutes(390).without(12)`. */
export function bars(symbol: string): BarBuilder {
  return new BarBuilder(asTicker(symbol));
}

type MakeBar = (
  index: number,
) => readonly [open: number, high: number, low: number, close: number, volume: number];

/** A price that wanders a little, differently for each symbol, the same at each run. */
export function wanderingBar(symbol: string): MakeBar {
  let seed = 7;
  for (const letter of symbol) seed = (seed * 31 + letter.charCodeAt(0)) % 9973;
  return (index) => {
    const open = 50 + ((seed + index * 17) % 101) / 10;
    const close = 50 + ((seed + (index + 1) * 17) % 101) / 10;
    return [
      open,
      Math.max(open, close) + 0.25,
      Math.min(open, close) - 0.25,
      close,
      100 + ((seed * (index + 3)) % 900),
    ];
  };
}

class BarBuilder {
  readonly #symbol: Ticker;
  #start = 0;
  #interval: BaseInterval = '1m';
  #missing = new Set<number>();
  #changes = new Map<
    number,
    Partial<Record<'open' | 'high' | 'low' | 'close' | 'volume' | 'late', number>>
  >();
  #count = 0;
  #make: MakeBar;

  constructor(symbol: Ticker) {
    this.#symbol = symbol;
    this.#make = wanderingBar(symbol);
  }

  from(text: string): this {
    this.#start = at(text);
    return this;
  }

  minutes(count: number): this {
    this.#count = count;
    return this;
  }

  seconds(count: number): this {
    this.#interval = '1s';
    this.#count = count;
    return this;
  }

  /** One bar for each trading day from the day of `from` on, keyed at its session's open. */
  days(count: number): this {
    this.#interval = '1d';
    this.#count = count;
    return this;
  }

  /** Replaces values of one bar, counted from 0; `late` milliseconds put it off its place. */
  with(
    index: number,
    change: Partial<Record<'open' | 'high' | 'low' | 'close' | 'volume' | 'late', number>>,
  ): this {
    this.#changes.set(index, change);
    return this;
  }

  /** Leaves bars out, counted from 0. */
  without(...indices: readonly number[]): this {
    for (const index of indices) this.#missing.add(index);
    return this;
  }

  shaped(make: MakeBar): this {
    this.#make = make;
    return this;
  }

  build(): BuiltBars {
    const columns = new BarColumns(this.#count);
    for (let index = 0; index < this.#count; index++) {
      if (this.#missing.has(index)) continue;
      const [open, high, low, close, volume] = this.#make(index);
      const bar = { open, high, low, close, volume, late: 0, ...this.#changes.get(index) };
      const openMs = this.#openOf(index) + bar.late;
      columns.append(openMs, bar.open, bar.high, bar.low, bar.close, bar.volume);
    }
    return { symbol: this.#symbol, interval: this.#interval, bars: columns };
  }

  #openOf(index: number): number {
    if (this.#interval !== '1d')
      return this.#start + index * (this.#interval === '1s' ? SECOND_MS : MINUTE_MS);
    const last = this.#start + (2 * this.#count + 7) * DAY_MS;
    const [first, end] = [this.#start, last].map((each) => calendar.dayOf(each as EpochMs)) as [never, never];
    const days = calendar.tradingDays(first, end);
    return calendar.tradingSession(days[index] as TradingDay)?.open ?? Number.NaN;
  }
}
