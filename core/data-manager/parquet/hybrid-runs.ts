/**
 * Runs of repeated and bit-packed places in a dictionary (the page `Encodings` of Parquet, "RLE / Bit-Packing Hybrid"), over typed
 * arrays. Widths up to 24 bits: a day has fewer distinct prices than that allows.
 */
export const WIDEST_RUNS = 24;

/** Bytes that `packRuns` may need at most. */
export const mostRunBytes = (count: number, width: number): number =>
  16 + count + Math.ceil((count * width) / 8) + width;

/** Repeats shorter than this are packed. */
const SHORTEST_REPEAT = 8;

/** Writes places from `start` of `out` on; returns the end of the written part. */
export function packRuns(places: Int32Array, width: number, out: Uint8Array, start: number): number {
  const count = places.length;
  let at = start;
  let packedFrom = 0;
  let index = 0;
  while (index < count) {
    const first = places[index];
    let end = index + 1;
    while (end < count && places[end] === first) end++;
    if (end - index < SHORTEST_REPEAT) {
      index += 8;
      continue;
    }
    at = packBits(places, packedFrom, index, width, out, at);
    at = varint(out, at, (end - index) * 2);
    for (let byte = 0; byte < width; byte += 8) out[at++] = (first as number) >>> byte;
    index = packedFrom = end;
  }
  return packBits(places, packedFrom, count, width, out, at);
}

/** Packed places come in eights: the last eight are padded with zeros. */
function packBits(
  places: Int32Array,
  from: number,
  to: number,
  width: number,
  out: Uint8Array,
  start: number,
): number {
  if (to <= from) return start;
  const groups = Math.ceil((to - from) / 8);
  let at = varint(out, start, groups * 2 + 1);
  let buffer = 0;
  let bits = 0;
  for (let index = from; index < from + groups * 8; index++) {
    buffer |= (index < to ? (places[index] as number) : 0) << bits;
    bits += width;
    for (; bits >= 8; bits -= 8) {
      out[at++] = buffer;
      buffer >>>= 8;
    }
  }
  return at;
}

/**
 * Reads `count` places of `width` bits; throws an Error where the bytes end before, or a place is not below `limit`.
 * Into `places` where it is given, which may be longer.
 */
export function unpackRuns(
  bytes: Uint8Array,
  width: number,
  count: number,
  limit: number,
  places = new Int32Array(count),
): Int32Array {
  // To the end of the buffer: a place is read in a word that may extend beyond the bytes.
  const words = new DataView(bytes.buffer, bytes.byteOffset);
  const mask = (1 << width) - 1;
  let at = 0;
  let greatest = 0;
  for (let done = 0; done < count;) {
    if (at >= bytes.length && width > 0) throw new Error(END_EARLY);
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      header |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    const isPacked = (header & 1) === 1;
    const length = isPacked ? (header >>> 1) * 8 : header >>> 1;
    const end = Math.min(count, done + length);
    if (length === 0) throw new Error('a run of places in a dictionary is empty');
    if (isPacked) {
      if (at + ((end - done) * width) / 8 > bytes.length) throw new Error(END_EARLY);
      const lastWord = (words.byteLength - at - 4) * 8;
      for (let bit = 0; done < end; done++, bit += width) {
        const from = at + (bit >>> 3);
        const word = bit <= lastWord ? words.getInt32(from, true) : wordAt(bytes, from);
        const place = (word >>> (bit & 7)) & mask;
        places[done] = place;
        if (place > greatest) greatest = place;
      }
      at += (length * width) / 8;
    } else {
      let place = 0;
      for (let shift = 0; shift < width; shift += 8) place |= (bytes[at++] ?? 0) << shift;
      places.fill(place, done, end);
      if (place > greatest) greatest = place;
      done = end;
    }
  }
  if (count > 0 && greatest >= limit) throw new Error(`a place ${greatest} in a dictionary of ${limit}`);
  return places;
}

const END_EARLY = 'its places in a dictionary end early';

/** Four bytes, with zeros behind the last. */
const wordAt = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) |
  ((bytes[at + 1] ?? 0) << 8) |
  ((bytes[at + 2] ?? 0) << 16) |
  ((bytes[at + 3] ?? 0) << 24);

function varint(out: Uint8Array, from: number, value: number): number {
  let at = from;
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) out[at++] = rest | 0x80;
  out[at++] = rest;
  return at;
}
