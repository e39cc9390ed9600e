import { QUOTE } from './csv-plan.ts';

/** Fields that are looked at; a bar needs eight at most. */
const MOST_FIELDS = 64;

/** Where the fields of the row read last stand: field i is `[starts[i], ends[i])`. Used again for every row. */
export interface FieldPlaces {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export const createFieldPlaces = (): FieldPlaces => ({
  starts: new Int32Array(MOST_FIELDS),
  ends: new Int32Array(MOST_FIELDS),
});

/** Cuts the row `[from, to)` at its delimiters, quoted ones left alone. How many fields there are, `MOST_FIELDS` at most. */
export function splitRow(
  bytes: Uint8Array,
  from: number,
  to: number,
  delimiter: number,
  { starts, ends }: FieldPlaces,
): number {
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
