import type { EpochMs, Ticker } from '../base/epoch-ms.ts';
import type { Money } from './money.ts';
import type { OrderOwner, OrderRole } from './order.ts';
import type { Tradable } from './tradable.ts';

/** A fill as the account books it. */
export interface Execution {
  readonly symbol: Ticker;
  readonly tradable: Tradable;
  readonly buys: boolean;
  /** Whole steps of the instrument's quantity: shares, contracts, 1e-8 of a coin. */
  readonly shares: number;
  /** In the instrument's currency, for one unit. */
  readonly price: number;
  /** The value of one unit of the instrument's currency in the account's; 1 where they are the same. */
  readonly rate: number;
  /** In the account's currency. */
  readonly fee: Money;
  readonly owner: OrderOwner;
  readonly role: OrderRole;
  readonly clock: EpochMs;
  readonly barOpen: EpochMs;
  /** True when it was filled at its bar's open, so that the whole bar lies after it. */
  readonly atOpen: boolean;
}
