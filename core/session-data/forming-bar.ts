import type { BarColumns, ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { Bucket } from '../time-manager/session-grid.ts';
import type { FloatArena } from '../model/float-arena.ts';

/** Offsets of the numbers from the bar's first place. */
const OPEN_MS = 0;
const CLOSE_MS = 1;
const OPEN = 2;
const HIGH = 3;
const LOW = 4;
const CLOSE = 5;
const VOLUME = 6;
const PRESENT = 7;
const POSSIBLE = 8;

const WIDTH = 9;

/**
 * The bar in progress of one series. Its numbers are in the day's pool, where the functions below process many symbols
 * in one loop; this object gives access to one of them.
 */
export class FormingBar {
  readonly #pool: FloatArena;
  /** Where its numbers begin in the pool. */
  readonly at: number;

  constructor(pool: FloatArena) {
    this.#pool = pool;
    this.at = pool.take(WIDTH);
    this.clear();
  }

  get openMs(): number {
    return this.#number(OPEN_MS);
  }

  /** `Infinity` while there is no bar. */
  get closeMs(): number {
    return this.#number(CLOSE_MS);
  }

  get open(): number {
    return this.#number(OPEN);
  }

  get high(): number {
    return this.#number(HIGH);
  }

  get low(): number {
    return this.#number(LOW);
  }

  get close(): number {
    return this.#number(CLOSE);
  }

  get volume(): number {
    return this.#number(VOLUME);
  }

  /** Number of base bars merged so far, and the most that the whole bar can have. */
  get present(): number {
    return this.#number(PRESENT);
  }

  get possible(): number {
    return this.#number(POSSIBLE);
  }

  begin(bucket: Bucket, possible: number): void {
    beginBar(this.#pool.numbers, this.at, bucket, possible);
  }

  merge(bars: ReadonlyBarColumns, index: number): void {
    mergeBar(this.#pool.numbers, this.at, bars, index);
  }

  /** Widens the bar, which has begun, by those of `[from, to)`. */
  widen(bars: ReadonlyBarColumns, from: number, to: number): void {
    widenBar(this.#pool.numbers, this.at, bars, from, to);
  }

  appendTo(bars: BarColumns): void {
    const { numbers } = this.#pool;
    const at = bars.extend();
    bars.openMs[at] = numbers[this.at + OPEN_MS] as number;
    bars.open[at] = numbers[this.at + OPEN] as number;
    bars.high[at] = numbers[this.at + HIGH] as number;
    bars.low[at] = numbers[this.at + LOW] as number;
    bars.close[at] = numbers[this.at + CLOSE] as number;
    bars.volume[at] = numbers[this.at + VOLUME] as number;
  }

  /** Forgets the bar. */
  clear(): void {
    const { numbers } = this.#pool;
    numbers[this.at + PRESENT] = 0;
    numbers[this.at + CLOSE_MS] = Number.POSITIVE_INFINITY;
  }

  #number(place: number): number {
    return this.#pool.numbers[this.at + place] as number;
  }
}

export const hasBegun = (numbers: Float64Array, at: number): boolean => numbers[at + PRESENT] !== 0;

/** When the bar in progress ends; `Infinity` while there is none. */
export const closeOfForming = (numbers: Float64Array, at: number): number => numbers[at + CLOSE_MS] as number;

/** Sets the range of the bar whose first base bar is about to be merged. */
export function beginBar(numbers: Float64Array, at: number, bucket: Bucket, possible: number): void {
  numbers[at + OPEN_MS] = bucket.openMs;
  numbers[at + CLOSE_MS] = bucket.closeMs;
  numbers[at + POSSIBLE] = possible;
}

/** Merges the base bar at `index`: the first begins the bar, the others widen it. */
export function mergeBar(numbers: Float64Array, at: number, bars: ReadonlyBarColumns, index: number): void {
  const high = bars.high[index] as number;
  const low = bars.low[index] as number;
  const volume = bars.volume[index] as number;
  const present = numbers[at + PRESENT] as number;
  if (present === 0) {
    numbers[at + OPEN] = bars.open[index] as number;
    numbers[at + HIGH] = high;
    numbers[at + LOW] = low;
    numbers[at + VOLUME] = volume;
  } else {
    if (high > (numbers[at + HIGH] as number)) numbers[at + HIGH] = high;
    if (low < (numbers[at + LOW] as number)) numbers[at + LOW] = low;
    numbers[at + VOLUME] = (numbers[at + VOLUME] as number) + volume;
  }
  numbers[at + CLOSE] = bars.close[index] as number;
  numbers[at + PRESENT] = present + 1;
}

/** Merges the base bars of `[from, to)` into a bar that has begun, with the same result as one by one. */
function widenBar(
  numbers: Float64Array,
  at: number,
  bars: ReadonlyBarColumns,
  from: number,
  to: number,
): void {
  if (from >= to) return;
  let high = numbers[at + HIGH] as number;
  let low = numbers[at + LOW] as number;
  let volume = numbers[at + VOLUME] as number;
  for (let index = from; index < to; index++) {
    if ((bars.high[index] as number) > high) high = bars.high[index] as number;
    if ((bars.low[index] as number) < low) low = bars.low[index] as number;
    volume += bars.volume[index] as number;
  }
  numbers[at + HIGH] = high;
  numbers[at + LOW] = low;
  numbers[at + VOLUME] = volume;
  numbers[at + CLOSE] = bars.close[to - 1] as number;
  numbers[at + PRESENT] = (numbers[at + PRESENT] as number) + (to - from);
}
