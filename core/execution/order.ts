import type { EpochMs, Ticker } from '../base/epoch-ms.ts';

/**
 * Prices in these types are in the instrument's currency, money is in the account's, exact to 1e-8. Quantities are in
 * units of the instrument: shares, contracts, coins or parts of them.
 */

export type OrderSide = 'buy' | 'sell';

/** A stop-limit order becomes a limit order once its stop is reached. */
export type OrderType = 'market' | 'limit' | 'stop' | 'stop_limit';

/**
 * `day` ends with the session in which the order could first be filled, `gtc` with the run. `open` and `close` fill at the
 * first and at the last price of a session, `ioc` in the first bar alone, `fok` there and whole or not at all; these four
 * are for market and limit orders.
 */
export type TimeInForce = 'day' | 'gtc' | 'open' | 'close' | 'ioc' | 'fok';

/** Counts from 1 in a run, in the order in which orders were asked for, refused ones among them. */
export type OrderId = number;

/**
 * `pending`: sent to a broker that has not confirmed it; simulated execution has none.
 * `held`: the exit of a bracket whose entry is not filled yet. `working`: rests, and is filled no earlier than in the
 * first bar that opens at or after `workingFrom`; with `filled` over 0 it is filled in part. The others are ends.
 */
export type OrderStatus = 'pending' | 'held' | 'working' | 'filled' | 'cancelled' | 'expired' | 'refused';

/** The purpose of an order: an exit of a bracket, or a position closed by the flatten command or by a limit. */
export type OrderRole = 'plain' | 'take_profit' | 'stop_loss' | 'flatten';

/** The owner of an order: the user, the account itself (a limit closed a position), or a strategy by its name. */
export type OrderOwner =
  | { readonly kind: 'user' }
  | { readonly kind: 'account' }
  | { readonly kind: 'strategy'; readonly name: string };

export interface OrderRequest {
  readonly symbol: Ticker;
  readonly side: OrderSide;
  /** Over 0, a multiple of the instrument's quantity step: whole shares, contracts, parts of a coin. */
  readonly quantity: number;
  readonly type: OrderType;
  /** Needed by `limit` and `stop_limit`, refused with the others. */
  readonly limitPrice?: number;
  /** Needed by `stop_limit`, and by `stop` that does not trail; refused with the others. */
  readonly stopPrice?: number;
  /**
   * A trailing stop at this distance, in the currency or in percent of the price. Of a `stop` order it is the order's own
   * stop. Of any other order it is the loss of a bracket; of a market order that only closes a position, the order itself
   * becomes a trailing stop.
   */
  readonly trailAmount?: number;
  readonly trailPercent?: number;
  /** `day` when left out. */
  readonly timeInForce?: TimeInForce;
  /**
   * Exits of a bracket: a limit and a stop order on the other side, held until this order opens a position, for the shares
   * that it opens. One that fills cancels the other.
   */
  readonly takeProfit?: number;
  readonly stopLoss?: number;
  /** One cancels the other: a working order of the same symbol and side. */
  readonly ocoWith?: OrderId;
  /** The caller's own label for it, up to 40 characters; stored, never read. */
  readonly tag?: string;
}

/** The changes that `replace` makes; omitted fields stay. A replaced order restarts: it waits for the next bar. */
export interface OrderChange {
  /** The whole order's quantity, including the filled part. */
  readonly quantity?: number;
  readonly limitPrice?: number;
  readonly stopPrice?: number;
}

/** The present state of an order; each change makes a new object. */
export interface Order {
  readonly id: OrderId;
  readonly symbol: Ticker;
  readonly side: OrderSide;
  readonly quantity: number;
  readonly type: OrderType;
  readonly limitPrice: number | null;
  /** Of a trailing stop: where it is now. */
  readonly stopPrice: number | null;
  readonly trailAmount: number | null;
  readonly trailPercent: number | null;
  readonly timeInForce: TimeInForce;
  readonly role: OrderRole;
  /** The bracket's entry, of its exits. */
  readonly parent: OrderId | null;
  readonly ocoWith: OrderId | null;
  readonly owner: OrderOwner;
  readonly tag: string | null;
  readonly status: OrderStatus;
  /** Why it was rejected, cancelled or expired; the limit, if it was one. */
  readonly refusal: Refusal | null;
  readonly filled: number;
  /** Mean price of the filled part; null before a fill. */
  readonly averagePrice: number | null;
  readonly placedAt: EpochMs;
  /** Bars that open before this instant take no part in filling it. */
  readonly workingFrom: EpochMs;
}

