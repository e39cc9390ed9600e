import { DAY_MS, daysFromCivil, HOUR_MS, isRealDay, MINUTE_MS, SECOND_MS } from '../../../base/epoch-ms.ts';
import type { DateOrder } from './csv-plan.ts';

/** A time written with words: month names, weekdays, zones. */
export interface WordedTime {
  /** The reading of calendar and clock, as ms since 1970-01-01T00:00 on that clock. */
  readonly localMs: number;
  readonly hasClock: boolean;
  /** Distance of that clock from UTC; NaN when the text has none. */
  readonly offsetMs: number;
  /** IANA name of the zone in the text, where it names one. */
  readonly zone?: string;
}

const MONTHS = [
  'jan',
  'feb',
  'mar,mär,mrz,maer',
  'apr,abr,avr',
  'may,mai,mei,maj',
  'jun,juin',
  'jul,juil',
  'aug,aou,aoû,ago',
  'sep,set',
  'oct,okt,out,ott',
  'nov',
  'dec,dez,dic,déc',
].map((names) => names.split(','));

/** Offsets that abbreviations name, in minutes. Those of several countries are those of the markets with most files. */
const ABBREVIATIONS: Readonly<Record<string, number>> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  BST: 60,
  WET: 0,
  WEST: 60,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  IST: 330,
  SGT: 480,
  HKT: 480,
  JST: 540,
  KST: 540,
  AEST: 600,
  AEDT: 660,
};

/** Words that name a zone whose clocks change. */
const ZONE_WORDS: Readonly<Record<string, string>> = {
  ET: 'America/New_York',
  CT: 'America/Chicago',
  PT: 'America/Los_Angeles',
  'US/EASTERN': 'America/New_York',
  'US/CENTRAL': 'America/Chicago',
  'US/MOUNTAIN': 'America/Denver',
  'US/PACIFIC': 'America/Los_Angeles',
  EST5EDT: 'America/New_York',
  CST6CDT: 'America/Chicago',
  'GB-EIRE': 'Europe/London',
  GB: 'Europe/London',
  JAPAN: 'Asia/Tokyo',
  HONGKONG: 'Asia/Hong_Kong',
  SINGAPORE: 'Asia/Singapore',
  'ETC/UTC': 'UTC',
  'ETC/GMT': 'UTC',
};

const CLOCK = /(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s*([ap])\.?m\.?(?![a-z]))?/i;
const HOUR_ONLY = /(?<=\s)(\d{1,2})\s*([ap])\.?m\.?(?![a-z])/i;
const OFFSET =
  /(?:\b(?:UTC|GMT))?\s*([+-])(\d{2}):?(\d{2})?(?!\d)|\b(?:UTC|GMT)\s*([+-])(\d{1,2})(?::?(\d{2}))?(?!\d)/i;
const IANA =
  /\b(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc|US|GB)\/[A-Za-z_]+(?:\/[A-Za-z_]+)?|\bEST5EDT\b|\bCST6CDT\b|\bHongkong\b|\bSingapore\b/;
const WEEKDAY = /\b(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*day|s|rs)?\b\.?/i;
const NAMED_MONTH =
  /^(?:(\d{1,4})[\s\-/.]*)?([a-zà-ÿ]{3,9})\.?[\s\-/.]*(\d{1,4})(?:(?:st|nd|rd|th)?[\s\-/.]+(\d{1,4}))?$/i;
const NUMERIC = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})$/;

/**
 * Reads a time that contains words: `3-Jan-22`, `Sep 21, 2020 09:30 AM`, `20250304 09:30:00 US/Eastern`,
 * `Thu Jan 02 09:30:00 2025`, `2025-01-02 14:30:00 +0000 UTC`, `2025-01-02T14:30:00Z[UTC]`. Undefined for anything
 * else.
 */
export function readWorded(text: string, order: DateOrder): WordedTime | undefined {
  const clock = readClock(` ${spaced(text)} `);
  if (clock === undefined) return undefined;
  const zone = IANA.exec(clock.after)?.[0];
  const offset = readOffset(zone === undefined ? clock.after : clock.after.replace(zone, ' '));
  const rest = `${clock.before} ${offset.rest}`.replace(WEEKDAY, ' ');
  const worded = readZoneWord(rest, clock.found);
  const dayMs = readDate(worded.rest.trim().replaceAll(/\s+/g, ' '), order);
  if (dayMs === undefined) return undefined;
  const named = zone === undefined ? worded.zone : (ZONE_WORDS[zone.toUpperCase()] ?? zone);
  return {
    localMs: dayMs + clock.ms,
    hasClock: clock.found,
    offsetMs: Number.isNaN(offset.offsetMs) ? worded.offsetMs : offset.offsetMs,
    ...(named === undefined || !Number.isNaN(offset.offsetMs) ? {} : { zone: named }),
  };
}

