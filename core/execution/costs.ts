import type { OrderState } from './order-state.ts';
import { toUnits, type Units } from './money.ts';
import type { Costs } from './trading-rules.ts';

/** Of one execution; the fee per order is paid with its first. To the nearest hundredth of a cent. */
export const feeOf = (costs: Costs, shares: number, isFirst: boolean): Units =>
  (isFirst ? costs.feePerOrder : 0) + toUnits(costs.feePerShare * shares);

/**
 * What an order that takes what is offered pays per share over the price seen: the fixed amount, half the spread, and
 * the impact of taking `shares` out of a bar's `volume` (Zipline's volume share model: quadratic in the share). Rounded
 * up to a hundredth of a cent.
 */
export function slippageOf(costs: Costs, price: Units, shares: number, volume: number): Units {
  const share = volume > 0 ? shares / volume : 1;
  const spread = (price * costs.spreadBasisPoints) / 20_000;
  const impact = price * costs.volumeImpact * share * share;
  // What is short of a whole unit by less than a millionth is the error of the doubles above.
  return Math.ceil(costs.slippagePerShare * 10_000 + spread + impact - 1e-6) + 0;
}

/** Whole shares of a bar that orders may take in all. */
export const sharesOffered = ({ maxVolumeShare }: Costs, volume: number): number =>
  maxVolumeShare === 0 ? Number.POSITIVE_INFINITY : Math.floor(volume * maxVolumeShare + 1e-9);

/** The most whole shares that `cash` pays for, fees included. */
export function sharesAffordable(costs: Costs, cash: Units, price: Units, isFirst: boolean): number {
  const available = cash - (isFirst ? costs.feePerOrder : 0);
  const shares = Math.max(0, Math.floor(available / (price + costs.feePerShare * 10_000)));
  return shares > 0 && shares * price + feeOf(costs, shares, isFirst) > cash ? shares - 1 : shares;
}

/** Slippage never takes a limit order beyond its limit, nor a price below the smallest there is. */
export function priceAfter({ buys, limit }: OrderState, price: Units, slippage: Units): Units {
  if (buys) return Math.min(price + slippage, limit ?? Number.POSITIVE_INFINITY);
  return Math.max(price - slippage, limit ?? 1, 1);
}
