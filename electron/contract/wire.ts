/**
 * Messages as bytes, for a wire that carries frames (WebSocket): both ends use these two functions.
 *
 * Frame: little-endian uint32 with the header's length · header: UTF-8 JSON in which a `Float64Array` stands as
 * `{"$f64":[byteOffset,length]}` and a number that JSON lacks as `{"$num":"NaN"}` · zeros up to a multiple of 8 · the
 * raw little-endian doubles, at offsets counted from where they begin. No array of doubles is ever printed as text.
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
  const columns: Float64Array[] = [];
  let dataLength = 0;
  const json = JSON.stringify(message, (_key, value: unknown) => {
    if (value instanceof Float64Array) {
      const reference = { $f64: [dataLength, value.length] };
      columns.push(value);
      dataLength += value.byteLength;
      return reference;
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
  for (const column of columns) {
    frame.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), offset);
    offset += column.byteLength;
  }
  return frame;
}

/** The message, with columns of its own (no view into `bytes`). Throws on a frame that `encodeMessage` cannot have made. */
export function decodeMessage(bytes: Uint8Array): unknown {
  if (bytes.byteLength < PREFIX) throw new RangeError(`a frame of 4 bytes or more, got ${bytes.byteLength}`);
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset, PREFIX).getUint32(0, true);
  if (PREFIX + headerLength > bytes.byteLength) {
    throw new RangeError(`a header within ${bytes.byteLength} bytes, got one of ${headerLength}`);
  }
  const header = bytes.subarray(PREFIX, PREFIX + headerLength);
  const data = bytes.subarray(Math.min(aligned(PREFIX + headerLength), bytes.byteLength));
  const json = new TextDecoder('utf-8', { fatal: true }).decode(header);
  return JSON.parse(json, (_key, value: unknown) => revived(value, data));
}

function revived(value: unknown, data: Uint8Array): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { $f64: reference, $num: name } = value as { $f64?: unknown; $num?: unknown };
  if (reference !== undefined) return columnAt(reference, data);
  if (typeof name === 'string' && Object.hasOwn(UNPRINTABLE, name)) return UNPRINTABLE[name];
  return value;
}

function columnAt(reference: unknown, data: Uint8Array): Float64Array {
  const [offset, length] = Array.isArray(reference) ? (reference as unknown[]) : [];
  const fits =
    Number.isInteger(offset) &&
    Number.isInteger(length) &&
    (offset as number) >= 0 &&
    (length as number) >= 0 &&
    (offset as number) + (length as number) * WORD <= data.byteLength;
  if (!fits) {
    throw new RangeError(`a column within ${data.byteLength} bytes, got ${JSON.stringify(reference)}`);
  }
  const column = new Float64Array(length as number);
  const from = offset as number;
  new Uint8Array(column.buffer).set(data.subarray(from, from + column.byteLength));
  return column;
}
