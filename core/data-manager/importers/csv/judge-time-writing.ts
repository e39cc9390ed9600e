import { strFromU8 } from 'fflate';
import { DAY_MS, isRealDay } from '../../../base/epoch-ms.ts';
import { epochRowToMs, epochUnitOf, isMarketTime } from '../../epoch-unit.ts';
import { DOT, QUOTE, type DateOrder, type TimeWriting } from './csv-plan.ts';
import { parseNumber, fieldText } from './number-field.ts';
import { TimeField } from './time-field.ts';
import { readWorded } from './worded-time.ts';

/** The position of a time in a row: one field or two. */
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
  /** The zone that every time names in words. */
  readonly zone?: string;
}

const UNIT_NAMES = { s: 'seconds', ms: 'milliseconds', us: 'microseconds', ns: 'nanoseconds' } as const;

/**
 * How the times of a file are written, judged by some of them; undefined when most are not times. `order` is the user's
 * word about dates that do not begin with a year.
 */
export function judgeTimeWriting(samples: readonly TimeText[], order?: DateOrder): JudgedWriting | undefined {
  return (
    judgeEpoch(samples) ??
    judgeText(samples, order, readPlain) ??
    judgeText(samples, order, readWords) ??
    judgeSerial(samples)
  );
}

/** An eight-digit number is a date (20250702); epoch seconds have nine digits from March 1973 on. */
const isEpoch = (value: number): boolean => value >= 1e8 && !(value >= 19_000_101 && value <= 21_001_231);

function judgeEpoch(samples: readonly TimeText[]): JudgedWriting | undefined {
  if (samples.some((sample) => sample.clock !== undefined)) return undefined;
  const numbers = samples.map(({ bytes, from, to }) => parseNumber(bytes, from, to, DOT));
  if (!most(numbers, (value) => isEpoch(value) && isMarketTime(epochRowToMs(value, 'ms')))) return undefined;
  if (most(samples, isPackedDate)) return undefined;
  const first = numbers.find(isEpoch) ?? 0;
  const unit = epochUnitOf(first);
  const units = [...new Set(numbers.filter(isEpoch).map(epochUnitOf))];
  const evidence =
    units.length > 1
      ? `times count from 1970 in ${units.map((each) => UNIT_NAMES[each]).join(' and in ')}: each row in its own`
      : `times are ${UNIT_NAMES[unit]} since 1970 (${first})`;
  return { writing: { kind: 'epoch', unit }, evidence };
}

