import type { EpochMs, Ticker } from '../base/epoch-ms.ts';
import type { Result } from '../base/result.ts';
import type { Instrument } from '../model/instrument.ts';
import type { AccountSnapshot, Fill, Order, OrderChange, OrderId, OrderRequest, Position } from './order.ts';

/**
 * The commands of one owner (a strategy, the user) to the account, between two instants or during a notification.
 *
 * Everything takes effect immediately and is recorded as an `order` event. A rejection is an expected failure,
 * `order_refused`, whose sentence names the limit; the rejected order keeps its id. No fill ever comes from within a
 * call: fills happen when a bar closes, and `onFill` reports them before the strategies are notified of that instant.
 */
export interface Orders {
  submit(request: OrderRequest): Result<Order>;
  /** Also of a bracket's entry: its exits for shares that are not filled go with it. Fails with `not_allowed` when it has ended. */
  cancel(id: OrderId): Result<Order>;
  replace(id: OrderId, change: OrderChange): Result<Order>;
  /**
   * Cancels the working orders of a symbol and closes its position at the next bar; without a symbol, of all. It is the
   * one order that is accepted during a catch-up and while trading is halted.
   */
  flatten(symbol?: Ticker): void;
  /** Any order of the run by its id, of every owner. */
  order(id: OrderId): Order | undefined;
  /** Working and held orders of the account in the order in which they were placed. */
  working(symbol?: Ticker): readonly Order[];
  /** The owner's position: of a strategy what its own orders have opened, of the user that of the account. */
  position(symbol: Ticker): Position | undefined;
  positions(): readonly Position[];
  /** The account's position over all owners. */
  accountPosition(symbol: Ticker): Position | undefined;
  account(): AccountSnapshot;
  /** How a symbol's price and quantity count. */
  instrument(symbol: Ticker): Instrument;
  /** The largest quantity that an amount of the account's money pays for at the last price, of futures with a margin of their own that it backs; 0 without a price. */
  quantityFor(symbol: Ticker, money: number): number;
  /** The price on the symbol's tick that is nearest. */
  roundPrice(symbol: Ticker, price: number): number;
}

/** Called at every fill, before the strategies are notified of the instant. */
export type FillListener = (fill: Fill) => void;

/** The destination of orders: simulated execution, or a broker's paper account. */
export interface OrderDesk {
  /**
   * The account's orders, as one owner places them. `since`: their time, where that is later than the session's clock;
   * no bar that opened before can fill them.
   */
  ordersOf(owner: Order['owner'], since?: EpochMs): Orders;
  onFill(listener: FillListener): Disposable;
}
