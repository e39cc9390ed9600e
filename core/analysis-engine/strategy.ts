import type { EpochMs, Ticker, TradingDay } from '../base/epoch-ms.ts';
import type { SignalDirection } from '../model/session-event.ts';
import type { SeriesRef } from '../session-data/series.ts';
import type { SessionReader } from '../session-data/session-reader.ts';
import type { Fill } from '../execution/order.ts';
import type { Orders } from '../execution/orders.ts';
import type { AdhocRequest, Needs, RandomNumbers } from './strategy-api.ts';

/** The changes of one instant, for all symbols together. Read it during the call: the object is reused. */
export interface InstantUpdate {
  readonly clock: EpochMs;
  /** Series with a closed bar: by base interval, then in the order in which the symbols were added. */
  readonly closed: readonly SeriesRef[];
}

export interface SignalRequest {
  readonly symbol: Ticker;
  readonly direction: SignalDirection;
  readonly price: number;
  readonly text: string;
}

/** The current session day. */
export interface StrategyDay {
  readonly day: TradingDay;
  readonly open: EpochMs;
  readonly close: EpochMs;
}

/** Everything that a strategy gets: the gated view, the clock, and its requests. */
export interface StrategyContext {
  readonly view: SessionReader;
  clock(): EpochMs;
  today(): StrategyDay;
  /** `10:05:00` in the exchange's zone. */
  exchangeTime(): string;
  signal(request: SignalRequest): void;
  log(level: 'info' | 'warn', text: string): void;
  readonly random: RandomNumbers;
  /** The account, as this strategy places orders with it. */
  readonly orders: Orders;
  readonly symbols: {
    /** The same add as the trader's click; idempotent. */
    add(symbol: Ticker): void;
    adhoc(symbol: Ticker, request: AdhocRequest): void;
    remove(symbol: Ticker): void;
    lockedBy(symbol: Ticker): string | undefined;
    /** Every symbol of the store, in alphabetical order. */
    universe(): readonly Ticker[];
  };
}

/** A strategy or scanner: it receives the events of a session, and adds signals, orders and symbols. */
export interface Strategy {
  readonly name: string;
  /** The caller under which it adds symbols; by default a strategy. */
  readonly role?: 'strategy' | 'scanner';
  /** Data that every full symbol needs for it, in addition to the session config's. */
  readonly needs?: Needs;
  /** Keys of indicators that its code reads by name; known for strategies of users' files. */
  readonly readsIndicators?: readonly string[];
  /** The same for indicators of the days before. */
  readonly readsHistory?: readonly string[];
  /** True when its code may ask for data while the session runs. */
  readonly asksForData?: boolean;
  /** Before a day begins, while its symbols load: only the clock, the universe and adhoc calls are useful. */
  onSetup?(context: StrategyContext): void;
  onDay?(day: TradingDay, context: StrategyContext): void;
  /** Once per instant at which the session is readable, with all changes. */
  onInstant(update: InstantUpdate, context: StrategyContext): void;
  /** An order of its own was filled, completely or partly; before its `onInstant`. */
  onFill?(fill: Fill, context: StrategyContext): void;
  onDayEnd?(context: StrategyContext): void;
  /** The run is over. */
  onEnd?(context: StrategyContext): void;
}

/** Thrown by a strategy of a user's file: the stack names the lines of that file. */
export class StrategyError extends Error {
  override readonly name = 'StrategyError';
  /** `my-strategy.ts:12 in onInstant`, innermost first; empty where the stack has no line of the file. */
  readonly lines: readonly string[];

  constructor(message: string, lines: readonly string[]) {
    super(message);
    this.lines = lines;
  }
}
