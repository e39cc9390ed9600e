import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './epoch-ms.ts';

/** Every interval a bar can have, shortest first. */
export const INTERVALS = [
  '1s',
  '5s',
  '10s',
  '15s',
  '20s',
  '30s',
  '1m',
  '2m',
  '3m',
  '5m',
  '10m',
  '15m',
  '20m',
  '30m',
  '1h',
  '2h',
  '4h',
  '1d',
  '1w',
] as const;

export type Interval = (typeof INTERVALS)[number];

/** The intervals that a session streams where the store has them; all others are derived from one of them. */
export const PREFERRED_BASES = ['1s', '1m', '1d'] as const;

/** The intervals that the store keeps, shortest first. Any of them can be a session's base. */
export const BASE_INTERVALS = [
  '1s',
  '1m',
  '2m',
  '3m',
  '5m',
  '10m',
  '15m',
  '30m',
  '1h',
  '2h',
  '4h',
  '1d',
] as const;
export type BaseInterval = (typeof BASE_INTERVALS)[number];

/** The stored intervals for messages: `1s, 1m, 2m … or 1d`. */
export const STORED_IN_WORDS = `${BASE_INTERVALS.slice(0, -1).join(', ')} or 1d`;

const UNIT_MS: Readonly<Record<string, number>> = {
  s: SECOND_MS,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

const SPANS: ReadonlyMap<string, number> = new Map(
  INTERVALS.map((interval) => [interval, Number.parseInt(interval, 10) * (UNIT_MS[interval.slice(-1)] ?? 0)]),
);

export const isInterval = (text: string): text is Interval => SPANS.has(text);
export const isBaseInterval = (text: string): text is BaseInterval =>
  (BASE_INTERVALS as readonly string[]).includes(text);

/** Nominal length in milliseconds. Of `1d` and `1w` it only serves ordering: their real ends come from the calendar. */
export const spanMs = (interval: Interval): number => SPANS.get(interval) as number;

/** True for `1d` and `1w`, whose bars end with a trading session and not after a fixed span. */
export const isCalendarInterval = (interval: Interval): boolean => spanMs(interval) >= DAY_MS;

export const bySpan = (a: Interval, b: Interval): number => spanMs(a) - spanMs(b);

/** True when bars of `interval` can be built of whole bars of `finer`, or are the same. Days hold whole bars of everything finer. */
export const isDividedBy = (interval: Interval, finer: Interval): boolean =>
  isCalendarInterval(interval) ? spanMs(finer) <= spanMs(interval) : spanMs(interval) % spanMs(finer) === 0;
