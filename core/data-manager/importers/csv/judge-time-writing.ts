import { DAY_MS } from '../../../base/epoch-ms.ts';
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

/** An eight-digit number is a date (20250702); epoch seconds have nine digits from March 1973 on. */
const isEpoch = (value: number): boolean => value >= 1e8 && !(value >= 19_000_101 && value <= 21_001_231);

function judgeEpoch(samples: readonly TimeText[]): JudgedWriting | undefined {
  if (samples.some((sample) => sample.clock !== undefined)) return undefined;
  const numbers = samples.map(({ bytes, from, to }) => parseNumber(bytes, from, to, DOT));
  if (!most(numbers, isEpoch)) return undefined;
  if (most(numbers, (value) => value >= 19e12 && value < 21e12)) return undefined; // 20250702093000
  const first = numbers.find(isEpoch) ?? 0;
  const unit = epochUnitOf(first);
  return {
    writing: { kind: 'epoch', unit },
    evidence: `times are ${UNIT_NAMES[unit]} since 1970 (${first})`,
  };
}

/** Of the sampled times this share must read as such; what is left are bad rows. */
const READABLE = 0.95;

const most = <T>(all: readonly T[], holds: (each: T) => boolean): boolean =>
  all.length > 0 && all.filter((each) => holds(each)).length >= READABLE * all.length;

function judgeText(samples: readonly TimeText[]): JudgedWriting | undefined {
  if (most(samples, startsWithYear)) {
    const read = readAll(samples, 'ymd');
    return read === undefined ? undefined : judgedAs(read, '');
  }
  const [month, day] = [readAll(samples, 'mdy'), readAll(samples, 'dmy')];
  if (month === undefined || day === undefined) {
    const only = month ?? day;
    return only === undefined ? undefined : judgedAs(only, '');
  }
  return judgeOrder(month, day, most(samples, hasDots));
}

/** Both orders can be read: what is no day, or falls on a weekend, tells; else dots do, which only day.month.year has. */
function judgeOrder(month: ReadTimes, day: ReadTimes, dotted: boolean): JudgedWriting {
  if (month.localMsSum === day.localMsSum && month.unread === day.unread) return judgedAs(month, '');
  const against = month.unread - day.unread || month.weekends - day.weekends;
  if (against !== 0) {
    const [better, worse] = against > 0 ? [day, month] : [month, day];
    const told =
      worse.unread > better.unread ? `${worse.unread} rows are no days` : 'more rows fall on weekends';
    return judgedAs(better, `${ORDER_NAMES[better.order]}: the other way ${told}`);
  }
  if (dotted) return judgedAs(day, `${ORDER_NAMES.dmy}: written with dots`);
  const question = 'Days and months could be the other way round; month/day/year is assumed.';
  return { ...judgedAs(month, ''), question };
}

const ORDER_NAMES = { mdy: 'month/day/year', dmy: 'day/month/year', ymd: 'year/month/day' } as const;

function judgedAs({ order, dateOnly, hasOffset }: ReadTimes, orderTold: string): JudgedWriting {
  const zone = hasOffset ? 'every time carries its distance from UTC' : 'times carry no zone';
  return {
    writing: { kind: 'text', order, dateOnly, hasOffset },
    evidence: orderTold === '' ? zone : `${zone}; ${orderTold}`,
  };
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;

function startsWithYear({ bytes, from }: TimeText): boolean {
  const start = bytes[from] === QUOTE ? from + 1 : from;
  return [0, 1, 2, 3].every((step) => isDigit(bytes[start + step]));
}

/** `02.07.2025`: a dot after the first number. */
function hasDots({ bytes, from, to }: TimeText): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== QUOTE && !isDigit(bytes[at])) return bytes[at] === DOT;
  return false;
}

interface ReadTimes {
  readonly order: DateOrder;
  /** Tells two readings apart: they are the same when every time is. */
  readonly localMsSum: number;
  readonly dateOnly: boolean;
  readonly hasOffset: boolean;
  readonly unread: number;
  readonly weekends: number;
}

const isWeekend = (localMs: number): boolean => {
  const weekday = (Math.floor(localMs / DAY_MS) + 4) % 7; // 1970-01-01 was a Thursday: 0 is Sunday
  return weekday === 0 || weekday === 6;
};

/** Undefined when too many times cannot be read in this order. */
function readAll(samples: readonly TimeText[], order: DateOrder): ReadTimes | undefined {
  const field = new TimeField(order);
  const read = { order, localMsSum: 0, dateOnly: true, hasOffset: true, unread: 0, weekends: 0 };
  for (const { bytes, from, to, clock } of samples) {
    const isTime =
      clock === undefined
        ? field.read(bytes, from, to)
        : field.readTwo(bytes, from, to, clock.from, clock.to);
    if (!isTime) {
      read.unread++;
      continue;
    }
    read.localMsSum += field.localMs;
    if (isWeekend(field.localMs)) read.weekends++;
    read.dateOnly &&= !field.hasClock;
    read.hasOffset &&= !Number.isNaN(field.offsetMs);
  }
  return read.unread > (1 - READABLE) * samples.length ? undefined : read;
}
