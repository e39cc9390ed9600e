/**
 * The API for strategies and scanners; a user's file imports it as `tapedeck/strategy`. With the orders of
 * `order-api.ts` it depends on nothing else, so that the files themselves are the published types. Instants are UTC
 * epoch milliseconds, prices dollars per share, volumes shares.
 */
import type { z } from 'zod';
import type { Fill, Orders } from './order-api.ts';

export type * from './order-api.ts';

export type Interval =
  | '1s'
  | '5s'
  | '10s'
  | '15s'
  | '20s'
  | '30s'
  | '1m'
  | '2m'
  | '3m'
  | '5m'
  | '10m'
  | '15m'
  | '20m'
  | '30m'
  | '1h'
  | '2h'
  | '4h'
  | '1d'
  | '1w';

/** `{ name: 'sma', period: 20, interval: '5m' }`; names and parameters as in docs/indicators.md. */
export interface IndicatorSpec {
  readonly name: string;
  readonly interval: Interval;
  readonly [parameter: string]: number | string;
}

/** Bars in columns, oldest first; a copy that the strategy may keep. `length` is that of each column. */
export interface Bars {
  readonly length: number;
  readonly openMs: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** One closed bar over `[openMs, closeMs)`. `coverage` is 1, or less for a derived bar with missing minutes. */
export interface Bar {
  readonly openMs: number;
  readonly closeMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly coverage: number;
}

/** Running figures of a symbol's session, from the open on. Undefined before the first bar, `vwap` before any volume. */
export interface Metrics {
  readonly volume: number;
  readonly high: number | undefined;
  readonly low: number | undefined;
  readonly vwap: number | undefined;
  readonly last: number | undefined;
}

/** Why and when a symbol came into the session. */
export interface SymbolMetadata {
  readonly meets_session_config_requirements: boolean;
  readonly added_by: 'config' | 'strategy' | 'scanner' | 'adhoc' | 'user';
  readonly auto_provisioned: boolean;
  readonly added_at: string | null;
  readonly upgraded_from_adhoc: boolean;
}

/**
 * Read access: closed bars up to now, never one that is still forming, never a future one. While the session catches up
 * it is empty, and no strategy is called.
 */
export interface View {
  /** Symbols that are caught up, in the order in which they were added. */
  activeSymbols(): readonly string[];
  /** Intervals with bars of today, shortest first. */
  loadedIntervals(symbol: string): readonly Interval[];
  baseInterval(symbol: string): Interval | undefined;
  metadata(symbol: string): SymbolMetadata | undefined;
  latestBar(symbol: string, interval: Interval): Bar | undefined;
  /** The last `count` closed bars of today; fewer where there are fewer. */
  lastBars(symbol: string, interval: Interval, count: number): Bars;
  /** Closed bars of today that open at or after an instant. */
  barsSince(symbol: string, interval: Interval, openMs: number): Bars;
  barCount(symbol: string, interval: Interval): number;
  metrics(symbol: string): Metrics | undefined;
  /** Bars of the days before today that the session has loaded. */
  historicalBars(symbol: string, interval: Interval): Bars;
  historyAndToday(symbol: string, interval: Interval): Bars;
  /** `indicator('AAPL', 'sma(20)@5m')`; `output` counts from 0 for those with several. Undefined until warm. */
  indicator(symbol: string, key: string, output?: number): number | undefined;
  indicatorKeys(symbol: string): readonly string[];
  historicalIndicator(symbol: string, key: string, output?: number): number | undefined;
  historicalIndicatorKeys(symbol: string): readonly string[];
  /** Percent of the expected bars that exist. */
  quality(symbol: string, interval: Interval): number | undefined;
}

/** The session's clock. It does not move during a call. */
export interface Clock {
  now(): number;
  /** `2025-07-02`, the exchange's day. */
  day(): string;
  /** First and last instant of the session. */
  open(): number;
  close(): number;
  /** `10:05:00` in the exchange's zone. */
  time(): string;
  minutesSinceOpen(): number;
}

/** The data to request of a symbol that is not a full member of the session, and is not to become one. */
export type AdhocRequest =
  | { readonly bars: Interval }
  | { readonly history: Interval; readonly days: number }
  | { readonly indicator: IndicatorSpec };

/**
 * Requests are carried out between instants: a symbol that was added is readable at a later call, once it has caught
 * up.
 */
export interface Symbols {
  /**
   * The same as the trader's click: loads everything that the session config requires. Idempotent; upgrades an adhoc
   * symbol.
   */
  add(symbol: string): void;
  /** Loads only the named data, of a new symbol or a present one. */
  adhoc(symbol: string, request: AdhocRequest): void;
  /** Rejected, with a line in the log, while the symbol is locked. */
  remove(symbol: string): void;
  /**
   * The reason why a symbol must stay in the session (an open position, a pending order), in words; undefined when it
   * may go.
   */
  lockedBy(symbol: string): string | undefined;
}

export interface Signal {
  readonly symbol: string;
  readonly direction: 'long' | 'short' | 'flat';
  /** Defaults to the last price of the symbol. */
  readonly price?: number;
  readonly text: string;
}

/** Random numbers that repeat in every run of the same session. */
export interface RandomNumbers {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Mean 0, variance 1. */
  normal(): number;
}

/** Lines for the session's log. */
export interface Log {
  info(text: string): void;
  warn(text: string): void;
}

/** Everything that a strategy can use. Valid during the call that receives it, not after. */
export interface Context<P = unknown, S = unknown> {
  /** Its name in this run, as its signals and orders carry it. */
  readonly name: string;
  readonly params: P;
  /** The result of `state` at the start of the run; the strategy may change it. */
  readonly state: S;
  readonly clock: Clock;
  readonly view: View;
  readonly symbols: Symbols;
  readonly orders: Orders;
  readonly random: RandomNumbers;
  readonly log: Log;
  signal(signal: Signal): void;
}

/** The changes of one instant, for all symbols together. Read it during the call: the object is reused at the next. */
export interface Instant {
  readonly clock: number;
  /** Every series with a closed bar: by base interval, then in the order in which the symbols were added. */
  readonly closed: readonly { readonly symbol: string; readonly interval: Interval }[];
}

/** Data that the session must load and derive for every full symbol, in addition to its config's. */
export interface Needs {
  readonly intervals?: readonly Interval[];
  readonly indicators?: readonly IndicatorSpec[];
  readonly history?: readonly { readonly interval: Interval; readonly trailing_days: number }[];
  readonly historical_indicators?: readonly {
    readonly name: string;
    readonly period: number;
    readonly unit?: 'days' | 'bars';
    readonly interval: Interval;
  }[];
  /**
   * Closed bars of one session without which the strategy cannot act, before `minutes_before_close` where it stops then.
   * A run whose sessions are too short for it is refused at its start.
   */
  readonly bars_of_session?: readonly {
    readonly interval: Interval;
    readonly count: number;
    readonly minutes_before_close?: number;
  }[];
}

interface Definition<P, S> {
  /** Lower case with dashes; every signal and order carries it. */
  readonly name: string;
  /** One sentence that helps people choose. */
  readonly description?: string;
  /** A zod object in which every key has a default. */
  readonly params?: z.ZodType<P>;
  /** Created once when the run begins, kept over its days. */
  state?(params: P): S;
  needs?(params: P): Needs;
}

export interface StrategyDefinition<P = unknown, S = unknown> extends Definition<P, S> {
  /** At the open of each session day, with the config's symbols loaded. */
  onStart?(ctx: Context<P, S>): void;
  /** Once per instant at which a bar closed and the session is readable. */
  onInstant?(instant: Instant, ctx: Context<P, S>): void;
  /** An order of the strategy was filled, completely or partly; before `onInstant` of the same instant. */
  onFill?(fill: Fill, ctx: Context<P, S>): void;
  /** When the session day is over; orders are rejected then. */
  onEnd?(ctx: Context<P, S>): void;
}

export interface ScannerContext<P = unknown, S = unknown> extends Context<P, S> {
  /** Every symbol of the bar store, in alphabetical order. */
  universe(): readonly string[];
}

/** When `scan` is called: at times of the exchange (`['09:35', '10:00']`), after a number of instants, or both. */
export interface ScanSchedule {
  readonly at?: readonly string[];
  readonly every?: number;
}

export interface ScannerDefinition<P = unknown, S = unknown> extends Definition<P, S> {
  schedule(params: P): ScanSchedule;
  /** Before each session day begins: requests a little data of many symbols with `ctx.symbols.adhoc`. */
  setup?(ctx: ScannerContext<P, S>): void;
  /** Promotes with `ctx.symbols.add`, and removes symbols that no longer qualify with `ctx.symbols.remove`. */
  scan(ctx: ScannerContext<P, S>): void;
}

/** Types a strategy: `export default defineStrategy({ … })`. */
export const defineStrategy = <P = unknown, S = unknown>(
  definition: StrategyDefinition<P, S>,
): StrategyDefinition<P, S> => definition;

/** Types a scanner: `export default defineScanner({ … })`. */
export const defineScanner = <P = unknown, S = unknown>(
  definition: ScannerDefinition<P, S>,
): ScannerDefinition<P, S> => definition;
