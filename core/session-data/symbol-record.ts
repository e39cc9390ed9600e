import type { BaseInterval, Interval } from '../base/interval.ts';
import { spanMs } from '../base/interval.ts';
import type { Ticker, TradingDay } from '../base/epoch-ms.ts';
import type { BarColumns, ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { CorporateAction } from '../model/corporate-action.ts';
import type { InstrumentTable } from '../model/instrument.ts';
import type { Finding } from '../model/finding.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import type { NumberPools } from '../model/float-arena.ts';
import { barsInProgress, Series, type SeriesIndicator } from './series.ts';
import { METRICS, SessionMetrics } from './session-metrics.ts';

/** A symbol's progress on the one path into the session. */
export type SymbolStage = 'validating' | 'loading' | 'catching_up' | 'active';

/** The quality of one day of history. */
export interface HistoricalDay {
  readonly day: TradingDay;
  /** Stored bars of the session's hours, including filled ones. */
  readonly bars: number;
  /** Percent of the expected regular bars that exist; null when quality is not requested. */
  readonly quality: number | null;
  /** The stored interval that the day comes from. */
  readonly source: BaseInterval;
  /** Bars that were missing and were built from a finer stored interval. */
  readonly filled: number;
  /** Index of the day's first bar in the history. */
  readonly from: number;
}

/** Bars of the days before the session, oldest first, with each day's quality. */
export interface HistorySeries {
  readonly interval: Interval;
  readonly bars: ReadonlyBarColumns;
  /** Days requested, and days with at least one bar. */
  readonly wantedDays: readonly TradingDay[];
  readonly days: readonly HistoricalDay[];
}

/** A historical indicator's numbers, in the order of its outputs; undefined where history does not reach. */
export interface HistoricalReading {
  readonly outputs: readonly string[];
  readonly values: readonly number[] | undefined;
}

/**
 * Everything that the session knows about one symbol, metadata included; it is removed as a whole with the symbol.
 * Whether a symbol is loaded, streamed, derived or pending follows from this structure; there is no second list.
 */
export class SymbolRecord {
  readonly symbol: Ticker;
  metadata: SymbolMetadata;
  stage: SymbolStage = 'validating';
  /** Place among the day's symbols, in the order in which they were added. */
  order = 0;
  /** True when the following days start with the symbol. */
  keep = false;
  baseInterval: BaseInterval | undefined;
  /** Bars by interval, the base among them, shortest first. */
  readonly series = new Map<Interval, Series>();
  /** The derived ones again, as the array that the hot path walks. */
  readonly derivedSeries: Series[] = [];
  base: Series | undefined;
  readonly history = new Map<Interval, HistorySeries>();
  readonly indicators = new Map<string, SeriesIndicator>();
  readonly historicalIndicators = new Map<string, HistoricalReading>();
  metrics: SessionMetrics;
  /** The pools of the numbers that change at every bar. */
  readonly pools: NumberPools;
  readonly findings: Finding[] = [];
  /** Base bars dropped because they lie outside the session's hours, so far. */
  outsideHours = 0;
  /** Minutes, by their open, without trades according to the vendor of a live feed: no bar is expected. */
  noTrades: ReadonlySet<number> = new Set();
  /** The instant up to which the symbol's data are known; `undefined` = up to the clock. */
  knownUntil: number | undefined;
  synthetic = false;
  /** Splits, dividends and other actions, in the order in which they take effect. */
  actions: readonly CorporateAction[] = [];
  /** The store's facts of instruments; undefined without any. */
  instruments: InstrumentTable | undefined;
  /** Why trading is halted, in the exchange's words; undefined while it is not. */
  halted: string | undefined;
  /** Counts bars of today that got other values or came late; readers that keep copies check whether it changed. */
  corrections = 0;
  /** Bars known at or before this instant existed before a removal: they are not notified again. */
  notifiedUntil = Number.NEGATIVE_INFINITY;
  /** Longest lag seen, in ms. */
  worstLagMs = 0;
  lagMs = 0;

  constructor(symbol: Ticker, metadata: SymbolMetadata, pools: NumberPools) {
    this.pools = pools;
    this.metrics = new SessionMetrics(pools.of(METRICS));
    this.symbol = symbol;
    this.metadata = metadata;
  }

  /** Gives the symbol a series, keeping the order shortest first. */
  addSeries(interval: Interval, base: BaseInterval | undefined, capacity: number): Series {
    const series = new Series(this.symbol, interval, base, capacity, this.pools.of(barsInProgress(interval)));
    const all = [...this.series.values(), series].sort((a, b) => spanMs(a.interval) - spanMs(b.interval));
    this.series.clear();
    for (const each of all) this.series.set(each.interval, each);
    if (base === undefined) this.base = series;
    this.derivedSeries.length = 0;
    this.derivedSeries.push(...all.filter((each) => each.derived));
    return series;
  }

  /** Drops today's bars and all derived data, before the symbol is streamed again from a finer base. */
  forgetToday(dayStart: number): void {
    this.series.clear();
    this.derivedSeries.length = 0;
    this.base = undefined;
    this.baseInterval = undefined;
    this.indicators.clear();
    this.metrics = new SessionMetrics(this.pools.of(METRICS));
    const earlier = this.findings.filter(({ lastMs }) => lastMs < dayStart);
    this.findings.splice(0, this.findings.length, ...earlier);
    this.outsideHours = 0;
  }

  /** Adds an indicator, or replaces the one with its key. */
  setIndicator(series: Series, indicator: SeriesIndicator): void {
    const at = series.indicators.findIndex(({ key }) => key === indicator.key);
    series.indicators.splice(at < 0 ? series.indicators.length : at, 1, indicator);
    this.indicators.set(indicator.key, indicator);
  }

  /** True once it is part of the session, whether or not it has caught up. */
  get admitted(): boolean {
    return this.stage === 'active' || this.stage === 'catching_up';
  }

  /** The base interval's columns; `undefined` when the symbol has history only. */
  get baseBars(): BarColumns | undefined {
    return this.base?.bars;
  }
}
