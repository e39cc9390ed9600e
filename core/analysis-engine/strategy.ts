import type { EpochMs, Ticker, TradingDay } from '../base/epoch-ms.ts';
import type { SignalDirection } from '../model/session-event.ts';
import type { SeriesRef } from '../session-data/series.ts';
import type { SessionReader } from '../session-data/session-reader.ts';
import type { Fill } from '../execution/order.ts';
import type { Orders } from '../execution/orders.ts';
import type { AdhocRequest, Needs, RandomNumbers } from './strategy-api.ts';

/** What changed at one instant, for all symbols together. Read it during the call: it is used again. */
export interface InstantUpdate {
  readonly clock: EpochMs;
  /** Series of which a bar closed: by base interval, then in the order in which the symbols were added. */
  readonly closed: readonly SeriesRef[];
}

export interface SignalRequest {
  readonly symbol: Ticker;
  readonly direction: SignalDirection;
  readonly price: number;
  readonly text: string;
}

/** The session day that is on. */
export interface StrategyDay {
  readonly day: TradingDay;
  readonly open: EpochMs;
  readonly close: EpochMs;
}

/** All that a strategy gets: the gated view, the clock, and what it may ask for. */
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

/** Who hears of what happens in a session, and adds to it: a strategy, or a scanner. */
export interface Strategy {
  readonly name: string;
  /** As whom it adds symbols; a strategy where nothing is said. */
  readonly role?: 'strategy' | 'scanner';
  /** What every full symbol needs for it, besides what the session config asks for. */
  readonly needs?: Needs;
  /** Before a day begins, when its symbols are being loaded: only the clock, the universe and adhoc calls are of use. */
  onSetup?(context: StrategyContext): void;
  onDay?(day: TradingDay, context: StrategyContext): void;
  /** Once an instant at which the session may be looked at, with everything that changed. */
  onInstant(update: InstantUpdate, context: StrategyContext): void;
  /** An order of its own was filled, in whole or in part; before it hears of the instant. */
  onFill?(fill: Fill, context: StrategyContext): void;
  onDayEnd?(context: StrategyContext): void;
  /** The run is over. */
  onEnd?(context: StrategyContext): void;
}

/** Thrown by a strategy of a user's file: the stack names the lines of that file. */
export class StrategyError extends Error {
  override readonly name = 'StrategyError';
  /** `my-strategy.ts:12 in onInstant`, innermost first; empty where nothing of the file was on it. */
  readonly lines: readonly string[];

  constructor(message: string, lines: readonly string[]) {
    super(message);
    this.lines = lines;
  }
}
