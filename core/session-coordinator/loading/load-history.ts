import type { Ticker, TradingDay } from '../../base/epoch-ms.ts';
import { spanMs, type BaseInterval, type Interval } from '../../base/interval.ts';
import { invariant } from '../../base/invariant.ts';
import { ok, type Result } from '../../base/result.ts';
import { closeForming, deriveFrom } from '../../data-processor/derive-bars.ts';
import {
  BarColumns,
  firstIndexAtOrAfter,
  joinColumns,
  windowOf,
  type ReadonlyBarColumns,
} from '../../model/bar-columns.ts';
import { qualityPercent } from '../../data-quality/gaps.ts';
import { FloatArena } from '../../model/float-arena.ts';
import { Series } from '../../session-data/series.ts';
import type { HistoricalDay, HistorySeries } from '../../session-data/symbol-record.ts';
import type { SessionGrid } from '../../time-manager/session-grid.ts';
import { fillDay } from './fill-day.ts';
import type { StoredHistory } from './stored-history.ts';
import type { HistoryPlan, StoredDays } from './validate-symbol.ts';

/** The source of one day's bars in a history: the stored interval, and how many were filled from finer ones. */
interface ComposedDay {
  readonly source: BaseInterval;
  readonly bars: ReadonlyBarColumns;
  readonly filled: number;
  readonly regular: number;
}

/** The inputs for composing a history. */
export interface HistoryOptions {
  readonly skipIncomplete: boolean;
  readonly measuresQuality: boolean;
}

/**
 * Bars of the days that a plan requires. A day comes from the stored interval that most days come from; where that has
 * gaps, from another one that is complete, or filled from a complete finer one. Bars missing everywhere stay missing.
 */
export async function loadHistory(
  stored: StoredHistory,
  symbol: Ticker,
  plan: HistoryPlan,
  source: BaseInterval,
  options: HistoryOptions,
): Promise<Result<HistorySeries>> {
  const output = new HistoryOutput(symbol, plan, options);
  for (const day of plan.daysWanted) {
    const grid = stored.gridOf(day);
    if (grid === undefined) continue;
    const composed = await composeDay(stored, plan, source, day, grid);
    if (!composed.ok) return composed;
    if (composed.value.bars.length > 0) output.addDay(day, grid, composed.value);
  }
  return ok(output.history());
}

async function composeDay(
  stored: StoredHistory,
  plan: HistoryPlan,
  source: BaseInterval,
  day: TradingDay,
  grid: SessionGrid,
): Promise<Result<ComposedDay>> {
  const expected = (interval: BaseInterval): number => grid.expectedBars(interval, grid.session.close);
  const levels = plan.stored.filter(({ days }) => days.includes(day));
  const days = new Map<BaseInterval, ReadonlyBarColumns>();
  for (const { interval } of inOrder(levels, source)) {
    const read = await stored.day(interval, day);
    if (!read.ok) return read;
    days.set(interval, read.value);
    const regular = regularBars(grid, read.value);
    // A weekly bar comes from one stored interval: bars of two would be counted against each other.
    const fits = interval === source || plan.interval !== '1w';
    if (fits && regular === expected(interval)) {
      return ok({ source: interval, bars: read.value, filled: 0, regular });
    }
  }
  const own = days.get(source) ?? new BarColumns(0);
  const finer = [...days].filter(([interval]) => spanMs(interval) < spanMs(source)).reverse();
  const bars = fillDay(grid, source, own, finer);
  return ok({ source, bars, filled: bars.length - own.length, regular: regularBars(grid, bars) });
}

/** The stored interval that most days come from first, then the others, coarsest first. */
const inOrder = (levels: readonly StoredDays[], source: BaseInterval): readonly StoredDays[] => [
  ...levels.filter(({ interval }) => interval === source),
  ...levels.filter(({ interval }) => interval !== source),
];

const regularBars = ({ session }: SessionGrid, bars: ReadonlyBarColumns): number =>
  firstIndexAtOrAfter(bars, session.close) - firstIndexAtOrAfter(bars, session.open);

/** Most room reserved for derived bars; beyond it columns grow as they fill. */
const MOST_ROOM = 100_000;

/** Puts days one after another into bars of the wanted interval. */
class HistoryOutput {
  readonly #symbol: Ticker;
  readonly #plan: HistoryPlan;
  readonly #options: HistoryOptions;
  /** Bars of one day after another; joined at the end, when it is known how many there are. */
  readonly #parts: ReadonlyBarColumns[] = [];
  #length = 0;
  readonly #days: HistoricalDay[] = [];
  /** One per stored interval from which bars are derived; it continues from day to day. */
  readonly #derived = new Map<BaseInterval, Series>();

  constructor(symbol: Ticker, plan: HistoryPlan, options: HistoryOptions) {
    this.#symbol = symbol;
    this.#plan = plan;
    this.#options = options;
  }

  addDay(day: TradingDay, grid: SessionGrid, { source, bars, filled, regular }: ComposedDay): void {
    const from = this.#length;
    if (this.#plan.interval === source) this.#append(bars);
    else this.#derive(grid, source, bars);
    const expected = grid.expectedBars(source, grid.session.close);
    const { measuresQuality } = this.#options;
    const quality = measuresQuality ? (qualityPercent(regular, expected) ?? null) : null;
    this.#days.push({ day, bars: bars.length, quality, source, filled, from });
  }

  history(): HistorySeries {
    const { interval, daysWanted } = this.#plan;
    return { interval, bars: joinColumns(this.#parts), wantedDays: daysWanted, days: this.#days };
  }

  #append(bars: ReadonlyBarColumns): void {
    this.#parts.push(bars);
    this.#length += bars.length;
  }

  #derive(grid: SessionGrid, source: BaseInterval, bars: ReadonlyBarColumns): void {
    const { skipIncomplete } = this.#options;
    const series = this.#seriesOf(this.#plan.interval, source, bars.length);
    const before = series.bars.length;
    deriveFrom(series, grid, bars, skipIncomplete);
    closeForming(series, grid.session.dayEnd, skipIncomplete);
    this.#append(windowOf(series.bars, before, series.bars.length));
  }

  /** With room for all days, if they are like the first one of `barsOfDay`. */
  #seriesOf(interval: Interval, source: BaseInterval, barsOfDay: number): Series {
    const known = this.#derived.get(source);
    if (known !== undefined) return known;
    invariant(spanMs(source) < spanMs(interval), () => `a finer interval than ${interval}, got ${source}`);
    const perDay = Math.ceil((barsOfDay * spanMs(source)) / spanMs(interval));
    const room = Math.min(perDay * this.#plan.daysWanted.length, MOST_ROOM);
    const series = new Series(this.#symbol, interval, source, room, new FloatArena());
    this.#derived.set(source, series);
    return series;
  }
}
