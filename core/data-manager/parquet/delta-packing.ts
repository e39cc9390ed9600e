/**
 * DELTA_BINARY_PACKED of Parquet (the page `Encodings`, "Delta Encoding") for whole numbers in doubles. The libraries count in
 * BigInt, which takes most of the time of a column of times or volumes; up to 2^53 a double is as exact.
 */
const BLOCK = 128;
const MINIBLOCKS = 4;
const PER_MINIBLOCK = BLOCK / MINIBLOCKS;

/** Wider differences are left to the library: bits are gathered byte by byte, and up to here the sum stays exact. */
const WIDEST = 45;
/** Numbers of up to this many bits fit into four bytes at any bit offset. */
const WIDEST_IN_WORD = 24;
/** Greatest distance of two numbers for which the distance and its zigzag form are exact. */
const EXACT = 2 ** 51;

/** Bytes that `packDeltas` may need at most. */
export const mostPackedBytes = (count: number): number => 64 + Math.ceil(count / BLOCK) * (16 + BLOCK * 6);

/** Writes whole numbers from the start of `out`; returns the number of bytes, undefined where the library has to. */
export function packDeltas(values: Float64Array, out: Uint8Array): number | undefined {
  const first = values[0] ?? 0;
  if (!(Math.abs(first) < EXACT)) return undefined;
  let at = varint(out, 0, BLOCK);
  at = varint(out, at, MINIBLOCKS);
  at = varint(out, at, values.length);
  at = varint(out, at, zigzag(first));
  const deltas = new Float64Array(BLOCK);
  for (let from = 1; from < values.length; from += BLOCK) {
    const count = Math.min(BLOCK, values.length - from);
    let least = Number.POSITIVE_INFINITY;
    let greatest = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < count; index++) {
      const delta = (values[from + index] as number) - (values[from + index - 1] as number);
      deltas[index] = delta;
      if (delta < least) least = delta;
      if (delta > greatest) greatest = delta;
    }
    if (!(least > -EXACT && greatest < EXACT && greatest - least < 2 ** WIDEST)) return undefined;
    for (let index = 0; index < count; index++) deltas[index] = (deltas[index] as number) - least;
    at = packBlock(deltas.fill(0, count), out, varint(out, at, zigzag(least)));
  }
  return at;
}

function packBlock(deltas: Float64Array, out: Uint8Array, from: number): number {
  let at = from + MINIBLOCKS;
  for (let miniblock = 0; miniblock < MINIBLOCKS; miniblock++) {
    const start = miniblock * PER_MINIBLOCK;
    let greatest = 0;
    for (let index = start; index < start + PER_MINIBLOCK; index++) {
      if ((deltas[index] as number) > greatest) greatest = deltas[index] as number;
    }
    const width = widthOf(greatest);
    out[from + miniblock] = width;
    if (width > 0) at = packBits(deltas, start, width, out, at);
  }
  return at;
}

function packBits(deltas: Float64Array, from: number, width: number, out: Uint8Array, start: number): number {
  let at = start;
  let buffer = 0;
  let bits = 0;
  for (let index = from; index < from + PER_MINIBLOCK; index++) {
    buffer += (deltas[index] as number) * (POWERS[bits] as number);
    bits += width;
    for (; bits >= 8; bits -= 8) {
      const high = Math.floor(buffer / 256);
      out[at++] = buffer - high * 256;
      buffer = high;
    }
  }
  return at;
}

/**
 * Reads numbers of `bytes` into `values` from `at` on, all that the bytes promise up to `most`. Returns their number;
 * undefined where the library has to read them, or to report their error.
 */
export function unpackDeltas(
  bytes: Uint8Array,
  values: Float64Array,
  at: number,
  most: number,
): number | undefined {
  const reader = new PackedReader(bytes);
  const block = reader.varint();
  const miniblocks = reader.varint();
  const total = reader.varint();
  let value = reader.zigzag();
  const perMiniblock = block / miniblocks;
  if (!(total <= most && perMiniblock % 32 === 0 && Math.abs(value) < EXACT)) return undefined;
  if (total === 0) return 0;
  values[at] = value;
  const end = at + total;
  for (let next = at + 1; next < end;) {
    const least = reader.zigzag();
    if (!(Math.abs(least) < EXACT)) return undefined;
    const widths = reader.take(miniblocks);
    for (let miniblock = 0; miniblock < miniblocks && next < end; miniblock++) {
      const width = widths[miniblock] ?? 0;
      if (width > WIDEST) return undefined;
      const count = Math.min(perMiniblock, end - next);
      if (width > 0) reader.unpack(width, perMiniblock, values, next, count);
      else values.fill(0, next, next + count);
      for (const stop = next + count; next < stop; next++) {
        value += least + (values[next] as number);
        values[next] = value;
      }
    }
    if (reader.isPastEnd || !(Math.abs(value) < 2 * EXACT)) return undefined;
  }
  return total;
}

class PackedReader {
  readonly #bytes: Uint8Array;
  /** To the end of the buffer: a word may extend beyond the bytes. */
  readonly #words: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#words = new DataView(bytes.buffer, bytes.byteOffset);
  }

  get isPastEnd(): boolean {
    return this.#at > this.#bytes.length;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#at++] ?? Number.NaN;
      if (!(byte >= 0x80)) return value + byte * scale;
      value += (byte - 0x80) * scale;
    }
  }

  zigzag(): number {
    const coded = this.varint();
    return coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2;
  }

  take(count: number): Uint8Array {
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  /** Reads the first `count` of `packed` numbers of `width` bits, and skips all of them. */
  unpack(width: number, packed: number, target: Float64Array, from: number, count: number): void {
    const bytes = this.#bytes;
    if (width <= WIDEST_IN_WORD && this.#at + Math.ceil((count * width) / 8) + 4 <= this.#words.byteLength) {
      this.#unpackWords(width, target, from, count);
      this.#at += (packed * width) / 8;
      return;
    }
    const size = POWERS[width] as number;
    let at = this.#at;
    let buffer = 0;
    let bits = 0;
    this.#at += (packed * width) / 8;
    for (let index = from; index < from + count; index++) {
      for (; bits < width; bits += 8) buffer += (bytes[at++] as number) * (POWERS[bits] as number);
      const high = Math.floor(buffer / size);
      target[index] = buffer - high * size;
      buffer = high;
      bits -= width;
    }
  }

  /** Numbers that fit into a word of four bytes, at any bit offset. */
  #unpackWords(width: number, target: Float64Array, from: number, count: number): void {
    const words = this.#words;
    const mask = (1 << width) - 1;
    const at = this.#at;
    for (let index = 0, bit = 0; index < count; index++, bit += width) {
      target[from + index] = (words.getInt32(at + (bit >>> 3), true) >>> (bit & 7)) & mask;
    }
  }
}

const POWERS = Float64Array.from({ length: WIDEST + 8 }, (_, bit) => 2 ** bit);

/** Bits that hold a whole number below 2^53. */
const widthOf = (value: number): number =>
  value < 2 ** 32 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / 2 ** 32));

const zigzag = (value: number): number => (value < 0 ? -value * 2 - 1 : value * 2);

function varint(out: Uint8Array, from: number, value: number): number {
  let at = from;
  let rest = value;
  while (rest >= 0x80) {
    const high = Math.floor(rest / 128);
    out[at++] = rest - high * 128 + 0x80;
    rest = high;
  }
  out[at++] = rest;
  return at;
}
