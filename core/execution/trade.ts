import type { EpochMs, Ticker } from '../base/epoch-ms.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import type { OrderOwner, OrderRole } from './order.ts';
import type { Units } from './money.ts';

/**
 * One trade: the position of a symbol from flat to flat. A fill that turns a position round ends one trade and begins the
 * next. Money in units; `profit = gross - fees - borrowFees`.
 */
export interface Trade {
  /** Counts from 1 in a run, in the order in which the trades ended; those still open come last. */
  readonly id: number;
  readonly symbol: Ticker;
  readonly direction: 'long' | 'short';
  /** Shares entered in all. */
  readonly quantity: number;
  readonly entryAt: EpochMs;
  readonly entryBarOpen: EpochMs;
  /** Sum over the entries of price × shares. */
  readonly entryValue: Units;
  /** The largest cost of the shares that it held at one time: what its return is over. */
  readonly capital: Units;
  /** Undefined while the trade is open. */
  readonly exitAt: EpochMs | undefined;
  readonly exitBarOpen: EpochMs | undefined;
  readonly exitQuantity: number;
  readonly exitValue: Units;
  readonly gross: Units;
  readonly fees: Units;
  /** Cost of borrowed shares, of a short trade. */
  readonly borrowFees: Units;
  readonly profit: Units;
  /** The worst (0 or less) and the best (0 or more) that the trade stood at, before fees. */
  readonly worst: Units;
  readonly best: Units;
  readonly bars: number;
  /** Who opened it, and what its last fill was for. */
  readonly owner: OrderOwner;
  readonly exitRole: OrderRole | undefined;
  /** The symbol's, when the trade was opened. */
  readonly metadata: SymbolMetadata | undefined;
}
