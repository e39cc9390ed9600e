import type { EpochMs, Ticker, TradingDay } from '../base/epoch-ms.ts';
import type { SignalDirection } from '../model/session-event.ts';
import type { SeriesRef } from '../session-data/series.ts';
import type { SessionReader } from '../session-data/session-reader.ts';

/** What changed at one instant, for all symbols together. Read it during the call; the list is used again. */
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

/** All that a strategy gets: the gated view, the clock, and what it may ask for. */
export interface StrategyContext {
  readonly view: SessionReader;
  clock(): EpochMs;
  signal(request: SignalRequest): void;
  readonly symbols: {
    /** The same add as the trader's click; idempotent. */
    add(symbol: Ticker): void;
    remove(symbol: Ticker): void;
  };
}

/** A strategy hears of every instant at which it may look, once, with everything that changed. */
export interface Strategy {
  readonly name: string;
  onDay?(day: TradingDay, context: StrategyContext): void;
  onInstant(update: InstantUpdate, context: StrategyContext): void;
  onEnd?(context: StrategyContext): void;
}
