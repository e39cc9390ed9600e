import type { EpochMs, Ticker } from '../base/epoch-ms.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import type { MarketBar } from './matching/match-order.ts';
import type { Fill, OrderOwner, Refusal } from './order.ts';
import type { OrderState } from './order-state.ts';

/** The broker's interface to the session: questions and reports. */
export interface BrokerHost {
  now(): EpochMs;
  /** Why no order of a symbol can be accepted now: no session, a catch-up, not in the session. */
  refusal(symbol: Ticker): Refusal | undefined;
  /** The last close known of a symbol, in its instrument's currency. */
  priceOf(symbol: Ticker): number | undefined;
  /** False where the symbol's own bars are off its tick (adjusted prices), so that the tick does not bind orders. */
  tickHolds(symbol: Ticker): boolean;
  metadataOf(symbol: Ticker): SymbolMetadata | undefined;
  orderChanged(order: OrderState): void;
  filled(fill: Fill): void;
  halted(refusal: Refusal | undefined): void;
  /** An owner asked to close a position, or all of its own, and has none. */
  nothingToClose(owner: OrderOwner, symbol: Ticker | undefined): void;
}

/** The bars that closed at one instant; `finer` has those of shorter intervals inside one of them, where they are known. */
export interface InstantBars {
  bar(symbol: Ticker): MarketBar | undefined;
  finer(symbol: Ticker): readonly MarketBar[] | undefined;
}
