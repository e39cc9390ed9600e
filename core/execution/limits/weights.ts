import type { Ticker } from '../../base/epoch-ms.ts';
import type { Account } from '../account.ts';
import type { NetPosition } from '../ownership/net-position.ts';
import { tidy } from '../money.ts';
import type { OrderOwner } from '../order.ts';
import type { OrderState } from '../order-state.ts';
import { isSameOwner } from '../ownership/owner.ts';
import type { Tradable } from '../tradable.ts';
import type { TradingRules } from '../trading-rules.ts';

/** The inputs of limits: the account, its working orders, and a price for those without one of their own. */
export interface Exposure {
  readonly rules: TradingRules;
  readonly account: Account;
  readonly active: readonly OrderState[];
  /** The last price known of a symbol, in its instrument's currency. */
  priceOf(symbol: Ticker): number | undefined;
  /** The value of one unit of a currency in the account's, where it is known. */
  rateOf(currency: string): number | undefined;
}

/**
 * Shares of an order that open or enlarge the symbol's net position. The closing part is counted once among the orders
 * on its side that are larger than their closing part, in placing order.
 */
export function openingShares({ account, active }: Exposure, order: OrderState): number {
  if (order.reduceOnly) return 0;
  const net = account.net(order.symbol)?.shares ?? 0;
  const closing = (order.buys ? net < 0 : net > 0) ? Math.abs(net) : 0;
  return Math.max(0, order.remaining - leftToClose(active, order, closing));
}

/**
 * The rest of `shares` that earlier larger orders on the same side leave to close; with `owner`, those of that owner.
 */
export function leftToClose(
  active: readonly OrderState[],
  order: OrderState,
  shares: number,
  owner?: OrderOwner,
): number {
  let left = shares;
  for (const other of active) {
    if (left <= 0 || other.id >= order.id) break;
    const competes = other.symbol === order.symbol && other.buys === order.buys && !other.reduceOnly;
    if (competes && (owner === undefined || isSameOwner(other.owner, owner))) left -= other.remaining;
  }
  return Math.max(0, left);
}

/** The weight of positions and orders: `taken` counts against the limits in money, `margin` against the equity. */
export interface Weight {
  readonly taken: number;
  readonly margin: number;
}

/**
 * Of a notional in the account's currency: a future with a margin of its own uses that, everything else its notional.
 */
export function weigh(
  tradable: Tradable,
  steps: number,
  notional: number,
  rate: number,
  rules: TradingRules,
): Weight {
  const { initialMargin } = tradable.instrument;
  if (initialMargin === undefined) return { taken: notional, margin: notional * rules.initialMargin };
  const margin = initialMargin * tradable.quantityOf(steps) * rate;
  return { taken: margin, margin };
}

/** The weight of positions and working orders, without one order and the position that it would reverse. */
export function weightWithout(order: OrderState | undefined, exposure: Exposure): Weight {
  let taken = 0;
  let margin = 0;
  const add = (weight: Weight): void => {
    taken += weight.taken;
    margin += weight.margin;
  };
  for (const symbol of exposure.account.symbols()) {
    const net = exposure.account.net(symbol);
    if (net === undefined) continue;
    const turned = order !== undefined && symbol === order.symbol && net.shares > 0 !== order.buys;
    if (!turned) add(weightOf(net, exposure.rules));
  }
  for (const other of exposure.active) if (other !== order) add(openingWeight(other, exposure));
  return { taken: tidy(taken), margin };
}

export const weightOf = (net: NetPosition, rules: TradingRules): Weight =>
  weigh(net.tradable, Math.abs(net.shares), Math.abs(net.exposureNow), net.rate, rules);

const NO_WEIGHT: Weight = { taken: 0, margin: 0 };

/** The weight of an order that opens `shares` at its own price or the last one. */
export function openingWeight(order: OrderState, exposure: Exposure): Weight {
  const shares = openingShares(exposure, order);
  if (shares === 0) return NO_WEIGHT;
  const price = order.ownPrice ?? exposure.priceOf(order.symbol) ?? 0;
  const rate = exposure.rateOf(order.tradable.instrument.currency) ?? 1;
  const notional = tidy(Math.abs(order.tradable.value(price, shares)) * rate);
  return weigh(order.tradable, shares, notional, rate, exposure.rules);
}

/** Equity required behind open positions. */
export function maintenanceOf(account: Account, rules: TradingRules): number {
  let sum = 0;
  for (const symbol of account.symbols()) {
    const net = account.net(symbol);
    if (net === undefined) continue;
    const { maintenanceMargin } = net.tradable.instrument;
    sum +=
      maintenanceMargin === undefined
        ? Math.abs(net.exposureNow) * rules.maintenanceMargin
        : maintenanceMargin * net.tradable.quantityOf(Math.abs(net.shares)) * net.rate;
  }
  return sum;
}
