import type { BaseInterval, Interval } from '../base/interval.ts';
import type { Ticker } from '../base/epoch-ms.ts';
import type { Bar } from '../model/bar.ts';
import { BarColumns, sliceColumns, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { SessionGap } from '../model/gap.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import type { MetricsReading } from './session-metrics.ts';
import type { Quote, SessionReader } from './session-reader.ts';
import type { HistoricalDay } from './symbol-record.ts';

/** Whether external readers may look now. */
export interface ReadingGate {
  readonly active: boolean;
}

/**
 * The external face of a session: read-only, and empty while the session is deactivated. Strategies, exports and
 * analysis panels get nothing else, so the gate cannot be forgotten.
 *
 * `source` returns the session data of the current day; a view outlives the day.
 */
export class SessionView implements SessionReader {
  readonly #gate: ReadingGate;
  readonly #source: () => SessionReader | undefined;

  constructor(gate: ReadingGate, source: () => SessionReader | undefined) {
    this.#gate = gate;
    this.#source = source;
  }

  activeSymbols(): readonly Ticker[] {
    return this.#open()?.activeSymbols() ?? [];
  }

  pendingSymbols(): readonly Ticker[] {
    return this.#open()?.pendingSymbols() ?? [];
  }

  loadedSymbols(): readonly Ticker[] {
    return this.#open()?.loadedSymbols() ?? [];
  }

  symbolsWithDerivedIntervals(): readonly Ticker[] {
    return this.#open()?.symbolsWithDerivedIntervals() ?? [];
  }

  baseInterval(symbol: Ticker): BaseInterval | undefined {
    return this.#open()?.baseInterval(symbol);
  }

  loadedIntervals(symbol: Ticker): readonly Interval[] {
    return this.#open()?.loadedIntervals(symbol) ?? [];
  }

  streamedIntervals(symbol: Ticker): readonly Interval[] {
    return this.#open()?.streamedIntervals(symbol) ?? [];
  }

  generatedIntervals(symbol: Ticker): readonly Interval[] {
    return this.#open()?.generatedIntervals(symbol) ?? [];
  }

  metadata(symbol: Ticker): SymbolMetadata | undefined {
    const metadata = this.#open()?.metadata(symbol);
    return metadata === undefined ? undefined : { ...metadata };
  }

  latestBar(symbol: Ticker, interval: Interval): Bar | undefined {
    return this.#open()?.latestBar(symbol, interval);
  }

  lastBars(symbol: Ticker, interval: Interval, count: number): ReadonlyBarColumns {
    return copied(this.#open()?.lastBars(symbol, interval, count));
  }

  barsSince(symbol: Ticker, interval: Interval, openMs: number): ReadonlyBarColumns {
    return copied(this.#open()?.barsSince(symbol, interval, openMs));
  }

  barCount(symbol: Ticker, interval: Interval): number {
    return this.#open()?.barCount(symbol, interval) ?? 0;
  }

  barsOf(
    symbols: readonly Ticker[],
    interval: Interval,
    count: number,
  ): ReadonlyMap<Ticker, ReadonlyBarColumns> {
    const found = this.#open()?.barsOf(symbols, interval, count) ?? [];
    return new Map([...found].map(([symbol, bars]) => [symbol, copied(bars)]));
  }

  coverage(symbol: Ticker, interval: Interval, count: number): Float64Array {
    return this.#open()?.coverage(symbol, interval, count).slice() ?? new Float64Array(0);
  }

  metrics(symbol: Ticker): MetricsReading | undefined {
    return this.#open()?.metrics(symbol);
  }

  quote(symbol: Ticker): Quote | undefined {
    return this.#open()?.quote(symbol);
  }

  historicalIntervals(symbol: Ticker): readonly Interval[] {
    return this.#open()?.historicalIntervals(symbol) ?? [];
  }

  historicalDays(symbol: Ticker, interval: Interval): readonly HistoricalDay[] {
    return this.#open()?.historicalDays(symbol, interval) ?? [];
  }

  historicalBars(symbol: Ticker, interval: Interval): ReadonlyBarColumns {
    return copied(this.#open()?.historicalBars(symbol, interval));
  }

  historyAndToday(symbol: Ticker, interval: Interval): ReadonlyBarColumns {
    return copied(this.#open()?.historyAndToday(symbol, interval));
  }

  indicatorKeys(symbol: Ticker): readonly string[] {
    return this.#open()?.indicatorKeys(symbol) ?? [];
  }

  indicatorOutputs(symbol: Ticker, key: string): readonly string[] {
    return this.#open()?.indicatorOutputs(symbol, key) ?? [];
  }

  indicator(symbol: Ticker, key: string, output = 0): number | undefined {
    return this.#open()?.indicator(symbol, key, output);
  }

  historicalIndicatorKeys(symbol: Ticker): readonly string[] {
    return this.#open()?.historicalIndicatorKeys(symbol) ?? [];
  }

  historicalIndicatorOutputs(symbol: Ticker, key: string): readonly string[] {
    return this.#open()?.historicalIndicatorOutputs(symbol, key) ?? [];
  }

  historicalIndicator(symbol: Ticker, key: string, output = 0): number | undefined {
    return this.#open()?.historicalIndicator(symbol, key, output);
  }

  quality(symbol: Ticker, interval: Interval): number | undefined {
    return this.#open()?.quality(symbol, interval);
  }

  gaps(symbol: Ticker, interval: Interval): readonly SessionGap[] {
    return this.#open()?.gaps(symbol, interval) ?? [];
  }

  #open(): SessionReader | undefined {
    return this.#gate.active ? this.#source() : undefined;
  }
}

const copied = (bars: ReadonlyBarColumns | undefined): ReadonlyBarColumns =>
  bars === undefined ? sliceColumns(new BarColumns(0), 0, 0) : sliceColumns(bars);
