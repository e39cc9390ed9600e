import { QUOTE, SPACE } from './csv-plan.ts';

/** Most fields that are read: enough for 80 symbols side by side. */
const MOST_FIELDS = 512;

/** Where the fields of the row read last lie: field i is `[starts[i], ends[i])`. Used again for every row. */
export interface FieldPlaces {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export const createFieldPlaces = (): FieldPlaces => ({
  starts: new Int32Array(MOST_FIELDS),
  ends: new Int32Array(MOST_FIELDS),
});

/**
 * Cuts the row `[from, to)` at its delimiters, quoted ones left alone. A space as delimiter stands for any number of
 * spaces. Returns how many fields there are, `MOST_FIELDS` at most.
 */
export function splitRow(
  bytes: Uint8Array,
  from: number,
  to: number,
  delimiter: number,
  places: FieldPlaces,
): number {
  if (delimiter === SPACE) return splitAtSpaces(bytes, from, to, places);
  const { starts, ends } = places;
  let count = 0;
  let start = from;
  let quoted = false;
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === delimiter && !quoted) {
      starts[count] = start;
      ends[count] = at;
      start = at + 1;
      count++;
      if (count === MOST_FIELDS) return count;
    }
  }
  starts[count] = start;
  ends[count] = to;
  return count + 1;
}

function splitAtSpaces(bytes: Uint8Array, from: number, to: number, { starts, ends }: FieldPlaces): number {
  let count = 0;
  let at = from;
  while (at < to && count < MOST_FIELDS) {
    while (at < to && bytes[at] === SPACE) at++;
    if (at === to) break;
    starts[count] = at;
    while (at < to && bytes[at] !== SPACE) at++;
    ends[count] = at;
    count++;
  }
  return count;
}
