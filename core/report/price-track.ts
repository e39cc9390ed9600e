import { asEpochMs, MINUTE_MS, type EpochMs, type Ticker } from '../base/epoch-ms.ts';
import { NumberRows } from '../base/number-rows.ts';
import type { ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { SessionGrid } from '../time-manager/session-grid.ts';
import type { BaseInterval } from '../base/interval.ts';

export interface PricePoint {
  readonly clock: EpochMs;
  readonly price: number;
}

const POINT_EVERY_MS = 5 * MINUTE_MS;

const CLOCK = 0;
const PRICE = 1;

/** Prices of a symbol over a run as the report draws them. The benchmark's also give its daily returns. */
export class PriceTrack {
  readonly symbol: Ticker;
  /** The last regular close of each day that has one, oldest first. */
  readonly closes: PricePoint[] = [];
  readonly #rows = new NumberRows(2);

  constructor(symbol: Ticker) {
    this.symbol = symbol;
  }

  /** All points, oldest first. O(n). */
  get points(): readonly PricePoint[] {
    return Array.from({ length: this.#rows.length }, (_, index) => ({
      clock: asEpochMs(this.#rows.get(index, CLOCK)),
      price: this.#rows.get(index, PRICE),
    }));
  }

  /** Adds a day's first open, closes about every five minutes, and its last close. */
  addDay(bars: ReadonlyBarColumns, interval: BaseInterval, grid: SessionGrid): void {
    let lastOpenMs = Number.NEGATIVE_INFINITY;
    let pending = -1;
    let last = -1;
    for (let index = 0; index < bars.length; index++) {
      const openMs = bars.openMs[index] as number;
      if (!grid.isRegular(openMs)) continue;
      if (last < 0) this.#add(openMs, bars.open[index] as number);
      last = index;
      // Bars of one interval close as far apart as they open.
      const isDue = openMs - lastOpenMs >= POINT_EVERY_MS;
      pending = isDue ? -1 : index;
      if (!isDue) continue;
      this.#addClose(bars, index, interval, grid);
      lastOpenMs = openMs;
    }
    if (pending >= 0) this.#addClose(bars, pending, interval, grid);
    if (last >= 0) this.closes.push(closeOf(bars, last, interval, grid));
  }

  /** Adds a day's last close alone: a day of no trade and no position in the symbol. */
  addLastClose(bars: ReadonlyBarColumns, interval: BaseInterval, grid: SessionGrid): void {
    for (let index = bars.length - 1; index >= 0; index--) {
      if (!grid.isRegular(bars.openMs[index] as number)) continue;
      this.#addClose(bars, index, interval, grid);
      return;
    }
  }

  #addClose(bars: ReadonlyBarColumns, at: number, interval: BaseInterval, grid: SessionGrid): void {
    const { clock, price } = closeOf(bars, at, interval, grid);
    this.#add(clock, price);
  }

  #add(clock: number, price: number): void {
    this.#rows.add();
    this.#rows.set(CLOCK, clock);
    this.#rows.set(PRICE, price);
  }
}

const closeOf = (
  bars: ReadonlyBarColumns,
  at: number,
  interval: BaseInterval,
  grid: SessionGrid,
): PricePoint => ({
  clock: asEpochMs(grid.closeOfBase(interval, bars.openMs[at] as number)),
  price: bars.close[at] as number,
});
