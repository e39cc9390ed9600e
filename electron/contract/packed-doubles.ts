/**
 * Prices, volumes and open times in a fraction of their eight bytes, bit for bit: as whole steps of the last decimal
 * that the column needs, written as differences.
 *
 * Bytes: a zigzag LEB128 number for each value: the value's count of steps minus the expected one. With order 1 the
 * previous value is expected (prices); with order 2 the same step once again (open times of bars).
 */

export interface PackedDoubles {
  readonly bytes: Uint8Array;
  readonly count: number;
  /** A step is 10 to the power of minus this. */
  readonly decimals: number;
  readonly order: 1 | 2;
}

const MOST_DECIMALS = 6;
/** Up to here neither a value nor a difference of differences loses a unit. */
const MOST_STEPS = 2 ** 48;
/** A shorter column is sent unpacked: naming its packing takes more than packing saves. */
const FEWEST = 4;
const LOW_BITS = 128;
/** Of a number below 2^53, seven bits in each. */
const MOST_BYTES = 8;

/** Undefined for a column that is not of decimal numbers, as most indicators' are not, or would not become smaller. */
export function packDoubles(values: Float64Array): PackedDoubles | undefined {
  if (values.length < FEWEST) return undefined;
  const decimals = decimalsOf(values);
  if (decimals === undefined) return undefined;
  const scale = 10 ** decimals;
  const steps = values.map((value) => Math.round(value * scale));
  const once = bytesOf(steps, 1);
  const twice = bytesOf(steps, 2);
  const bytes = twice.length < once.length ? twice : once;
  if (bytes.length >= values.byteLength) return undefined;
  return { bytes, count: values.length, decimals, order: bytes === twice ? 2 : 1 };
}

/** Unpacks a column. Throws on bytes that `packDoubles` cannot have made. */
export function unpackDoubles({ bytes, count, decimals, order }: PackedDoubles): Float64Array {
  // Each takes a byte or more, so a hostile count cannot request room that the frame does not have.
  const isPossible =
    Number.isInteger(count) &&
    count >= 0 &&
    count <= bytes.length &&
    Number.isInteger(decimals) &&
    decimals >= 0 &&
    decimals <= MOST_DECIMALS &&
    (order === 1 || order === 2);
  if (!isPossible) throw new RangeError(`a column that was packed, got ${count} of ${bytes.length} bytes`);
  const values = new Float64Array(count);
  const scale = 10 ** decimals;
  const reader = { bytes, at: 0 };
  let steps = 0;
  let pace = 0;
  for (let index = 0; index < count; index++) {
    const difference = nextNumber(reader);
    pace = order === 2 ? pace + difference : difference;
    steps += pace;
    values[index] = steps / scale;
  }
  if (reader.at !== bytes.length) throw new RangeError('a packed column, got bytes behind it');
  return values;
}

/** Fewest decimals that all values have, if they have few. */
function decimalsOf(values: Float64Array): number | undefined {
  let decimals = 0;
  for (const value of values) {
    while (!isWhole(value, 10 ** decimals)) if (++decimals > MOST_DECIMALS) return undefined;
  }
  return decimals;
}

/** True when a count of steps gives the very same double back. */
function isWhole(value: number, scale: number): boolean {
  // A value that rounds to minus zero counts as zero, and does not round-trip.
  const steps = Math.round(value * scale) + 0;
  return Math.abs(steps) <= MOST_STEPS && Object.is(steps / scale, value);
}

function bytesOf(steps: Float64Array, order: 1 | 2): Uint8Array {
  const bytes = new Uint8Array(steps.length * MOST_BYTES);
  let at = 0;
  let before = 0;
  let pace = 0;
  for (const each of steps) {
    const difference = each - before - (order === 2 ? pace : 0);
    pace = each - before;
    before = each;
    let zigzag = difference >= 0 ? difference * 2 : -difference * 2 - 1;
    for (; zigzag >= LOW_BITS; zigzag = Math.floor(zigzag / LOW_BITS)) {
      bytes[at++] = (zigzag % LOW_BITS) + LOW_BITS;
    }
    bytes[at++] = zigzag;
  }
  return bytes.slice(0, at);
}

function nextNumber(reader: { readonly bytes: Uint8Array; at: number }): number {
  let zigzag = 0;
  let unit = 1;
  for (let count = 0; count < MOST_BYTES; count++) {
    const byte = reader.bytes[reader.at++];
    if (byte === undefined) break;
    zigzag += (byte % LOW_BITS) * unit;
    unit *= LOW_BITS;
    if (byte < LOW_BITS) return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  }
  throw new RangeError('a packed number, got bytes that do not end');
}
