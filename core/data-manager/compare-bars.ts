import { asEpochMs, MINUTE_MS, type TradingDay } from '../base/epoch-ms.ts';
import { firstIndexAtOrAfter, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { MarketCalendar } from '../time-manager/market-calendar.ts';

const FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const;
export type BarField = (typeof FIELDS)[number];

export interface Tolerance {
  /** Values whose distance is no more than this count as the same. */
  readonly absolute: number;
  /** The same as a share of the larger of the two: 0.001 is a tenth of a percent. */
  readonly relative: number;
}

export type DifferenceKind = 'missing_left' | 'missing_right' | 'differs';

/** A bar that only one side has, or that has other values on the other. */
export interface BarDifference {
  readonly openMs: number;
  readonly kind: DifferenceKind;
  /** Open, high, low, close, volume; undefined on the side that has no bar. */
  readonly left: readonly number[] | undefined;
  readonly right: readonly number[] | undefined;
  /** Which values differ by more than the tolerance. */
  readonly fields: readonly BarField[];
}

/** How far apart the two sides are in one field, over the bars that both have: in its unit, and as a share of the larger. */
export interface FieldDistance {
  readonly bars: number;
  readonly absolute: number;
  readonly relative: number;
}

export interface DayComparison {
  readonly day: TradingDay;
  readonly left: number;
  readonly right: number;
  /** Bars that both have, within the tolerance. */
  readonly same: number;
  readonly differing: number;
  readonly missingLeft: number;
  readonly missingRight: number;
}

export interface BarComparison {
  /** Days with a bar on either side, ascending. */
  readonly days: readonly DayComparison[];
  /** In order of time. */
  readonly differences: readonly BarDifference[];
  /**
   * For each field the number of bars that differ beyond the tolerance, and the largest distances among all that both
   * have.
   */
  readonly fields: Readonly<Record<BarField, FieldDistance>>;
}

/** The state of one minute of a day in a comparison with another source. */
export const COMPARED = {
  none: 0,
  same: 1,
  differs: 2,
  missingLeft: 3,
  missingRight: 4,
} as const;

/**
 * Compares two sources of the same bars (each ascending and unique): bars that only one has, and values that differ.
 * O(n + m).
 */
export function compareBars(
  left: ReadonlyBarColumns,
  right: ReadonlyBarColumns,
  tolerance: Tolerance,
  calendar: MarketCalendar,
): BarComparison {
  const comparison = new Comparison(tolerance, calendar);
  let at = 0;
  let other = 0;
  while (at < left.length || other < right.length) {
    const leftMs = at < left.length ? (left.openMs[at] as number) : Number.POSITIVE_INFINITY;
    const rightMs = other < right.length ? (right.openMs[other] as number) : Number.POSITIVE_INFINITY;
    if (leftMs < rightMs) comparison.missing('missing_right', leftMs, valuesOf(left, at++));
    else if (rightMs < leftMs) comparison.missing('missing_left', rightMs, valuesOf(right, other++));
    else comparison.both(leftMs, valuesOf(left, at++), valuesOf(right, other++));
  }
  return comparison.result();
}

class Comparison {
  readonly #tolerance: Tolerance;
  readonly #calendar: MarketCalendar;
  readonly #days: { -readonly [K in keyof DayComparison]: DayComparison[K] }[] = [];
  readonly #differences: BarDifference[] = [];
  readonly #fields = FIELDS.map(() => ({ bars: 0, absolute: 0, relative: 0 }));

  constructor(tolerance: Tolerance, calendar: MarketCalendar) {
    this.#tolerance = tolerance;
    this.#calendar = calendar;
  }

  missing(kind: 'missing_left' | 'missing_right', openMs: number, values: readonly number[]): void {
    const day = this.#day(openMs);
    const isLeft = kind === 'missing_right';
    if (isLeft) {
      day.left += 1;
      day.missingRight += 1;
    } else {
      day.right += 1;
      day.missingLeft += 1;
    }
    const sides = { left: isLeft ? values : undefined, right: isLeft ? undefined : values };
    this.#differences.push({ openMs, kind, ...sides, fields: [] });
  }

  both(openMs: number, left: readonly number[], right: readonly number[]): void {
    const fields = FIELDS.filter((_, index) =>
      this.#differs(index, left[index] as number, right[index] as number),
    );
    const day = this.#day(openMs);
    day.left += 1;
    day.right += 1;
    if (fields.length === 0) {
      day.same += 1;
      return;
    }
    day.differing += 1;
    this.#differences.push({ openMs, kind: 'differs', left, right, fields });
  }

  result(): BarComparison {
    const [open, high, low, close, volume] = this.#fields as [
      FieldDistance,
      FieldDistance,
      FieldDistance,
      FieldDistance,
      FieldDistance,
    ];
    const fields = { open, high, low, close, volume };
    return { days: this.#days, differences: this.#differences, fields };
  }

  #differs(index: number, left: number, right: number): boolean {
    const absolute = Math.abs(left - right);
    if (absolute === 0) return false;
    const larger = Math.max(Math.abs(left), Math.abs(right));
    const field = this.#fields[index] as { bars: number; absolute: number; relative: number };
    field.absolute = Math.max(field.absolute, absolute);
    field.relative = Math.max(field.relative, absolute / larger);
    if (absolute <= this.#tolerance.absolute || absolute <= this.#tolerance.relative * larger) return false;
    field.bars += 1;
    return true;
  }

  #day(openMs: number): { -readonly [K in keyof DayComparison]: DayComparison[K] } {
    const day = this.#calendar.dayOf(asEpochMs(openMs));
    const last = this.#days[this.#days.length - 1];
    if (last?.day === day) return last;
    const fresh = { day, left: 0, right: 0, same: 0, differing: 0, missingLeft: 0, missingRight: 0 };
    this.#days.push(fresh);
    return fresh;
  }
}

/**
 * One of `COMPARED` for each minute of `[start, end)`. A minute of `1s` bars shows the worst of its seconds: a difference
 * before a bar that is missing.
 */
export function comparedMinutes(
  left: ReadonlyBarColumns,
  differences: readonly BarDifference[],
  { start, end }: { readonly start: number; readonly end: number },
): Uint8Array {
  const minutes = new Uint8Array(Math.max(0, Math.ceil((end - start) / MINUTE_MS)));
  const at = (openMs: number): number => Math.floor((openMs - start) / MINUTE_MS);
  const last = firstIndexAtOrAfter(left, end);
  for (let index = firstIndexAtOrAfter(left, start); index < last; index++) {
    minutes[at(left.openMs[index] as number)] = COMPARED.same;
  }
  for (const { openMs, kind } of differences) {
    if (openMs < start || openMs >= end || minutes[at(openMs)] === COMPARED.differs) continue;
    minutes[at(openMs)] = SIGN_OF[kind];
  }
  return minutes;
}

const SIGN_OF: Readonly<Record<DifferenceKind, number>> = {
  differs: COMPARED.differs,
  missing_left: COMPARED.missingLeft,
  missing_right: COMPARED.missingRight,
};

const valuesOf = (bars: ReadonlyBarColumns, at: number): readonly number[] => [
  bars.open[at] as number,
  bars.high[at] as number,
  bars.low[at] as number,
  bars.close[at] as number,
  bars.volume[at] as number,
];
