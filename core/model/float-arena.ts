/** Numbers in the array at first: a day of one symbol needs a few, one of hundreds many. */
const FIRST = 64;

/**
 * Hands out places for numbers of one kind that change at every bar: of all symbols of a day, one after another in one
 * array, in the order in which they were added, which is that in which they are visited.
 * With hundreds of symbols the time goes by what the processor has to fetch, and an object for every few numbers is most
 * of that. Whoever has a place reads `numbers` anew each time, since the array is replaced as the pool grows. Places are
 * not given back; the pool goes with the day.
 */
export class FloatArena {
  numbers: Float64Array;
  #used = 0;

  constructor(room = FIRST) {
    this.numbers = new Float64Array(room);
  }

  /** Where `count` zeros begin. */
  take(count: number): number {
    const at = this.#used;
    this.#used += count;
    if (this.#used > this.numbers.length) {
      const larger = new Float64Array(Math.max(this.#used, this.numbers.length * 2));
      larger.set(this.numbers);
      this.numbers = larger;
    }
    return at;
  }
}

/** The numbers of a day, a pool for each kind of them: whoever works on one kind fetches nothing of the others. */
export class NumberPools {
  readonly #pools = new Map<string, FloatArena>();

  of(kind: string): FloatArena {
    const there = this.#pools.get(kind);
    if (there !== undefined) return there;
    const pool = new FloatArena();
    this.#pools.set(kind, pool);
    return pool;
  }
}