/** `202507020930`, `20250702093000`, `20250702093000000`: digits that are a date and a time of day. */
function isPackedDate({ bytes, from, to }: TimeText): boolean {
  const text = fieldText(bytes, from, to).replaceAll(/[\s"']/g, '');
  const [, year, month, day, hour, minute, second = '0'] =
    /^((?:19|20)\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:\d{3})?$/.exec(text) ?? [];
  return (
    year !== undefined &&
    isRealDay(`${year}-${month}-${day}`) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60
  );
}

/** 1982 and 2119 as spreadsheets count days. */
const isSerial = (value: number): boolean => value >= 30_000 && value < 80_000;

function judgeSerial(samples: readonly TimeText[]): JudgedWriting | undefined {
  if (samples.some((sample) => sample.clock !== undefined)) return undefined;
  const numbers = samples.map(({ bytes, from, to }) => parseNumber(bytes, from, to, DOT));
  if (!most(numbers, isSerial)) return undefined;
  const dateOnly = numbers.every((value) => Number.isInteger(value) || !Number.isFinite(value));
  return {
    writing: { kind: 'serial', dateOnly },
    evidence: 'times are days since 1899-12-30, as spreadsheets count them; they carry no zone',
  };
}

/** Of the sampled times this share must read as such; the others are bad rows. */
const READABLE = 0.95;

const most = <T>(all: readonly T[], holds: (each: T) => boolean): boolean =>
  all.length > 0 && all.filter((each) => holds(each)).length >= READABLE * all.length;

/** Reads a sampled time; false where it is not a time in that order. */
interface SampleReader {
  readonly worded: boolean;
  create(order: DateOrder): (sample: TimeText) => ReadSample | undefined;
}

interface ReadSample {
  readonly localMs: number;
  readonly hasClock: boolean;
  readonly offsetMs: number;
  readonly zone?: string;
}

const readPlain: SampleReader = {
  worded: false,
  create(order) {
    const field = new TimeField(order);
    return ({ bytes, from, to, clock }) => {
      const isTime =
        clock === undefined
          ? field.read(bytes, from, to)
          : field.readTwo(bytes, from, to, clock.from, clock.to);
      return isTime ? field : undefined;
    };
  },
};

const readWords: SampleReader = {
  worded: true,
  create: (order) => (sample) => readWorded(wordsOfTime(sample), order),
};

/** The text of a time, of two fields with a space between them; UTF-8. */
export function wordsOfTime({ bytes, from, to, clock }: TimeText): string {
  const date = strFromU8(bytes.subarray(from, to));
  return clock === undefined ? date : `${date} ${strFromU8(bytes.subarray(clock.from, clock.to))}`;
}

/** Times written with words are read one by one: a few hundred of them suffice. */
const WORDED_READ = 400;

function judgeText(
  all: readonly TimeText[],
  order: DateOrder | undefined,
  reader: SampleReader,
): JudgedWriting | undefined {
  const samples = reader.worded ? thinned(all, WORDED_READ) : all;
  if (order !== undefined || (!reader.worded && most(samples, startsWithYear))) {
    const read = readAll(samples, order ?? 'ymd', reader);
    return read === undefined ? undefined : judgedAs(read, order === undefined ? '' : ORDER_NAMES[order]);
  }
  const [month, day] = [readAll(samples, 'mdy', reader), readAll(samples, 'dmy', reader)];
  if (month === undefined || day === undefined) {
    const only = month ?? day;
    return only === undefined ? undefined : judgedAs(only, '');
  }
  return judgeOrder(month, day, most(samples, hasDots));
}

/** Some of the samples, from beginning to end. */
function thinned(samples: readonly TimeText[], count: number): readonly TimeText[] {
  const step = Math.max(1, Math.floor(samples.length / count));
  return samples.filter((_, index) => index % step === 0);
}

/**
 * Both orders can be read. A row that is not a day excludes one order; then days that would lie weeks apart; then dots,
 * which only day.month.year has; then more weekends than in the other order.
 */
function judgeOrder(month: ReadTimes, day: ReadTimes, dotted: boolean): JudgedWriting {
  if (month.localMsSum === day.localMsSum && month.unread === day.unread) return judgedAs(month, '');
  const better = (isDay: boolean, told: string): JudgedWriting => {
    const read = isDay ? day : month;
    return judgedAs(read, `${ORDER_NAMES[read.order]}: ${told}`);
  };
  if (month.unread !== day.unread) {
    const rows = Math.max(month.unread, day.unread);
    return better(month.unread > day.unread, `the other way ${rows} rows are no days`);
  }
  if (month.isCompact !== day.isCompact)
    return better(day.isCompact, 'the other way the days lie weeks apart');
  if (dotted) return better(true, 'written with dots');
  if (month.weekends !== day.weekends)
    return better(month.weekends > day.weekends, 'the other way more rows fall on weekends');
  return { ...judgedAs(month, ''), question: ORDER_QUESTION };
}

/** The question of an import where nothing distinguishes days and months. */
const ORDER_QUESTION =
  'Days and months could be the other way round; month/day/year is assumed. --dates mdy or --dates dmy says which.';

const ORDER_NAMES = { mdy: 'month/day/year', dmy: 'day/month/year', ymd: 'year/month/day' } as const;

function judgedAs({ order, dateOnly, hasOffset, worded, zone }: ReadTimes, orderTold: string): JudgedWriting {
  const about = hasOffset
    ? 'every time carries its distance from UTC'
    : zone === undefined
      ? 'times carry no zone'
      : `every time names the zone ${zone}`;
  return {
    writing: { kind: 'text', order, dateOnly, hasOffset, ...(worded ? { worded } : {}) },
    evidence: orderTold === '' ? about : `${about}; ${orderTold}`,
    ...(zone === undefined ? {} : { zone }),
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
  /** Distinguishes two readings: they are the same when every time is. */
  readonly localMsSum: number;
  readonly dateOnly: boolean;
  readonly hasOffset: boolean;
  readonly unread: number;
  readonly weekends: number;
  readonly worded: boolean;
  /** The zone that all of them name. */
  readonly zone: string | undefined;
  /** True when each day is within a week of the one before. */
  readonly isCompact: boolean;
}

const isWeekend = (localMs: number): boolean => {
  const weekday = (Math.floor(localMs / DAY_MS) + 4) % 7; // 1970-01-01 was a Thursday: 0 is Sunday
  return weekday === 0 || weekday === 6;
};

/** Undefined when too many times cannot be read in this order. */
function readAll(
  samples: readonly TimeText[],
  order: DateOrder,
  reader: SampleReader,
): ReadTimes | undefined {
  const readOne = reader.create(order);
  const zones = new Set<string | undefined>();
  let localMsSum = 0;
  let unread = 0;
  let weekends = 0;
  let dateOnly = true;
  let hasOffset = true;
  let isCompact = true;
  let previous = Number.NaN;
  for (const sample of samples) {
    const read = readOne(sample);
    if (read === undefined) {
      unread++;
      continue;
    }
    localMsSum += read.localMs;
    if (isWeekend(read.localMs)) weekends++;
    dateOnly &&= !read.hasClock;
    hasOffset &&= !Number.isNaN(read.offsetMs);
    isCompact &&= !(Math.abs(read.localMs - previous) > 8 * DAY_MS);
    previous = read.localMs;
    zones.add(read.zone);
  }
  if (unread > (1 - READABLE) * samples.length) return undefined;
  const [zone] = zones;
  const { worded } = reader;
  const named = zones.size === 1 ? zone : undefined;
  return { order, localMsSum, unread, weekends, dateOnly, hasOffset, isCompact, worded, zone: named };
}
