/** Initial size of the array: a day of one symbol needs a few, one of hundreds many. */
const FIRST = 64;

/**
 * Allocates places for numbers of one kind that change at every bar: those of all symbols of a day, one after another
 * in one array, in the order in which the symbols were added and are visited. With hundreds of symbols, memory access
 * decides the speed, and an object for every few numbers causes most of it. Callers must read `numbers` again at each
 * use, since the array is replaced as the pool grows. Places are not given back; the pool is discarded with the day.
 */
export class FloatArena {
  numbers: Float64Array;
  #used = 0;

  constructor(room = FIRST) {
    this.numbers = new Float64Array(room);
  }

  /** Allocates `count` zeros; returns the first place. */
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

/** The numbers of a day, one pool for each kind, so that work on one kind does not load the others into the cache. */
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
