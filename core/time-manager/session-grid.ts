import type { EpochMs } from '../base/epoch-ms.ts';
import { DAY_MS } from '../base/epoch-ms.ts';
import { spanMs, type BaseInterval, type Interval } from '../base/interval.ts';
import type { Segment, TradingSession } from './market-calendar.ts';

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
 * Bars of the regular hours are anchored to the open of their segment and cut at its close: on a day that closes at 13:00 the
 * last 4h bar is short, and so is the last 1h bar before a lunch break at 11:30. The same holds for a base of hours.
 * Extended hours are two segments of their own: before the open counted backwards from it, after the close forwards.
 * `1d` and `1w` bars cover the regular hours; a `1w` bar begins with the first session of its week and ends with the last.
 */
export class SessionGrid {
  readonly session: TradingSession;
  readonly extendedHours: boolean;
  /** First and last instant of this session's clock. */
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly #segments: readonly Segment[];
  /** True without a break: the hours are `[open, close)`. */
  readonly #isWhole: boolean;
  readonly #weekOf: () => TradingWeek;
  #week: TradingWeek | undefined;

  constructor(
    session: TradingSession,
    options: { readonly extendedHours: boolean; readonly week: () => TradingWeek },
  ) {
    this.session = session;
    this.extendedHours = options.extendedHours;
    this.#segments = session.segments;
    this.#isWhole = session.segments.length === 1;
    this.#weekOf = options.week;
    this.start = options.extendedHours ? session.extendedOpen : session.open;
    this.end = options.extendedHours ? session.extendedClose : session.close;
  }

  /** The week that the session is part of. */
  get week(): TradingWeek {
    this.#week ??= this.#weekOf();
    return this.#week;
  }

  /** True when every base bar inside the hours closes its span after its open: no segment cuts one. */
  hasWholeBars(interval: BaseInterval): boolean {
    const span = spanMs(interval);
    return interval !== '1d' && this.#segments.every(({ open, close }) => (close - open) % span === 0);
  }

  /** When a base bar that opens at `openMs` is known: after its span, at its segment's close at the latest. */
  closeOfBase(interval: BaseInterval, openMs: number): number {
    if (interval === '1d') return this.session.close;
    const closeMs = openMs + spanMs(interval);
    const segment = this.#segmentAt(openMs);
    return segment === undefined ? closeMs : Math.min(closeMs, segment.close);
  }

  /**
   * True when a base bar lies inside the hours that this session looks at. A segment's last bar may be cut by the close when it
   * is on the grid; one that is off the grid must end by then.
   */
  contains(interval: BaseInterval, openMs: number): boolean {
    if (interval === '1d') return openMs >= this.session.dayStart && openMs < this.session.dayEnd;
    const closeMs = openMs + spanMs(interval);
    if (this.#isWhole && openMs >= this.start && closeMs <= this.end) return true;
    const segment = this.#segmentAt(openMs);
    if (segment !== undefined) {
      return closeMs <= segment.close || (openMs - segment.open) % spanMs(interval) === 0;
    }
    if (openMs >= this.session.open && openMs < this.session.close) return false;
    return openMs >= this.start && closeMs <= this.end;
  }

  /** `[from, to)` in whole ms: outside it no base bar opens that lies inside the hours. In it, `contains` says. */
  openingsOf(interval: BaseInterval): { readonly from: number; readonly to: number } {
    if (interval === '1d') return { from: this.session.dayStart, to: this.session.dayEnd };
    return { from: this.start, to: this.end };
  }

  /** True when a base bar begins where one of its interval can. */
  isOnGrid(interval: BaseInterval, openMs: number): boolean {
    const anchor = this.#segmentAt(openMs)?.open ?? this.session.open;
    return interval === '1d' || (openMs - anchor) % spanMs(interval) === 0;
  }

  /** True for the hours in which `1d` bars, quality and gaps are counted. */
  isRegular(openMs: number): boolean {
    if (openMs < this.session.open || openMs >= this.session.close) return false;
    return this.#isWhole || this.#segmentAt(openMs) !== undefined;
  }

  /** The segment of the regular hours that an instant lies in; undefined in a break and outside. */
  #segmentAt(at: number): Segment | undefined {
    const segments = this.#segments;
    for (let index = 0; index < segments.length; index++) {
      const segment = segments[index] as Segment;
      if (at >= segment.open && at < segment.close) return segment;
    }
    return undefined;
  }

  /** Milliseconds of breaks between two instants: time that no pace waits for. */
  breakBetween(from: number, to: number): number {
    if (this.#isWhole) return 0;
    let sum = 0;
    for (let index = 1; index < this.#segments.length; index++) {
      const start = Math.max(from, (this.#segments[index - 1] as Segment).close);
      const end = Math.min(to, (this.#segments[index] as Segment).open);
      if (end > start) sum += end - start;
    }
    return sum;
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
      const segment = this.#segmentAt(at) ?? { open, close };
      bucket.openMs = segment.open + Math.floor((at - segment.open) / span) * span;
      bucket.closeMs = Math.min(bucket.openMs + span, segment.close);
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
    if (interval === '1w') return this.week.reduce((sum, session) => sum + barsOfSession(base, session), 0);
    if (interval === '1d') return Math.max(1, barsOfSession(base, this.session));
    return Math.max(1, barsBetween(base, openMs, closeMs));
  }

  /** Base bars of the regular hours that could be known at `now`: the denominator of quality. */
  expectedBars(interval: BaseInterval, now: number): number {
    if (interval === '1d') return now >= this.session.close ? 1 : 0;
    const span = spanMs(interval);
    let expected = 0;
    for (const { open, close } of this.#segments) {
      if (now >= close) expected += barsBetween(interval, open, close);
      else if (now > open) expected += Math.floor((now - open) / span);
    }
    return expected;
  }

  /** The expected bars of each segment by `now`: where the first opens, and how many there are. */
  expectedRuns(
    interval: BaseInterval,
    now: number,
  ): readonly { readonly open: number; readonly count: number }[] {
    const span = spanMs(interval);
    return this.#segments.flatMap(({ open, close }) => {
      if (now <= open) return [];
      const count = now >= close ? barsBetween(interval, open, close) : Math.floor((now - open) / span);
      return [{ open, count }];
    });
  }
}

/** Bars of a session's regular hours; a segment's last one counts although the close may cut it. */
const barsOfSession = (base: BaseInterval, { segments }: TradingSession): number =>
  base === '1d' ? 1 : segments.reduce((sum, { open, close }) => sum + barsBetween(base, open, close), 0);

const barsBetween = (base: BaseInterval, from: number, to: number): number =>
  base === '1d' ? 1 : Math.ceil((to - from) / spanMs(base));
