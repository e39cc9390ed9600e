import type { BaseInterval, Interval } from '../base/interval.ts';
import { asEpochMs, type EpochMs, type Ticker } from '../base/epoch-ms.ts';
import { invariant } from '../base/invariant.ts';
import type { Bar } from '../model/bar.ts';
import { BarColumns, firstIndexAtOrAfter, windowOf, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { SessionGap } from '../model/gap.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import type { SessionGrid } from '../time-manager/session-grid.ts';
import { NumberPools } from '../model/float-arena.ts';
import { countNoTrades, findGaps, qualityPercent, splitConfirmed } from '../data-quality/gaps.ts';
import type { Series } from './series.ts';
import { readMetrics, type MetricsReading } from './session-metrics.ts';
import type { Quote, SessionReader } from './session-reader.ts';
import type { HistoricalDay, SymbolRecord } from './symbol-record.ts';

const NO_BARS: ReadonlyBarColumns = new BarColumns(0);
const NO_COVERAGE = new Float64Array(0);

/** The single store of a session day: the internal face, which reads and writes everything up to now. */
export class SessionData implements SessionReader {
  readonly grid: SessionGrid;
  /** The pools of the symbols' numbers that change at every bar. */
  readonly pools = new NumberPools();
  readonly #records = new Map<Ticker, SymbolRecord>();
  readonly #now: () => EpochMs;
  readonly #measuresQuality: boolean;
  #added = 0;

  /** Without `measuresQuality` there is no quality and no gap. */
  constructor(grid: SessionGrid, now: () => EpochMs, measuresQuality = true) {
    this.grid = grid;
    this.#now = now;
    this.#measuresQuality = measuresQuality;
  }

  /** In the order in which the symbols were added. */
  records(): IterableIterator<SymbolRecord> {
    return this.#records.values();
  }

  record(symbol: Ticker): SymbolRecord | undefined {
    return this.#records.get(symbol);
  }

  add(record: SymbolRecord): void {
    invariant(!this.#records.has(record.symbol), `${record.symbol} is added once`);
    record.order = this.#added++;
    this.#records.set(record.symbol, record);
  }

  /** Removes everything of the symbol at once. */
  remove(symbol: Ticker): SymbolRecord | undefined {
    const record = this.#records.get(symbol);
    this.#records.delete(symbol);
    return record;
  }

  /** The instant up to which the data of a symbol are known: the clock, or less while it catches up. */
  knownUntil(record: SymbolRecord): number {
    return Math.min(record.knownUntil ?? Number.POSITIVE_INFINITY, this.#now());
  }

  activeSymbols(): readonly Ticker[] {
    return this.#select((record) => record.stage === 'active');
  }

  pendingSymbols(): readonly Ticker[] {
    return this.#select((record) => record.stage !== 'active');
  }

  loadedSymbols(): readonly Ticker[] {
    return this.#select((record) => record.admitted);
  }

  symbolsWithDerivedIntervals(): readonly Ticker[] {
    return this.#select((record) => record.derivedSeries.length > 0);
  }

  baseInterval(symbol: Ticker): BaseInterval | undefined {
    return this.#records.get(symbol)?.baseInterval;
  }

  loadedIntervals(symbol: Ticker): readonly Interval[] {
    return [...(this.#records.get(symbol)?.series.keys() ?? [])];
  }

  streamedIntervals(symbol: Ticker): readonly Interval[] {
    return this.#intervals(symbol, (series) => !series.derived);
  }

  generatedIntervals(symbol: Ticker): readonly Interval[] {
    return this.#intervals(symbol, (series) => series.derived);
  }

  metadata(symbol: Ticker): SymbolMetadata | undefined {
    return this.#records.get(symbol)?.metadata;
  }

  latestBar(symbol: Ticker, interval: Interval): Bar | undefined {
    const series = this.#series(symbol, interval);
    if (series === undefined || series.bars.length === 0) return undefined;
    return this.#barAt(series, series.bars.length - 1);
  }

  /** The bar in progress, for charts and internal readers; it is never notified and never in a view. */
  formingBar(symbol: Ticker, interval: Interval): Bar | undefined {
    const series = this.#series(symbol, interval);
    if (series === undefined || !series.hasForming) return undefined;
    const { openMs, closeMs, open, high, low, close, volume, present, possible } = series.forming;
    const coverage = present / possible;
    return {
      openMs: asEpochMs(openMs),
      closeMs: asEpochMs(closeMs),
      open,
      high,
      low,
      close,
      volume,
      coverage,
    };
  }

  lastBars(symbol: Ticker, interval: Interval, count: number): ReadonlyBarColumns {
    const bars = this.#series(symbol, interval)?.bars;
    if (bars === undefined) return NO_BARS;
    return windowOf(bars, Math.max(0, bars.length - Math.max(0, count)), bars.length);
  }

  barsSince(symbol: Ticker, interval: Interval, openMs: number): ReadonlyBarColumns {
    const bars = this.#series(symbol, interval)?.bars;
    return bars === undefined ? NO_BARS : windowOf(bars, firstIndexAtOrAfter(bars, openMs), bars.length);
  }

  barCount(symbol: Ticker, interval: Interval): number {
    return this.#series(symbol, interval)?.bars.length ?? 0;
  }

  barsOf(
    symbols: readonly Ticker[],
    interval: Interval,
    count: number,
  ): ReadonlyMap<Ticker, ReadonlyBarColumns> {
    const answer = new Map<Ticker, ReadonlyBarColumns>();
    for (const symbol of symbols) {
      const bars = this.lastBars(symbol, interval, count);
      if (bars.length > 0) answer.set(symbol, bars);
    }
    return answer;
  }

  coverage(symbol: Ticker, interval: Interval, count: number): Float64Array {
    const series = this.#series(symbol, interval);
    if (series === undefined || !series.derived) return NO_COVERAGE;
    const { length } = series.bars;
    return series.coverage.subarray(Math.max(0, length - Math.max(0, count)), length);
  }

  metrics(symbol: Ticker): MetricsReading | undefined {
    const record = this.#records.get(symbol);
    return record === undefined ? undefined : readMetrics(record.metrics);
  }

  quote(symbol: Ticker): Quote | undefined {
    const last = this.metrics(symbol)?.last;
    return last === undefined ? undefined : { bid: last, ask: last, synthesised: true };
  }

  historicalIntervals(symbol: Ticker): readonly Interval[] {
    return [...(this.#records.get(symbol)?.history.keys() ?? [])];
  }

  historicalDays(symbol: Ticker, interval: Interval): readonly HistoricalDay[] {
    return this.#records.get(symbol)?.history.get(interval)?.days ?? [];
  }

  historicalBars(symbol: Ticker, interval: Interval): ReadonlyBarColumns {
    return this.#records.get(symbol)?.history.get(interval)?.bars ?? NO_BARS;
  }

  historyAndToday(symbol: Ticker, interval: Interval): ReadonlyBarColumns {
    const history = this.historicalBars(symbol, interval);
    const today = this.#series(symbol, interval)?.bars ?? NO_BARS;
    const joined = new BarColumns(history.length + today.length);
    joined.appendFrom(history);
    joined.appendFrom(today);
    return windowOf(joined, 0, joined.length);
  }

  indicatorKeys(symbol: Ticker): readonly string[] {
    return [...(this.#records.get(symbol)?.indicators.keys() ?? [])];
  }

  indicatorOutputs(symbol: Ticker, key: string): readonly string[] {
    return this.#records.get(symbol)?.indicators.get(key)?.outputs ?? [];
  }

  indicator(symbol: Ticker, key: string, output = 0): number | undefined {
    return this.#records.get(symbol)?.indicators.get(key)?.value(output);
  }

  historicalIndicatorKeys(symbol: Ticker): readonly string[] {
    return [...(this.#records.get(symbol)?.historicalIndicators.keys() ?? [])];
  }

  historicalIndicatorOutputs(symbol: Ticker, key: string): readonly string[] {
    return this.#records.get(symbol)?.historicalIndicators.get(key)?.outputs ?? [];
  }

  historicalIndicator(symbol: Ticker, key: string, output = 0): number | undefined {
    return this.#records.get(symbol)?.historicalIndicators.get(key)?.values?.[output];
  }

  quality(symbol: Ticker, interval: Interval): number | undefined {
    const record = this.#records.get(symbol);
    if (!this.#measuresQuality) return undefined;
    if (record?.baseInterval === undefined || !record.series.has(interval)) return undefined;
    return qualityPercent(record.metrics.regularBars, this.expectedBars(record));
  }

  /** Base bars of the regular hours that should exist at the clock, without the minutes that had no trades. */
  expectedBars(record: SymbolRecord): number {
    if (record.baseInterval === undefined) return 0;
    const knownUntil = this.knownUntil(record);
    const possible = this.grid.expectedBars(record.baseInterval, knownUntil);
    return possible - countNoTrades(record.noTrades, knownUntil);
  }

  gaps(symbol: Ticker, interval: Interval): readonly SessionGap[] {
    const record = this.#records.get(symbol);
    if (record?.base === undefined || record.baseInterval === undefined) return [];
    if (!this.#measuresQuality || !record.series.has(interval)) return [];
    const now = this.knownUntil(record);
    if (record.metrics.regularBars === this.grid.expectedBars(record.baseInterval, now)) return [];
    const gaps = findGaps(record.base.bars, record.baseInterval, this.grid, now);
    return gaps.flatMap((gap) => splitConfirmed(gap, record.noTrades));
  }

  #select(matches: (record: SymbolRecord) => boolean): readonly Ticker[] {
    const symbols: Ticker[] = [];
    for (const record of this.#records.values()) if (matches(record)) symbols.push(record.symbol);
    return symbols;
  }

  #intervals(symbol: Ticker, matches: (series: Series) => boolean): readonly Interval[] {
    const all = this.#records.get(symbol)?.series.values() ?? [];
    return [...all].filter(matches).map((series) => series.interval);
  }

  #series(symbol: Ticker, interval: Interval): Series | undefined {
    return this.#records.get(symbol)?.series.get(interval);
  }

  #barAt(series: Series, index: number): Bar {
    const { bars } = series;
    const openMs = bars.openMs[index] as number;
    const closeMs = series.derived
      ? this.grid.closeOf(series.interval, openMs)
      : this.grid.closeOfBase(series.interval as BaseInterval, openMs);
    return {
      openMs: asEpochMs(openMs),
      closeMs: asEpochMs(closeMs),
      open: bars.open[index] as number,
      high: bars.high[index] as number,
      low: bars.low[index] as number,
      close: bars.close[index] as number,
      volume: bars.volume[index] as number,
      coverage: series.derived ? (series.coverage[index] as number) : 1,
    };
  }
}
