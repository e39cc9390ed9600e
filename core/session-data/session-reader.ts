import type { BaseInterval, Interval } from '../base/interval.ts';
import type { Ticker } from '../base/epoch-ms.ts';
import type { Bar } from '../model/bar.ts';
import type { ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { SessionGap } from '../model/gap.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import type { MetricsReading } from './session-metrics.ts';
import type { HistoricalDay } from './symbol-record.ts';

/** Best bid and ask; in a backtest both are the last close, and `synthesised` says so. */
export interface Quote {
  readonly bid: number;
  readonly ask: number;
  readonly synthesised: boolean;
}

/**
 * Read access to a running session; both faces offer it. Nothing with `closeMs` after the clock is in any answer.
 *
 * `SessionData` (internal) always answers. `SessionView` (external) answers with the empty value of the method's type
 * (`undefined`, no bars, `0`, an empty list) while the session is deactivated. Columns returned by the view are copies.
 */
export interface SessionReader {
  /** Symbols that are caught up, in the order in which they were added. */
  activeSymbols(): readonly Ticker[];
  /** Symbols on their way in: requested, loading or catching up. */
  pendingSymbols(): readonly Ticker[];
  /** Symbols that are part of the session, caught up or catching up, in the order in which they were added. */
  loadedSymbols(): readonly Ticker[];
  symbolsWithDerivedIntervals(): readonly Ticker[];
  /** The interval that is streamed; undefined for a symbol that has history only. */
  baseInterval(symbol: Ticker): BaseInterval | undefined;
  /** Intervals with bars of today, shortest first. */
  loadedIntervals(symbol: Ticker): readonly Interval[];
  streamedIntervals(symbol: Ticker): readonly Interval[];
  generatedIntervals(symbol: Ticker): readonly Interval[];
  metadata(symbol: Ticker): SymbolMetadata | undefined;
  latestBar(symbol: Ticker, interval: Interval): Bar | undefined;
  /** The last `count` closed bars of today, oldest first; fewer where there are fewer. */
  lastBars(symbol: Ticker, interval: Interval, count: number): ReadonlyBarColumns;
  /** Closed bars of today that open at or after `openMs`. */
  barsSince(symbol: Ticker, interval: Interval, openMs: number): ReadonlyBarColumns;
  barCount(symbol: Ticker, interval: Interval): number;
  /** `lastBars` of several symbols at once; symbols without bars are left out. */
  barsOf(
    symbols: readonly Ticker[],
    interval: Interval,
    count: number,
  ): ReadonlyMap<Ticker, ReadonlyBarColumns>;
  /** Base bars present / possible of the last `count` derived bars, like `lastBars`; empty for a base interval. */
  coverage(symbol: Ticker, interval: Interval, count: number): Float64Array;
  metrics(symbol: Ticker): MetricsReading | undefined;
  quote(symbol: Ticker): Quote | undefined;
  /** Intervals that have bars of the days before today. */
  historicalIntervals(symbol: Ticker): readonly Interval[];
  /** The days before today that have bars, oldest first, with their quality. */
  historicalDays(symbol: Ticker, interval: Interval): readonly HistoricalDay[];
  /** Bars of the days before today. */
  historicalBars(symbol: Ticker, interval: Interval): ReadonlyBarColumns;
  historyAndToday(symbol: Ticker, interval: Interval): ReadonlyBarColumns;
  /** Keys such as `sma(20)@5m`. */
  indicatorKeys(symbol: Ticker): readonly string[];
  /** Names of an indicator's numbers: one for `sma`, three for `macd`. */
  indicatorOutputs(symbol: Ticker, key: string): readonly string[];
  /** Undefined until warm. */
  indicator(symbol: Ticker, key: string, output?: number): number | undefined;
  historicalIndicatorKeys(symbol: Ticker): readonly string[];
  /** Names of a historical indicator's numbers: one for `avg_volume`, two for `high_low`. */
  historicalIndicatorOutputs(symbol: Ticker, key: string): readonly string[];
  /** Undefined where history does not reach. */
  historicalIndicator(symbol: Ticker, key: string, output?: number): number | undefined;
  /** Percent of the expected base bars that exist; of a derived interval, its base's. */
  quality(symbol: Ticker, interval: Interval): number | undefined;
  /** Runs of missing base bars up to now; of a derived interval, its base's. */
  gaps(symbol: Ticker, interval: Interval): readonly SessionGap[];
}
