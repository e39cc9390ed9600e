import type { NumberPool } from './number-pool.ts';

/** Places of the numbers, from where the bar's begin. */
const OPEN_MS = 0;
const CLOSE_MS = 1;
const OPEN = 2;
const HIGH = 3;
const LOW = 4;
const CLOSE = 5;
const VOLUME = 6;

/** The bar in progress: its numbers in the day's pool. */
export class FormingBar {
  readonly #numbers: Float64Array;
  readonly #at: number;
  /** Base bars merged so far, and how many there could be in the whole bar. */
  present = 0;
  possible = 0;

  constructor(pool: NumberPool) {
    const { numbers, at } = pool.take(7);
    this.#numbers = numbers;
    this.#at = at;
    this.closeMs = Number.POSITIVE_INFINITY;
  }

  get openMs(): number {
    return this.#numbers[this.#at + OPEN_MS] as number;
  }

  set openMs(instant: number) {
    this.#numbers[this.#at + OPEN_MS] = instant;
  }

  /** `Infinity` while there is no bar. */
  get closeMs(): number {
    return this.#numbers[this.#at + CLOSE_MS] as number;
  }

  set closeMs(instant: number) {
    this.#numbers[this.#at + CLOSE_MS] = instant;
  }

  get open(): number {
    return this.#numbers[this.#at + OPEN] as number;
  }

  get high(): number {
    return this.#numbers[this.#at + HIGH] as number;
  }

  get low(): number {
    return this.#numbers[this.#at + LOW] as number;
  }

  get close(): number {
    return this.#numbers[this.#at + CLOSE] as number;
  }

  get volume(): number {
    return this.#numbers[this.#at + VOLUME] as number;
  }

  /** Merges a base bar: the first begins the bar, the others widen it. */
  merge(open: number, high: number, low: number, close: number, volume: number): void {
    const numbers = this.#numbers;
    const at = this.#at;
    if (this.present === 0) {
      numbers[at + OPEN] = open;
      numbers[at + HIGH] = high;
      numbers[at + LOW] = low;
      numbers[at + VOLUME] = volume;
    } else {
      if (high > (numbers[at + HIGH] as number)) numbers[at + HIGH] = high;
      if (low < (numbers[at + LOW] as number)) numbers[at + LOW] = low;
      numbers[at + VOLUME] = (numbers[at + VOLUME] as number) + volume;
    }
    numbers[at + CLOSE] = close;
    this.present++;
  }

  /** Forgets the bar. */
  clear(): void {
    this.present = 0;
    this.closeMs = Number.POSITIVE_INFINITY;
  }
}
