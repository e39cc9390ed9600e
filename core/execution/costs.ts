import { fromMoney, scaled, toMoney, type Money } from './money.ts';
import type { OrderState } from './order-state.ts';
import type { Tradable } from './tradable.ts';
import type { Costs } from './trading-rules.ts';

/**
 * Of one execution, in the account's currency; the fee per order is paid with its first. `shares` are whole steps; the
 * fee per share is paid for each unit.
 */
export const feeOf = (costs: Costs, tradable: Tradable, shares: number, isFirst: boolean): Money =>
  (isFirst ? costs.feePerOrder : 0n) +
  (costs.feePerShare === 0 ? 0n : toMoney(costs.feePerShare * tradable.quantityOf(shares)));

/**
 * What an order that takes what is offered pays for one unit over the price seen: the fixed amount, half the spread, and
 * the impact of taking `quantity` out of a bar's `volume` (Zipline's volume share model: quadratic in the share).
 */
export function slippageOf(costs: Costs, price: number, quantity: number, volume: number): number {
  const share = volume > 0 ? quantity / volume : 1;
  const size = Math.abs(price);
  const spread = (size * costs.spreadBasisPoints) / 20_000;
  const impact = size * costs.volumeImpact * share * share;
  return costs.slippagePerShare + spread + impact;
}

/** Whole steps of a bar that orders may take in all. */
export const sharesOffered = ({ maxVolumeShare }: Costs, tradable: Tradable, volume: number): number =>
  maxVolumeShare === 0 ? Number.POSITIVE_INFINITY : tradable.stepsWithin(volume * maxVolumeShare);

/** The most whole steps that `cash` pays for at a price, fees included; `rate` makes account money of the price. */
export function sharesAffordable(
  costs: Costs,
  tradable: Tradable,
  cash: Money,
  { price, rate, isFirst }: { readonly price: number; readonly rate: number; readonly isFirst: boolean },
): number {
  const each = price * tradable.multiplier * rate + costs.feePerShare;
  const available = fromMoney(cash - (isFirst ? costs.feePerOrder : 0n));
  if (each <= 0) return Number.POSITIVE_INFINITY;
  let shares = Math.max(0, tradable.stepsWithin(available / each));
  while (shares > 0) {
    const cost = scaled(tradable.notional(price, shares), rate) + feeOf(costs, tradable, shares, isFirst);
    if (cost <= cash) break;
    // A step can be worth less than the last place of money: the overrun may be many steps.
    shares -= Math.max(1, tradable.stepsWithin(fromMoney(cost - cash) / each));
  }
  return Math.max(0, shares);
}

/**
 * The price after slippage: rounded to the instrument's tick against the account, but never beyond the order's limit, nor
 * below the lowest price where prices are above 0. Without slippage the price stays as the bar has it, on the tick or not.
 */
export function priceAfter({ buys, limit, tradable }: OrderState, price: number, slippage: number): number {
  if (slippage === 0) return price;
  const moved = tradable.roundAgainst(price, buys ? price + slippage : price - slippage);
  if (buys) return Math.min(moved, limit ?? Number.POSITIVE_INFINITY);
  const lowest = price > 0 ? Math.min(price, tradable.smallestPrice) : Number.NEGATIVE_INFINITY;
  return Math.max(moved, limit ?? lowest, lowest);
}
