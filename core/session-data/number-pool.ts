/** A part of a pool: its numbers stand in `numbers` from `at` on. */
export interface PoolPlace {
  readonly numbers: Float64Array;
  readonly at: number;
}

/** Numbers in the first array and in the largest: a day of one symbol needs a few, one of hundreds many. */
const FIRST = 64;
const LARGEST = 16 * 1024;

/**
 * Hands out places for the numbers that change at every bar: of all symbols of a day, one after another in a few large
 * arrays. With hundreds of symbols the time goes by what the processor has to fetch, and a place of its own for every
 * number, or an array for every few, is most of that. Places are not given back; the pool goes with the day.
 */
export class NumberPool {
  #chunk = new Float64Array(FIRST);
  #used = 0;

  /** Zeros. */
  take(count: number): PoolPlace {
    if (this.#used + count > this.#chunk.length) {
      this.#chunk = new Float64Array(Math.max(count, Math.min(LARGEST, this.#chunk.length * 4)));
      this.#used = 0;
    }
    const at = this.#used;
    this.#used += count;
    return { numbers: this.#chunk, at };
  }
}
