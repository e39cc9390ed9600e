import type { EpochMs, Ticker } from '../../base/epoch-ms.ts';
import type { Account } from '../account.ts';
import type { Booking } from '../ownership/lots.ts';
import type { Execution } from '../execution.ts';
import type { FillRule } from '../order.ts';
import type { OrderStore } from '../order-store.ts';
import type { OrderState } from '../order-state.ts';
import type { Tradable } from '../tradable.ts';
import type { TradingRules } from '../trading-rules.ts';

/** By which rule of the bar an order is filled, and at which price before slippage. */
export interface FillOrigin {
  readonly rule: FillRule;
  readonly before: number;
}

/** Books an execution of an order; the real one records it, that of a copy does not. */
export type BookFill = (order: OrderState, execution: Execution, origin: FillOrigin) => Booking;

/** Everything that a fill changes: the account, its orders, and the shares used of the instant's bars. */
export class MatchingState {
  readonly rules: TradingRules;
  readonly account: Account;
  readonly orders: OrderStore;
  readonly clock: EpochMs;
  readonly bookFill: BookFill;
  /** The value of one unit of an instrument's currency in the account's. */
  readonly rateOf: (tradable: Tradable) => number;
  /** Shares filled in the bar of a symbol. */
  readonly #taken: Map<Ticker, number>;

  constructor(
    parts: Pick<MatchingState, 'rules' | 'account' | 'orders' | 'clock' | 'bookFill' | 'rateOf'>,
    taken: ReadonlyMap<Ticker, number> = new Map(),
  ) {
    this.rules = parts.rules;
    this.account = parts.account;
    this.orders = parts.orders;
    this.clock = parts.clock;
    this.bookFill = parts.bookFill;
    this.rateOf = parts.rateOf;
    this.#taken = new Map(taken);
  }

  takenOf(symbol: Ticker): number {
    return this.#taken.get(symbol) ?? 0;
  }

  take(symbol: Ticker, shares: number): void {
    this.#taken.set(symbol, this.takenOf(symbol) + shares);
  }

  /** A copy on which a symbol can be played without a trace: its positions and orders are copied, cash and volume too. */
  copy(symbol: Ticker): MatchingState {
    const account = this.account.copy(symbol);
    const bookFill: BookFill = (order, execution) => {
      order.noteFill(execution);
      return account.book(execution, undefined);
    };
    const { rules, clock, rateOf } = this;
    return new MatchingState(
      { rules, account, orders: this.orders.copy(symbol), clock, bookFill, rateOf },
      this.#taken,
    );
  }
}
