/** Orders as a strategy places them: the part of `tapedeck/strategy` that is about the account. */

export type OrderSide = 'buy' | 'sell';

/** The terms of an order in addition to its symbol, side and quantity; by default a market order for the day. */
export interface OrderTerms {
  readonly type?: 'market' | 'limit' | 'stop' | 'stop_limit';
  readonly limitPrice?: number;
  readonly stopPrice?: number;
  /** `day` ends with the session, `gtc` with the run. */
  readonly timeInForce?: 'day' | 'gtc';
  /** Exits of a bracket: a limit and a stop order on the other side; one that fills cancels the other. */
  readonly takeProfit?: number;
  readonly stopLoss?: number;
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
  readonly stopPrice: number | null;
  readonly timeInForce: 'day' | 'gtc';
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
  /** Shares held of the symbol after it, negative when short. */
  readonly position: number;
}

export interface Position {
  readonly symbol: string;
  /** Negative when short, never 0. */
  readonly quantity: number;
  readonly averagePrice: number;
  readonly marketPrice: number;
  readonly unrealised: number;
  readonly openedAt: number;
  /** The strategy or user that opened it. */
  readonly owner: Owner;
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
  /** `quantity` in whole shares. */
  buy(symbol: string, quantity: number, terms?: OrderTerms): OrderAnswer;
  sell(symbol: string, quantity: number, terms?: OrderTerms): OrderAnswer;
  cancel(id: number): OrderAnswer;
  replace(
    id: number,
    change: { readonly quantity?: number; readonly limitPrice?: number; readonly stopPrice?: number },
  ): OrderAnswer;
  /** Cancels the working orders of a symbol and closes its position at the next bar. */
  flatten(symbol: string): void;
  order(id: number): Order | undefined;
  /** Working and held orders of the account, oldest first; only those of the symbol when one is given. */
  working(symbol?: string): readonly Order[];
  position(symbol: string): Position | undefined;
  positions(): readonly Position[];
  account(): Account;
}
