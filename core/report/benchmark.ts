import { asEpochMs, MINUTE_MS, type EpochMs, type Ticker } from '../base/epoch-ms.ts';
import { NumberRows } from '../base/number-rows.ts';
import type { ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { SessionGrid } from '../time-manager/session-grid.ts';
import type { BaseInterval } from '../base/interval.ts';

export interface BenchmarkPoint {
  readonly clock: EpochMs;
  readonly price: number;
}

const POINT_EVERY_MS = 5 * MINUTE_MS;

const CLOCK = 0;
const PRICE = 1;

/** What the report holds the account against: a symbol, bought at the first open. */
export class BenchmarkCurve {
  readonly symbol: Ticker;
  readonly #rows = new NumberRows(2);

  constructor(symbol: Ticker) {
    this.symbol = symbol;
  }

  /** All points, oldest first. O(n). */
  get points(): readonly BenchmarkPoint[] {
    return Array.from({ length: this.#rows.length }, (_, index) => ({
      clock: asEpochMs(this.#rows.get(index, CLOCK)),
      price: this.#rows.get(index, PRICE),
    }));
  }

  /** A day as the report draws it: its first open, closes about every five minutes, its last close. */
  addDay(bars: ReadonlyBarColumns, interval: BaseInterval, grid: SessionGrid): void {
    let lastOpenMs = Number.NEGATIVE_INFINITY;
    let pending = -1;
    for (let index = 0; index < bars.length; index++) {
      const openMs = bars.openMs[index] as number;
      if (!grid.isRegular(openMs)) continue;
      if (lastOpenMs === Number.NEGATIVE_INFINITY) this.#add(openMs, bars.open[index] as number);
      // Bars of one interval close as far apart as they open.
      const isDue = openMs - lastOpenMs >= POINT_EVERY_MS;
      pending = isDue ? -1 : index;
      if (!isDue) continue;
      this.#addClose(bars, index, interval, grid);
      lastOpenMs = openMs;
    }
    if (pending >= 0) this.#addClose(bars, pending, interval, grid);
  }

  #addClose(bars: ReadonlyBarColumns, at: number, interval: BaseInterval, grid: SessionGrid): void {
    this.#add(grid.closeOfBase(interval, bars.openMs[at] as number), bars.close[at] as number);
  }

  #add(clock: number, price: number): void {
    this.#rows.add();
    this.#rows.set(CLOCK, clock);
    this.#rows.set(PRICE, price);
  }
}
