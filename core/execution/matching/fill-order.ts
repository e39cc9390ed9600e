import { scaled, type Money } from '../money.ts';
import type { OrderState } from '../order-state.ts';
import { feesOf, priceAfter, sharesAffordable, sharesOffered, slippageOf } from './costs.ts';
import { followFill } from './follow-fill.ts';
import type { MarketBar, Match } from './match-order.ts';
import type { MatchingState } from './matching-state.ts';

/** The bar that an order is matched with, and the bar that it is part of: the same but for finer bars. */
export interface BarPart {
  readonly bar: MarketBar;
  readonly whole: MarketBar;
}

/**
 * Fills as much of an order as volume, position and cash allow, then applies the consequences for other orders. Returns
 * false when nothing is filled.
 */
export function fillOrder(
  state: MatchingState,
  order: OrderState,
  match: Match,
  { whole }: BarPart,
): boolean {
  // A stop that the bar reaches is triggered even where the bar has no share left for it.
  order.triggered ||= match.stops;
  const most = sharesFor(state, order, whole);
  if (most === 0) return false;
  const price = priceOf(state, order, match, most, whole);
  const shares = affordable(state, order, price, most);
  if (order.timeInForce === 'fok' && shares < order.remaining) return false;
  order.lastBar = whole.openMs;
  if (shares === 0) {
    outOfCash(state, order);
    return false;
  }
  book(state, order, match, shares, whole);
  if (shares < most && order.isActive) outOfCash(state, order);
  return true;
}

/** Shares that the order may take of the bar; no more than its owner holds where it only closes. */
function sharesFor(state: MatchingState, order: OrderState, whole: MarketBar): number {
  const offered =
    sharesOffered(state.rules.costs, order.tradable, whole.volume) - state.takenOf(order.symbol);
  const held = order.reduceOnly ? state.account.closable(order) : Number.POSITIVE_INFINITY;
  return Math.max(0, Math.min(order.available, offered, held));
}

function priceOf(
  state: MatchingState,
  order: OrderState,
  match: Match,
  shares: number,
  { volume }: MarketBar,
): number {
  if (!match.takes) return match.price;
  const taken = order.tradable.quantityOf(state.takenOf(order.symbol) + shares);
  return priceAfter(order, match.price, slippageOf(state.rules.costs, match.price, taken, volume));
}

/** The shares that a cash account can pay for, fees included. */
function affordable(state: MatchingState, order: OrderState, price: number, most: number): number {
  const { rules, account } = state;
  if (rules.kind !== 'cash' || !order.buys) return most;
  return sharesAffordable(account.cash, most, (shares) => {
    const value = valueOf(state, order, price, shares);
    return value + feesOf(rules.costs, order, { shares, value, traded: account.tradedThisMonth }).fee;
  });
}

/** Notional in the account's currency. */
const valueOf = (state: MatchingState, { tradable }: OrderState, price: number, shares: number): Money =>
  scaled(tradable.notional(price, shares), state.rateOf(tradable));

function outOfCash(state: MatchingState, order: OrderState): void {
  state.orders.end(order, 'cancelled', { rule: 'cash', reason: 'cash: there is none left for the rest.' });
}

function book(state: MatchingState, order: OrderState, match: Match, shares: number, whole: MarketBar): void {
  const price = priceOf(state, order, match, shares, whole);
  const { symbol, tradable, buys, owner, role } = order;
  const { costs } = state.rules;
  const traded = state.account.tradedThisMonth;
  const { fee, withoutMinimum } = feesOf(costs, order, {
    shares,
    value: valueOf(state, order, price, shares),
    traded,
  });
  order.feesWithoutMinimum = withoutMinimum;
  state.take(symbol, shares);
  const place = { clock: state.clock, barOpen: whole.openMs, atOpen: match.atOpen };
  const booking = state.bookFill(
    order,
    { symbol, tradable, buys, shares, price, rate: state.rateOf(tradable), fee, owner, role, ...place },
    { rule: match.rule, before: match.price },
  );
  followFill(state, order, { match, booking, shares, whole });
}
