import type { EpochMs } from '../base/epoch-ms.ts';
import { DAY_MS } from '../base/epoch-ms.ts';
import { spanMs, type BaseInterval, type Interval } from '../base/interval.ts';
import type { TradingSession } from './market-calendar.ts';

/** The sessions of one calendar week, Monday to Sunday, oldest first. */
export type TradingWeek = readonly TradingSession[];

/** `[openMs, closeMs)` of one bar. */
export interface Bucket {
  openMs: number;
  closeMs: number;
}

/**
 * Where the bars of one trading session begin and end.
 *
 * Regular hours are anchored to the open and cut at the close, so on a day that closes at 13:00 the last 4h bar is short.
 * Extended hours are two segments of their own: before the open counted backwards from it, after the close forwards.
 * `1d` and `1w` bars cover the regular hours; a `1w` bar begins with the first session of its week and ends with the last.
 */
export class SessionGrid {
  readonly session: TradingSession;
  readonly extendedHours: boolean;
  /** First and last instant at which this session's clock can stand. */
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly #weekOf: () => TradingWeek;
  #week: TradingWeek | undefined;

  constructor(
    session: TradingSession,
    options: { readonly extendedHours: boolean; readonly week: () => TradingWeek },
  ) {
    this.session = session;
    this.extendedHours = options.extendedHours;
    this.#weekOf = options.week;
    this.start = options.extendedHours ? session.extendedOpen : session.open;
    this.end = options.extendedHours ? session.extendedClose : session.close;
  }

  /** The week that the session is part of. */
  get week(): TradingWeek {
    this.#week ??= this.#weekOf();
    return this.#week;
  }

  /** When a base bar that opens at `openMs` is known. */
  closeOfBase(interval: BaseInterval, openMs: number): number {
    return interval === '1d' ? this.session.close : openMs + spanMs(interval);
  }

  /** True when a base bar lies wholly inside the hours that this session looks at. */
  contains(interval: BaseInterval, openMs: number): boolean {
    if (interval === '1d') return openMs >= this.session.dayStart && openMs < this.session.dayEnd;
    return openMs >= this.start && openMs + spanMs(interval) <= this.end;
  }

  /** `[from, to)` in whole ms: the instants at which a base bar can open that lies inside the hours looked at. */
  openingsOf(interval: BaseInterval): { readonly from: number; readonly to: number } {
    if (interval === '1d') return { from: this.session.dayStart, to: this.session.dayEnd };
    return { from: this.start, to: this.end - spanMs(interval) + 1 };
  }

  /** True when a base bar begins where one of its interval can. */
  isOnGrid(interval: BaseInterval, openMs: number): boolean {
    return interval === '1d' || (openMs - this.session.open) % spanMs(interval) === 0;
  }

  /** True for the hours in which `1d` bars, quality and gaps are counted. */
  isRegular(openMs: number): boolean {
    return openMs >= this.session.open && openMs < this.session.close;
  }

  /** Writes into `bucket` where the bar of `interval` begins and ends that covers the instant `at`. */
  bucketAt(interval: Interval, at: number, bucket: Bucket): void {
    const { open, close, extendedOpen, extendedClose } = this.session;
    const span = spanMs(interval);
    if (span > DAY_MS) {
      bucket.openMs = this.week[0]?.open ?? open;
      bucket.closeMs = this.week.at(-1)?.close ?? close;
    } else if (span === DAY_MS) {
      bucket.openMs = open;
      bucket.closeMs = close;
    } else if (at >= close) {
      bucket.openMs = close + Math.floor((at - close) / span) * span;
      bucket.closeMs = Math.min(bucket.openMs + span, extendedClose);
    } else if (at >= open) {
      bucket.openMs = open + Math.floor((at - open) / span) * span;
      bucket.closeMs = Math.min(bucket.openMs + span, close);
    } else {
      const unclipped = open - Math.ceil((open - at) / span) * span;
      bucket.openMs = Math.max(unclipped, extendedOpen);
      bucket.closeMs = unclipped + span;
    }
  }

  /** Where the bar of a derived interval that opens at `openMs` ends. */
  closeOf(interval: Interval, openMs: number): number {
    const bucket = { openMs: 0, closeMs: 0 };
    this.bucketAt(interval, openMs, bucket);
    return bucket.closeMs;
  }

  /** How many base bars the bar `[openMs, closeMs)` of a derived interval can have. */
  possibleBars(interval: Interval, base: BaseInterval, { openMs, closeMs }: Bucket): number {
    if (interval === '1w') {
      return this.week.reduce((sum, { open, close }) => sum + barsBetween(base, open, close), 0);
    }
    return Math.max(1, barsBetween(base, openMs, closeMs));
  }

  /** Base bars of the regular hours that could be known at `now`: the denominator of quality. */
  expectedBars(interval: BaseInterval, now: number): number {
    const { open, close } = this.session;
    if (interval === '1d') return now >= close ? 1 : 0;
    return Math.max(0, Math.floor((Math.min(now, close) - open) / spanMs(interval)));
  }
}

const barsBetween = (base: BaseInterval, from: number, to: number): number =>
  base === '1d' ? 1 : Math.floor((to - from) / spanMs(base));
