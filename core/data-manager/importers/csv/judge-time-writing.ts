import { epochUnitOf } from '../../epoch-unit.ts';
import type { DateOrder, TimeWriting } from './csv-plan.ts';
import { parseNumber } from './number-field.ts';
import { TimeField } from './time-field.ts';

/** A time as it stands in a row: one field or two. */
export interface TimeText {
  readonly bytes: Uint8Array;
  readonly clock?: Uint8Array;
}

export interface JudgedWriting {
  readonly writing: TimeWriting;
  readonly evidence: string;
  readonly question?: string;
}

const DOT = 46;
const UNIT_NAMES = { s: 'seconds', ms: 'milliseconds', us: 'microseconds', ns: 'nanoseconds' } as const;

/** How the times of a file are written, by some of them; undefined when most are no times. */
export function judgeTimeWriting(samples: readonly TimeText[]): JudgedWriting | undefined {
  return judgeEpoch(samples) ?? judgeText(samples);
}

function judgeEpoch(samples: readonly TimeText[]): JudgedWriting | undefined {
  if (samples.some((sample) => sample.clock !== undefined)) return undefined;
  const numbers = samples.map(({ bytes }) => parseNumber(bytes, 0, bytes.length, DOT));
  // An eight-digit number is a date (20250702); epoch seconds have nine digits from March 1973 on.
  if (!numbers.every((value) => value >= 1e8 && !(value >= 19_000_101 && value <= 21_001_231))) return undefined;
  const unit = epochUnitOf(numbers[0] ?? 0);
  if (samples.every(({ bytes }) => bytes.length === 14) && unit === 'ms') {
    const packed = judgeText(samples);
    if (packed !== undefined) return packed; // 20250702093000
  }
  return {
    writing: { kind: 'epoch', unit },
    evidence: `times are ${UNIT_NAMES[unit]} since 1970 (${numbers[0]})`,
  };
}

function judgeText(samples: readonly TimeText[]): JudgedWriting | undefined {
  for (const order of ['ymd', 'mdy', 'dmy'] as const) {
    const read = readAll(samples, order);
    if (read === undefined) continue;
    const other = order === 'mdy' ? readAll(samples, 'dmy') : undefined;
    const ambiguous = other !== undefined && read.firstLocalMs !== other.firstLocalMs;
    return {
      writing: { kind: 'text', order, dateOnly: read.dateOnly, hasOffset: read.hasOffset },
      evidence: read.hasOffset ? 'every time carries its distance from UTC' : 'times carry no zone',
      ...(ambiguous
        ? { question: 'Days and months could be the other way round; month/day/year is assumed.' }
        : {}),
    };
  }
  return undefined;
}

interface ReadTimes {
  readonly firstLocalMs: number;
  readonly dateOnly: boolean;
  readonly hasOffset: boolean;
}

/** Undefined when a time cannot be read in this order; the other order is another reading only without a leading year. */
function readAll(samples: readonly TimeText[], order: DateOrder): ReadTimes | undefined {
  const field = new TimeField(order);
  let read: ReadTimes | undefined;
  for (const { bytes, clock } of samples) {
    const good =
      clock === undefined
        ? field.read(bytes, 0, bytes.length)
        : field.readTwo(bytes, 0, bytes.length, clock.length === 0 ? 0 : 0, 0);
    if (!good) return undefined;
    const hasOffset = !Number.isNaN(field.offsetMs);
    read = {
      firstLocalMs: read?.firstLocalMs ?? field.localMs,
      dateOnly: (read?.dateOnly ?? true) && !field.hasClock,
      hasOffset: (read?.hasOffset ?? true) && hasOffset,
    };
  }
  return read;
}
