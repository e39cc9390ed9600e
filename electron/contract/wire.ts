import { packDoubles, unpackDoubles, type PackedDoubles } from './packed-doubles.ts';

/**
 * Messages as bytes, for a wire that carries frames (WebSocket): both ends use these two functions.
 *
 * Frame: little-endian uint32 with the header's length · header: UTF-8 JSON in which a `Float64Array` is
 * `{"$f64":[byteOffset,length]}`, one of decimal numbers packed as `{"$dec":[byteOffset,bytes,length,decimals,order]}`
 * (`packed-doubles.ts`), a `Uint8Array` as `{"$u8":[byteOffset,length]}` and a number that JSON lacks as
 * `{"$num":"NaN"}` · zeros up to a multiple of 8 · the raw little-endian doubles and bytes, each array at a multiple of
 * 8 counted from where the first begins. No array of either kind is ever printed as text.
 */

declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare class TextDecoder {
  constructor(label: string, options: { fatal: boolean });
  decode(bytes: Uint8Array): string;
}

const PREFIX = 4;
const WORD = 8;
const UNPRINTABLE: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
};

const aligned = (offset: number): number => Math.ceil(offset / WORD) * WORD;

const isPrintable = (value: number): boolean => Number.isFinite(value) && !Object.is(value, -0);

export function encodeMessage(message: unknown): Uint8Array {
  const arrays: (Float64Array | Uint8Array)[] = [];
  let dataLength = 0;
  const json = JSON.stringify(message, (_key, value: unknown) => {
    if (value instanceof Float64Array || value instanceof Uint8Array) {
      const from = dataLength;
      const packed = value instanceof Float64Array ? packDoubles(value) : undefined;
      const array = packed?.bytes ?? value;
      arrays.push(array);
      dataLength += aligned(array.byteLength);
      if (packed !== undefined)
        return { $dec: [from, array.length, packed.count, packed.decimals, packed.order] };
      return value instanceof Float64Array ? { $f64: [from, value.length] } : { $u8: [from, value.length] };
    }
    if (typeof value === 'number' && !isPrintable(value)) {
      return { $num: Object.is(value, -0) ? '-0' : String(value) };
    }
    return value;
  });
  const header = new TextEncoder().encode(json);
  let offset = aligned(PREFIX + header.length);
  const frame = new Uint8Array(offset + dataLength);
  new DataView(frame.buffer).setUint32(0, header.length, true);
  frame.set(header, PREFIX);
  for (const array of arrays) {
    frame.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += aligned(array.byteLength);
  }
  return frame;
}

/** The message, with arrays of its own (no view into `bytes`). Throws on a frame that `encodeMessage` cannot have made. */
export function decodeMessage(bytes: Uint8Array): unknown {
  if (bytes.byteLength < PREFIX) throw new RangeError(`a frame of 4 bytes or more, got ${bytes.byteLength}`);
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset, PREFIX).getUint32(0, true);
  if (PREFIX + headerLength > bytes.byteLength) {
    throw new RangeError(`a header within ${bytes.byteLength} bytes, got one of ${headerLength}`);
  }
  const header = bytes.subarray(PREFIX, PREFIX + headerLength);
  const data = bytes.subarray(Math.min(aligned(PREFIX + headerLength), bytes.byteLength));
  const json = new TextDecoder('utf-8', { fatal: true }).decode(header);
  return revived(JSON.parse(json), data);
}

/**
 * Replaces references in the value by their arrays, in place; a reviver of `JSON.parse` would take several times as
 * long.
 */
function revived(value: unknown, data: Uint8Array): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const named = referred(value as Record<string, unknown>, data);
  if (named !== undefined) return named;
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) {
      if (typeof each === 'object' && each !== null) value[index] = revived(each, data);
    }
    return value;
  }
  const parts = value as Record<string, unknown>;
  for (const name of Object.keys(parts)) {
    const part = parts[name];
    if (typeof part === 'object' && part !== null) parts[name] = revived(part, data);
  }
  return parts;
}

/** The value that a reference object represents, if it is one. */
function referred(
  { $f64: doubles, $dec: packed, $u8: bytes, $num: name }: Record<string, unknown>,
  data: Uint8Array,
): Float64Array | Uint8Array | number | undefined {
  if (doubles !== undefined) return new Float64Array(bytesAt(doubles, WORD, data).buffer);
  if (packed !== undefined) return unpacked(packed, data);
  if (bytes !== undefined) return bytesAt(bytes, 1, data);
  if (typeof name === 'string' && Object.hasOwn(UNPRINTABLE, name)) return UNPRINTABLE[name];
  return undefined;
}

function unpacked(reference: unknown, data: Uint8Array): Float64Array {
  const [, , count, decimals, order] = Array.isArray(reference) ? (reference as number[]) : [];
  const bytes = bytesAt(reference, 1, data);
  return unpackDoubles({ bytes, count, decimals, order } as PackedDoubles);
}

/** A copy, alone in its buffer, of the referenced array: `[byteOffset, length]` in elements of `size` bytes. */
function bytesAt(reference: unknown, size: number, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const [offset, length] = Array.isArray(reference) ? (reference as unknown[]) : [];
  const fits =
    Number.isInteger(offset) &&
    Number.isInteger(length) &&
    (offset as number) >= 0 &&
    (length as number) >= 0 &&
    (offset as number) + (length as number) * size <= data.byteLength;
  if (!fits) {
    throw new RangeError(`an array within ${data.byteLength} bytes, got ${JSON.stringify(reference)}`);
  }
  const from = offset as number;
  const copy = new Uint8Array((length as number) * size);
  copy.set(data.subarray(from, from + copy.length));
  return copy;
}
