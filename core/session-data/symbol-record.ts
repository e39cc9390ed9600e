import type { BaseInterval, Interval } from '../base/interval.ts';
import { spanMs } from '../base/interval.ts';
import type { Ticker, TradingDay } from '../base/epoch-ms.ts';
import type { BarColumns, ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { Finding } from '../model/finding.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import type { NumberPools } from '../model/float-arena.ts';
import { barsInProgress, Series, type SeriesIndicator } from './series.ts';
import { METRICS, SessionMetrics } from './session-metrics.ts';

/** How far a symbol has come on the one path into the session. */
export type SymbolStage = 'pending' | 'loading' | 'catching_up' | 'active';

/** How good one day of history is. */
export interface HistoricalDay {
  readonly day: TradingDay;
  /** Stored bars of the hours looked at, those that were filled among them. */
  readonly bars: number;
  /** Regular bars present of those expected, in percent; null when quality is not asked for. */
  readonly quality: number | null;
  /** The stored interval that the day comes from. */
  readonly source: BaseInterval;
  /** Bars that were missing and were built from a finer stored interval. */
  readonly filled: number;
  /** Index of the day's first bar in the history. */
  readonly from: number;
}

/** Bars of the days before the session, oldest first, and how good each day is. */
export interface HistorySeries {
  readonly interval: Interval;
  readonly bars: ReadonlyBarColumns;
  /** Days asked for, and days with at least one bar. */
  readonly wantedDays: readonly TradingDay[];
  readonly days: readonly HistoricalDay[];
}

/** A historical indicator's numbers, in the order of its outputs; undefined where history does not reach. */
export interface HistoricalReading {
  readonly outputs: readonly string[];
  readonly values: readonly number[] | undefined;
}

/**
 * Everything the session knows about one symbol, metadata included; it goes as a whole when the symbol goes.
 * What is loaded, streamed, derived or pending is read off this structure; nobody keeps a second list.
 */
export class SymbolRecord {
  readonly symbol: Ticker;
  metadata: SymbolMetadata;
  stage: SymbolStage = 'pending';
  /** Place among the day's symbols, in the order in which they were added. */
  order = 0;
  /** True when the following days shall start with the symbol. */
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
  /** Where the numbers live that change at every bar. */
  readonly pools: NumberPools;
  readonly findings: Finding[] = [];
  /** Base bars dropped because they lie outside the session's hours, so far. */
  outsideHours = 0;
  /** Minutes, by their open, of which a live feed's vendor says that nobody traded in them: no bar is expected. */
  noTrades: ReadonlySet<number> = new Set();
  /** Up to which instant the symbol's data are known; `undefined` = up to the clock. */
  knownUntil: number | undefined;
  synthetic = false;
  /** Why trading is halted, in the exchange's words; undefined while it is not. */
  halted: string | undefined;
  /** Bars of today that got other values or came late; readers that keep copies look whether it changed. */
  corrections = 0;
  /** Bars known at or before this instant were there before a removal: they are not notified again. */
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

  /** Forgets today's bars and what was made of them, before the symbol is streamed again from a finer base. */
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

  /** Adds an indicator, in the place of the one with its key when there is one. */
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
