/**
 * The last `size` numbers of a series, in a ring.
 *
 * `sum` adds them up again, oldest first, at every call. That is O(size), but the result depends on the window alone,
 * equals the sum over a slice of the series bit for bit, and cannot drift in a long series.
 */
export class RecentValues {
  readonly size: number;
  readonly #slots: Float64Array;
  #newest = -1;
  #count = 0;

  constructor(size: number) {
    this.size = size;
    this.#slots = new Float64Array(size);
  }

  /** True when `size` numbers were seen. */
  get full(): boolean {
    return this.#count === this.size;
  }

  push(value: number, again: boolean): void {
    if (!again) {
      this.#newest = this.#newest + 1 === this.size ? 0 : this.#newest + 1;
      if (this.#count < this.size) this.#count += 1;
    }
    this.#slots[this.#newest] = value;
  }

  /** The number pushed `age` pushes ago, 0 for the last; `NaN` where there is none. */
  at(age: number): number {
    if (age >= this.#count) return Number.NaN;
    const slot = this.#newest - age;
    return this.#slots[slot < 0 ? slot + this.size : slot] as number;
  }

  sum(): number {
    const slots = this.#slots;
    const newest = this.#newest;
    let sum = 0;
    for (let slot = newest + 1; slot < this.#count; slot += 1) sum += slots[slot] as number;
    for (let slot = 0; slot <= newest; slot += 1) sum += slots[slot] as number;
    return sum;
  }

  /** Sum of value − origin. */
  sumFrom(origin: number): number {
    const slots = this.#slots;
    const newest = this.#newest;
    let sum = 0;
    for (let slot = newest + 1; slot < this.#count; slot += 1) sum += (slots[slot] as number) - origin;
    for (let slot = 0; slot <= newest; slot += 1) sum += (slots[slot] as number) - origin;
    return sum;
  }

  /** Sum of |value − origin − centre|. */
  sumOfDistances(origin: number, centre: number): number {
    const slots = this.#slots;
    const newest = this.#newest;
    let sum = 0;
    for (let slot = newest + 1; slot < this.#count; slot += 1)
      sum += Math.abs((slots[slot] as number) - origin - centre);
    for (let slot = 0; slot <= newest; slot += 1) sum += Math.abs((slots[slot] as number) - origin - centre);
    return sum;
  }

  /** Sum of (value − centre)². */
  sumOfSquares(centre: number): number {
    const slots = this.#slots;
    const newest = this.#newest;
    let sum = 0;
    for (let slot = newest + 1; slot < this.#count; slot += 1) sum += ((slots[slot] as number) - centre) ** 2;
    for (let slot = 0; slot <= newest; slot += 1) sum += ((slots[slot] as number) - centre) ** 2;
    return sum;
  }

  /** 1 × the oldest + 2 × the next + … + count × the newest. */
  weightedSum(): number {
    const slots = this.#slots;
    const newest = this.#newest;
    let sum = 0;
    let weight = 0;
    for (let slot = newest + 1; slot < this.#count; slot += 1) sum += (weight += 1) * (slots[slot] as number);
    for (let slot = 0; slot <= newest; slot += 1) sum += (weight += 1) * (slots[slot] as number);
    return sum;
  }

  clear(): void {
    this.#newest = -1;
    this.#count = 0;
  }
}
