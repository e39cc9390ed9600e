/**
 * The highest (or lowest) of the last `period` numbers, by a monotonic queue: amortised O(1) per number.
 *
 * The queue holds the numbers that can still become the highest, falling from front to back, each with the count at
 * which it came. A push drops from the front the numbers that have left the window and from the back those that the new
 * number beats, then writes one slot. Dropped numbers stay in their slots, so undoing a push means restoring the ends
 * of the queue and the one written slot: that replaces the last number exactly.
 */
export class RollingExtreme {
  readonly #period: number;
  /** 1 for the highest; −1 for the lowest, which is the highest of the negated numbers. */
  readonly #sign: 1 | -1;
  readonly #queued: Float64Array;
  readonly #cameAt: Float64Array;
  #front = 0;
  #length = 0;
  #count = 0;
  #undoFront = 0;
  #undoLength = 0;
  #undoSlot = 0;
  #undoQueued = 0;
  #undoCameAt = 0;

  constructor(period: number, which: 'highest' | 'lowest') {
    this.#period = period;
    this.#sign = which === 'highest' ? 1 : -1;
    this.#queued = new Float64Array(period);
    this.#cameAt = new Float64Array(period);
  }

  /** The extreme after `value`; `NaN` until `period` numbers were seen. */
  push(value: number, again: boolean): number {
    if (again) this.#undo();
    else this.#count += 1;
    this.#undoFront = this.#front;
    this.#undoLength = this.#length;
    this.#dropExpired();
    this.#enqueue(this.#sign * value);
    if (this.#count < this.#period) return Number.NaN;
    return this.#sign * (this.#queued[this.#front] as number);
  }

  clear(): void {
    this.#front = 0;
    this.#length = 0;
    this.#count = 0;
  }

  #dropExpired(): void {
    const oldest = this.#count - this.#period;
    if (this.#length > 0 && (this.#cameAt[this.#front] as number) <= oldest) {
      this.#front = this.#front + 1 === this.#period ? 0 : this.#front + 1;
      this.#length -= 1;
    }
  }

  #enqueue(value: number): void {
    const queued = this.#queued;
    while (this.#length > 0 && (queued[this.#slot(this.#length - 1)] as number) <= value) this.#length -= 1;
    const slot = this.#slot(this.#length);
    this.#undoSlot = slot;
    this.#undoQueued = queued[slot] as number;
    this.#undoCameAt = this.#cameAt[slot] as number;
    queued[slot] = value;
    this.#cameAt[slot] = this.#count;
    this.#length += 1;
  }

  #undo(): void {
    this.#front = this.#undoFront;
    this.#length = this.#undoLength;
    this.#queued[this.#undoSlot] = this.#undoQueued;
    this.#cameAt[this.#undoSlot] = this.#undoCameAt;
  }

  #slot(place: number): number {
    const slot = this.#front + place;
    return slot >= this.#period ? slot - this.#period : slot;
  }
}