/** Without quotes and brackets; `2025年3月4日` with dashes, `02JAN2025:09:30` with a space before its clock. */
const spaced = (text: string): string =>
  text
    .replace(/Z\[(?:UTC|GMT)\]/i, 'Z')
    .replaceAll(/["'[\](),日]/g, ' ')
    .replaceAll(/[年月]/g, '-')
    .replace(/(\d{4}):(\d{2}:\d{2})/, '$1 $2')
    .trim();

interface FoundClock {
  readonly ms: number;
  readonly found: boolean;
  readonly before: string;
  readonly after: string;
}

function readClock(text: string): FoundClock | undefined {
  const match = CLOCK.exec(text) ?? HOUR_ONLY.exec(text);
  if (match === null) return { ms: 0, found: false, before: text, after: '' };
  const before = text.slice(0, match.index).replace(/T$/, ' ');
  const after = text.slice(match.index + match[0].length);
  if (match.length === 3) {
    const hours = halfDay(Number(match[1]), match[2]);
    return hours === undefined ? undefined : { ms: hours * HOUR_MS, found: true, before, after };
  }
  const [, hours = '', minutes = '', seconds = '0', fraction = '0', half] = match;
  const hour = half === undefined ? Number(hours) : halfDay(Number(hours), half);
  if (hour === undefined || hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const parts = Math.round(Number(`0.${fraction}`) * SECOND_MS);
  const ms = hour * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS + parts;
  return { ms, found: true, before, after };
}

function halfDay(hours: number, half: string | undefined): number | undefined {
  if (hours < 1 || hours > 12) return undefined;
  return (hours % 12) + (half?.toLowerCase() === 'p' ? 12 : 0);
}

/** `+0100`, `GMT+1`, `-05:00` behind a clock. */
function readOffset(text: string): { rest: string; offsetMs: number } {
  const match = OFFSET.exec(text);
  if (match === null) return { rest: text, offsetMs: Number.NaN };
  const sign = (match[1] ?? match[4]) === '-' ? -1 : 1;
  const hours = Number(match[2] ?? match[5] ?? 0);
  const minutes = Number(match[3] ?? match[6] ?? 0);
  const after = text.slice(match.index + match[0].length);
  const rest = `${text.slice(0, match.index)} ${after}`.replace(/\b(?:UTC|GMT)\b/i, ' ');
  return { rest, offsetMs: sign * (hours * HOUR_MS + minutes * MINUTE_MS) };
}

function readZoneWord(text: string, hasClock: boolean): { rest: string; offsetMs: number; zone?: string } {
  for (const word of hasClock ? (text.match(/[A-Za-z][A-Za-z/_]*/g) ?? []) : []) {
    const name = word.toUpperCase();
    const minutes = Object.hasOwn(ABBREVIATIONS, name) ? ABBREVIATIONS[name] : undefined;
    const zone = Object.hasOwn(ZONE_WORDS, name) ? ZONE_WORDS[name] : undefined;
    if (minutes === undefined && zone === undefined) continue;
    const rest = text.replace(new RegExp(`\\b${word}\\b`), ' ');
    return {
      rest,
      offsetMs: minutes === undefined ? Number.NaN : minutes * MINUTE_MS,
      ...(zone === undefined ? {} : { zone }),
    };
  }
  return { rest: text, offsetMs: Number.NaN };
}

/** The midnight of a date, in UTC. */
function readDate(text: string, order: DateOrder): number | undefined {
  const packed = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (packed !== null) return midnight(Number(packed[1]), Number(packed[2]), Number(packed[3]));
  const numeric = NUMERIC.exec(text.replace(/[-/.]$/, ''));
  if (numeric !== null) {
    const [first = 0, second = 0, third = 0] = numeric.slice(1).map(Number);
    if ((numeric[1] ?? '').length === 4) return midnight(first, second, third);
    return order === 'dmy'
      ? midnight(century(third), second, first)
      : midnight(century(third), first, second);
  }
  const named = NAMED_MONTH.exec(text);
  const month = MONTHS.findIndex((names) =>
    names.some((name) => (named?.[2] ?? '').toLowerCase().startsWith(name)),
  );
  if (named === null || month < 0) return undefined;
  const [, before, , after = '', last] = named;
  if (before === undefined)
    return last === undefined ? undefined : midnight(century(Number(last)), month + 1, Number(after));
  if (last !== undefined) return undefined;
  return before.length === 4
    ? midnight(Number(before), month + 1, Number(after))
    : midnight(century(Number(after)), month + 1, Number(before));
}

/** Two digits are a year of this century, or of the last one from 70 on. */
const century = (year: number): number => (year < 70 ? year + 2000 : year < 100 ? year + 1900 : year);

const two = (part: number): string => String(part).padStart(2, '0');

function midnight(year: number, month: number, day: number): number | undefined {
  const text = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return isRealDay(text) ? daysFromCivil(year, month, day) * DAY_MS : undefined;
}
