import { epochUnitOf } from '../../epoch-unit.ts';
import { DOT, QUOTE, type DateOrder, type TimeWriting } from './csv-plan.ts';
import { parseNumber } from './number-field.ts';
import { TimeField } from './time-field.ts';

/** Where a time stands in a row: one field or two. */
export interface TimeText {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly clock?: { readonly from: number; readonly to: number };
}

export interface JudgedWriting {
  readonly writing: TimeWriting;
  readonly evidence: string;
  readonly question?: string;
}

const UNIT_NAMES = { s: 'seconds', ms: 'milliseconds', us: 'microseconds', ns: 'nanoseconds' } as const;

/** How the times of a file are written, by some of them; undefined when most are no times. */
export function judgeTimeWriting(samples: readonly TimeText[]): JudgedWriting | undefined {
  return judgeEpoch(samples) ?? judgeText(samples);
}

function judgeEpoch(samples: readonly TimeText[]): JudgedWriting | undefined {
  if (samples.some((sample) => sample.clock !== undefined)) return undefined;
  const numbers = samples.map(({ bytes, from, to }) => parseNumber(bytes, from, to, DOT));
  // An eight-digit number is a date (20250702); epoch seconds have nine digits from March 1973 on.
  if (!numbers.every((value) => value >= 1e8 && !(value >= 19_000_101 && value <= 21_001_231)))
    return undefined;
  const unit = epochUnitOf(numbers[0] ?? 0);
  if (numbers.every((value) => value >= 19e12 && value < 21e12)) return undefined; // 20250702093000
  return {
    writing: { kind: 'epoch', unit },
    evidence: `times are ${UNIT_NAMES[unit]} since 1970 (${numbers[0]})`,
  };
}

function judgeText(samples: readonly TimeText[]): JudgedWriting | undefined {
  const orders: readonly DateOrder[] = samples.every(startsWithYear) ? ['ymd'] : ['mdy', 'dmy'];
  for (const order of orders) {
    const read = readAll(samples, order);
    if (read === undefined) continue;
    const other = order === 'mdy' ? readAll(samples, 'dmy') : undefined;
    const isAmbiguous = other !== undefined && read.firstLocalMs !== other.firstLocalMs;
    return {
      writing: { kind: 'text', order, dateOnly: read.dateOnly, hasOffset: read.hasOffset },
      evidence: read.hasOffset ? 'every time carries its distance from UTC' : 'times carry no zone',
      ...(isAmbiguous
        ? { question: 'Days and months could be the other way round; month/day/year is assumed.' }
        : {}),
    };
  }
  return undefined;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;

function startsWithYear({ bytes, from }: TimeText): boolean {
  const start = bytes[from] === QUOTE ? from + 1 : from;
  return [0, 1, 2, 3].every((step) => isDigit(bytes[start + step]));
}

interface ReadTimes {
  readonly firstLocalMs: number;
  readonly dateOnly: boolean;
  readonly hasOffset: boolean;
}

/** Undefined when a time cannot be read in this order. */
function readAll(samples: readonly TimeText[], order: DateOrder): ReadTimes | undefined {
  const field = new TimeField(order);
  let read: ReadTimes | undefined;
  for (const { bytes, from, to, clock } of samples) {
    const isTime =
      clock === undefined
        ? field.read(bytes, from, to)
        : field.readTwo(bytes, from, to, clock.from, clock.to);
    if (!isTime) return undefined;
    const hasOffset = !Number.isNaN(field.offsetMs);
    read = {
      firstLocalMs: read?.firstLocalMs ?? field.localMs,
      dateOnly: (read?.dateOnly ?? true) && !field.hasClock,
      hasOffset: (read?.hasOffset ?? true) && hasOffset,
    };
  }
  return read;
}
