/** Positions by a hash of the four bytes at each: 2^14, as in the reference implementation. */
const TABLE_BITS = 14;
const LONGEST_OFFSET = 0xffff;
const LONGEST_COPY = 64;
/** This close to the end no more matches are searched. */
const MARGIN = 15;
const SPREAD = 0x1e35_a7bd;

/**
 * Compresses bytes in the Snappy format (google/snappy, format_description.txt), into one buffer that is used again:
 * the pages of a month are many and small, and an allocation for each costs more than the work on it.
 */
export class SnappyCompressor {
  readonly #table = new Int32Array(1 << TABLE_BITS);
  #out = new Uint8Array(16 * 1024);
  #at = 0;

  /** Valid until the next call. */
  compress(input: Uint8Array): Uint8Array {
    const most = 32 + input.length + Math.ceil(input.length / 6);
    if (this.#out.length < most) this.#out = new Uint8Array(most * 2);
    this.#at = 0;
    this.#varint(input.length);
    const rest = input.length > MARGIN ? this.#fragment(input) : 0;
    if (rest < input.length) this.#literal(input, rest, input.length);
    return this.#out.subarray(0, this.#at);
  }

  /** Where the last literal begins. */
  #fragment(input: Uint8Array): number {
    const bits = Math.min(TABLE_BITS, 32 - Math.clz32(input.length - 1));
    const shift = 32 - bits;
    const table = this.#table.fill(0, 0, 1 << bits);
    const limit = input.length - MARGIN;
    let literal = 0;
    let at = 1;
    let misses = 32;
    while (at < limit) {
      const four = load32(input, at);
      const slot = Math.imul(four, SPREAD) >>> shift;
      const candidate = table[slot] as number;
      table[slot] = at;
      if (at - candidate > LONGEST_OFFSET || load32(input, candidate) !== four) {
        at += misses++ >>> 5;
        continue;
      }
      if (literal < at) this.#literal(input, literal, at);
      let end = at + 4;
      for (let from = candidate + 4; end < input.length && input[end] === input[from]; from++) end++;
      this.#copy(at - candidate, end - at);
      literal = at = end;
      misses = 32;
    }
    return literal;
  }

  #literal(input: Uint8Array, from: number, to: number): void {
    const out = this.#out;
    const rest = to - from - 1;
    let at = this.#at;
    if (rest < 60) out[at++] = rest << 2;
    else {
      const bytes = rest < 0x100 ? 1 : rest < 0x1_0000 ? 2 : rest < 0x100_0000 ? 3 : 4;
      out[at++] = (59 + bytes) << 2;
      for (let byte = 0; byte < bytes; byte++) out[at++] = rest >>> (byte * 8);
    }
    for (let source = from; source < to; source++) out[at++] = input[source] as number;
    this.#at = at;
  }

  #copy(offset: number, length: number): void {
    const out = this.#out;
    let left = length;
    while (left > 0) {
      // The short form cannot express a copy of fewer than four bytes: none remains here.
      const part = left > LONGEST_COPY && left < LONGEST_COPY + 4 ? 60 : Math.min(left, LONGEST_COPY);
      left -= part;
      if (part >= 4 && part < 12 && offset < 2048) {
        out[this.#at++] = 1 | ((part - 4) << 2) | ((offset >>> 8) << 5);
        out[this.#at++] = offset;
      } else {
        out[this.#at++] = 2 | ((part - 1) << 2);
        out[this.#at++] = offset;
        out[this.#at++] = offset >>> 8;
      }
    }
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) this.#out[this.#at++] = rest | 0x80;
    this.#out[this.#at++] = rest;
  }
}

const load32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] as number) |
  ((bytes[at + 1] as number) << 8) |
  ((bytes[at + 2] as number) << 16) |
  ((bytes[at + 3] as number) << 24);
