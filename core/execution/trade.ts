import type { EpochMs, Ticker } from '../base/epoch-ms.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import type { OrderOwner, OrderRole } from './order.ts';
import type { Money } from './money.ts';

/**
 * One trade: an owner's position in a symbol from flat to flat. A fill that turns a position round ends one trade and
 * begins the next. Money is in the account's currency; `profit = gross - fees - borrowFees + dividends`.
 */
export interface Trade {
  /** Counts from 1 in a run, in the order in which the trades ended; those still open come last. */
  readonly id: number;
  readonly symbol: Ticker;
  /** The instrument's, which its prices are in. */
  readonly currency: string;
  readonly direction: 'long' | 'short';
  /** Shares, contracts or coins entered in all. */
  readonly quantity: number;
  readonly entryAt: EpochMs;
  readonly entryBarOpen: EpochMs;
  /** Mean price of the entries, in the instrument's currency. */
  readonly entryPrice: number;
  /** Sum of the entries' notionals. */
  readonly entryValue: Money;
  /** The largest cost of the shares that it held at one time: its return is over this. */
  readonly capital: Money;
  /** Undefined while the trade is open. */
  readonly exitAt: EpochMs | undefined;
  readonly exitBarOpen: EpochMs | undefined;
  /** Mean price of the exits; undefined before the first. */
  readonly exitPrice: number | undefined;
  readonly exitValue: Money;
  readonly gross: Money;
  readonly fees: Money;
  /** Cost of borrowed shares, of a short trade. */
  readonly borrowFees: Money;
  /** Dividends that it was paid; negative for a short trade, which pays them. */
  readonly dividends: Money;
  readonly profit: Money;
  /** Maximum adverse (0 or less) and favourable (0 or more) excursion of the trade, before fees. */
  readonly worst: Money;
  readonly best: Money;
  readonly bars: number;
  /** The opener of the trade, and the purpose of its last fill. */
  readonly owner: OrderOwner;
  readonly exitRole: OrderRole | undefined;
  /** The symbol's, when the trade was opened. */
  readonly metadata: SymbolMetadata | undefined;
}