/**
 * Reasons that end an order without a fill. Those from `max_per_trade` to `max_daily_loss` are keys of
 * `trading_config`.
 */
export type RefusalRule =
  | 'request'
  | 'session'
  | 'catch_up'
  | 'symbol'
  | 'max_per_trade'
  | 'max_per_symbol'
  | 'max_open_positions'
  | 'max_buying_power'
  | 'max_daily_loss'
  | 'cash'
  | 'margin'
  | 'shorting'
  | 'kill_switch'
  | 'asked_for'
  | 'bracket'
  | 'strategy_stopped'
  | 'instrument'
  | 'currency'
  | 'account'
  | 'ioc'
  | 'fok'
  | 'on_open'
  | 'on_close'
  | 'corporate_action'
  | 'day_ended'
  | 'run_ended';

export interface Refusal {
  readonly rule: RefusalRule;
  /** A sentence that names the limit and the figures. */
  readonly reason: string;
}

/**
 * Where in the bar a fill was made. `gap`: the bar opened beyond the stop, or better than the limit. `close`: at the
 * session's last price. `broker`: a broker filled it, by its own rules.
 */
export type FillRule = 'open' | 'gap' | 'limit' | 'stop' | 'close' | 'broker';

/** One execution. It is known at `clock`, the close of the bar `[barOpen, clock)` in which it was made. */
export interface Fill {
  /** Counts from 1 in a run. */
  readonly id: number;
  readonly orderId: OrderId;
  readonly symbol: Ticker;
  readonly side: OrderSide;
  readonly quantity: number;
  /** For one unit, slippage included. */
  readonly price: number;
  /** Slippage for one unit that `price` includes, 0 or more, always to the disadvantage of the order. */
  readonly slippage: number;
  readonly fee: number;
  /** The value of a price move of 1.0 per unit in the account's currency. */
  readonly pointValue: number;
  readonly rule: FillRule;
  readonly clock: EpochMs;
  readonly barOpen: EpochMs;
  readonly owner: OrderOwner;
  /** Shares that it closed, by their owner, where it closed any that are not its own owner's. */
  readonly lots?: readonly OwnedShares[];
  /** Shares held of the symbol after it, negative when short, and the cash of the account. */
  readonly position: number;
  readonly cash: number;
}

export interface OwnedShares {
  readonly owner: OrderOwner;
  /** In a position negative when short. */
  readonly quantity: number;
}

export interface Position {
  readonly symbol: Ticker;
  /** Shares, negative when short. 0 only of the account, where long and short lots of several owners cancel out. */
  readonly quantity: number;
  /** Mean price of the shares held, first in, first out, without fees; of a net of 0 the market price. */
  readonly averagePrice: number;
  /** The last close known of the symbol. */
  readonly marketPrice: number;
  /**
   * Its contribution to the account's equity: `quantity × marketPrice`, negative when short; of a future its profit.
   */
  readonly marketValue: number;
  readonly unrealised: number;
  /** Of the trade that is open: shares sold of it so far, before fees. */
  readonly realised: number;
  readonly openedAt: EpochMs;
  /** The owner of its oldest lot, and what each owner holds. */
  readonly owner: OrderOwner;
  readonly owners: readonly OwnedShares[];
}

/** `cash + marketValue = equity = startingCash + realised + unrealised - fees - borrowFees + dividends`, always, to the last digit. */
export interface AccountSnapshot {
  readonly kind: 'cash' | 'margin';
  /** Currency of all money: `USD`. */
  readonly currency: string;
  readonly startingCash: number;
  readonly cash: number;
  /** Sum over the positions; shorts are negative. */
  readonly marketValue: number;
  /** Sum of the positions' values without their signs. */
  readonly grossExposure: number;
  readonly equity: number;
  readonly realised: number;
  readonly unrealised: number;
  /** Sum of all fees paid. */
  readonly fees: number;
  /** Sum of all fees for borrowed shares. */
  readonly borrowFees: number;
  /** Sum of dividends received, less those paid for short positions. */
  readonly dividends: number;
  /** Money that new positions may still use, working orders counted. */
  readonly buyingPower: number;
  /** Equity when the day began. */
  readonly dayStartEquity: number;
  /** Set while no new position is taken: by the kill switch, the daily loss stop or a margin call. */
  readonly halted: Refusal | null;
}
