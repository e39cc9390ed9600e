export interface IndexedDoubles {
  /** Each distinct value once, in the order in which they come. */
  readonly values: Float64Array;
  /** For each number its place among `values`. */
  readonly indices: Int32Array;
}

/** Golden ratio of 2^32: spreads neighbouring prices over the table (Knuth, The Art of Computer Programming 6.4). */
const SPREAD = 0x9e37_79b9;

/** Numbers as places in a list of distinct ones. Keeps its tables from one column to the next. */
export class DoubleIndexer {
  /** Open addressing: place + 1 of a distinct number, 0 where a slot is free. */
  #slots = new Int32Array(2048);
  /** The first place of each distinct number. */
  #firsts = new Int32Array(512);
  #indices = new Int32Array(1024);

  /**
   * Distinguishes numbers by their bits. Undefined when list and places together would take more than half the bytes of
   * the numbers themselves. O(n). The indices are valid until the next call.
   */
  index(numbers: Float64Array): IndexedDoubles | undefined {
    const count = numbers.length;
    const most = count >>> 1;
    const bits = 33 - Math.clz32(Math.max(count, 8) - 1);
    this.#prepare(count, bits);
    const [slots, firsts, indices] = [this.#slots, this.#firsts, this.#indices];
    const halves = new Int32Array(numbers.buffer, numbers.byteOffset, count * 2);
    const mask = (1 << bits) - 1;
    let distinct = 0;
    for (let at = 0; at < count; at++) {
      const low = halves[at * 2] as number;
      const high = halves[at * 2 + 1] as number;
      let slot = Math.imul(low ^ Math.imul(high, SPREAD), SPREAD) >>> (32 - bits);
      let place = (slots[slot] as number) - 1;
      while (place >= 0 && !isAt(halves, firsts[place] as number, low, high)) {
        slot = (slot + 1) & mask;
        place = (slots[slot] as number) - 1;
      }
      if (place < 0) {
        if (distinct === most) return undefined;
        place = distinct++;
        firsts[place] = at;
        slots[slot] = distinct;
      }
      indices[at] = place;
    }
    if (2 * (distinct * 8 + (count * bitsFor(distinct)) / 8) > count * 8) return undefined;
    const values = new Float64Array(distinct);
    for (let place = 0; place < distinct; place++) values[place] = numbers[firsts[place] as number] as number;
    return { values, indices: indices.subarray(0, count) };
  }

  #prepare(count: number, bits: number): void {
    if (this.#slots.length < 1 << bits) this.#slots = new Int32Array(1 << bits);
    else this.#slots.fill(0, 0, 1 << bits);
    if (this.#indices.length >= count) return;
    this.#indices = new Int32Array(count);
    this.#firsts = new Int32Array(count >>> 1);
  }
}

/** Number of bits that distinguish `count` values. */
export const bitsFor = (count: number): number => (count < 2 ? 0 : 32 - Math.clz32(count - 1));

const isAt = (halves: Int32Array, at: number, low: number, high: number): boolean =>
  halves[at * 2] === low && halves[at * 2 + 1] === high;
