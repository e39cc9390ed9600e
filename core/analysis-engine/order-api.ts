/** Orders as a strategy places them: the part of `tapedeck/strategy` that is about the account. */

export type OrderSide = 'buy' | 'sell';

/**
 * `day` ends with the session, `gtc` with the run; `open` and `close` fill at the first and at the last price of a session;
 * `ioc` fills in its first bar alone, `fok` there and whole or not at all.
 */
export type TimeInForce = 'day' | 'gtc' | 'open' | 'close' | 'ioc' | 'fok';

/** The terms of an order in addition to its symbol, side and quantity; by default a market order for the day. */
export interface OrderTerms {
  readonly type?: 'market' | 'limit' | 'stop' | 'stop_limit';
  readonly limitPrice?: number;
  readonly stopPrice?: number;
  readonly timeInForce?: TimeInForce;
  /** Exits of a bracket: a limit and a stop order on the other side; one that fills cancels the other. */
  readonly takeProfit?: number;
  readonly stopLoss?: number;
  /**
   * A trailing stop at this distance from the best price, in money or in percent. With `type: 'stop'`, or where the order
   * only closes a position, the order itself trails; otherwise it is the loss of a bracket.
   */
  readonly trailAmount?: number;
  readonly trailPercent?: number;
  /** One cancels the other: the id of a working order of the same symbol and side. */
  readonly ocoWith?: number;
  /** A label of the strategy's own, up to 40 characters. */
  readonly tag?: string;
}

export type Owner =
  | { readonly kind: 'user' | 'account' }
  | { readonly kind: 'strategy'; readonly name: string };

/** A snapshot of an order at the time of the call. */
export interface Order {
  readonly id: number;
  readonly symbol: string;
  readonly side: OrderSide;
  readonly quantity: number;
  readonly type: 'market' | 'limit' | 'stop' | 'stop_limit';
  readonly limitPrice: number | null;
  /** Of a trailing stop: where it is now. */
  readonly stopPrice: number | null;
  readonly trailAmount: number | null;
  readonly trailPercent: number | null;
  readonly timeInForce: TimeInForce;
  readonly status: 'pending' | 'held' | 'working' | 'filled' | 'cancelled' | 'expired' | 'refused';
  readonly filled: number;
  readonly averagePrice: number | null;
  readonly parent: number | null;
  readonly tag: string | null;
  readonly owner: Owner;
}

/** A rejection is not an error: `message` names the limit, and the log has it. */
export type OrderAnswer =
  | { readonly ok: true; readonly value: Order }
  | { readonly ok: false; readonly failure: { readonly code: string; readonly message: string } };

export interface Fill {
  readonly orderId: number;
  readonly symbol: string;
  readonly side: OrderSide;
  readonly quantity: number;
  /** Price per share, slippage included. */
  readonly price: number;
  readonly fee: number;
  readonly clock: number;
  /** Shares that it closed, by their owner, where it closed any that are not its own owner's. */
  readonly lots?: readonly OwnedShares[];
  /** Shares that the account holds of the symbol after it, negative when short. */
  readonly position: number;
}

export interface OwnedShares {
  readonly owner: Owner;
  readonly quantity: number;
}

export interface Position {
  readonly symbol: string;
  /** Negative when short; 0 only of the account, where the lots of several owners cancel out. */
  readonly quantity: number;
  readonly averagePrice: number;
  readonly marketPrice: number;
  readonly unrealised: number;
  readonly openedAt: number;
  /** The owner of its oldest lot, and what each owner holds. */
  readonly owner: Owner;
  readonly owners: readonly OwnedShares[];
}

export interface Account {
  readonly cash: number;
  readonly equity: number;
  readonly buyingPower: number;
  readonly realised: number;
  readonly unrealised: number;
  readonly fees: number;
}

/**
 * Orders within the limits of the session's `trading_config`. They fill no earlier than in the bar that opens at or
 * after this instant, and `onFill` reports each fill. During a catch-up they are rejected.
 */
export interface Orders {
  /** `quantity` in units of the instrument, on its step: shares, contracts, parts of a coin. */
  buy(symbol: string, quantity: number, terms?: OrderTerms): OrderAnswer;
  sell(symbol: string, quantity: number, terms?: OrderTerms): OrderAnswer;
  cancel(id: number): OrderAnswer;
  replace(
    id: number,
    change: { readonly quantity?: number; readonly limitPrice?: number; readonly stopPrice?: number },
  ): OrderAnswer;
  /** Cancels the strategy's orders of a symbol and closes its own position at the next bar. The log says when it has none. */
  flatten(symbol: string): void;
  order(id: number): Order | undefined;
  /** Working and held orders of the account, oldest first; only those of the symbol when one is given. */
  working(symbol?: string): readonly Order[];
  /** The positions of the strategy's own orders; other strategies and the user have positions of their own. */
  position(symbol: string): Position | undefined;
  positions(): readonly Position[];
  /** The account's position over all owners. */
  accountPosition(symbol: string): Position | undefined;
  account(): Account;
  /** How a symbol's price and quantity count. */
  instrument(symbol: string): Instrument;
  /** The largest quantity that an amount of the account's money pays for at the last price; 0 without a price. */
  quantityFor(symbol: string, money: number): number;
  /** The price on the symbol's tick that is nearest; an order that names another is rejected. */
  roundPrice(symbol: string, price: number): number;
}

export interface Instrument {
  readonly assetClass: string;
  /** Of the price. */
  readonly currency: string;
  readonly tickSize: number;
  readonly quantityStep: number;
  /** Money for a move of 1.0 of one unit; undefined for a future that nothing is known of. */
  readonly multiplier: number | undefined;
}
