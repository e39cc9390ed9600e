import { toUnits, type Units } from '../money.ts';
import type { OrderState } from '../order-state.ts';
import type { Costs } from '../trading-rules.ts';

/** What an order pays for an execution, and what all its executions come to without the minimum. */
export interface Fees {
  readonly fee: Units;
  readonly withoutMinimum: Units;
}

/**
 * The fees of one execution of `shares` worth `value`: per order, with the first one; per share and in percent, by the
 * tier that `traded` has reached. The minimum is the order's, over all its executions, and is charged as they grow.
 */
export function feesOf(
  costs: Costs,
  order: Pick<OrderState, 'filled' | 'feesWithoutMinimum' | 'fees'>,
  { shares, value, traded }: { readonly shares: number; readonly value: Units; readonly traded: Units },
): Fees {
  const { feePerShare, feePercent } = rateOf(costs, traded);
  const first = order.filled === 0 ? costs.feePerOrder : 0;
  const withoutMinimum =
    order.feesWithoutMinimum + first + toUnits(feePerShare * shares) + Math.round((value * feePercent) / 100);
  return { fee: Math.max(withoutMinimum, costs.minFeePerOrder) - order.fees, withoutMinimum };
}

/** The rates of the highest tier that what was traded this month has passed; the plain ones below the first. */
function rateOf(costs: Costs, traded: Units): Pick<Costs, 'feePerShare' | 'feePercent'> {
  let rate: Pick<Costs, 'feePerShare' | 'feePercent'> = costs;
  for (const tier of costs.feeTiers) if (traded >= tier.above) rate = tier;
  return rate;
}

/**
 * What an order that takes what is offered pays per share over the price seen: the fixed amount, half the spread, and
 * the impact of the part of a bar's `volume` that was taken, this order's shares among them (Zipline's volume share model:
 * quadratic in the part, which is at most 1; of a bar without volume it is 1). Rounded up to a hundredth of a cent.
 */
export function slippageOf(costs: Costs, price: Units, taken: number, volume: number): Units {
  const part = volume > 0 ? Math.min(1, taken / volume) : 1;
  const spread = (price * costs.spreadBasisPoints) / 20_000;
  const impact = price * costs.volumeImpact * part * part;
  // What is short of a whole unit by less than a millionth is the error of the doubles above.
  return Math.ceil(costs.slippagePerShare * 10_000 + spread + impact - 1e-6) + 0;
}

/** Whole shares of a bar that orders may take in all. */
export const sharesOffered = ({ maxVolumeShare }: Costs, volume: number): number =>
  maxVolumeShare === 0 ? Number.POSITIVE_INFINITY : Math.floor(volume * maxVolumeShare + 1e-9);

/** The most whole shares up to `most` whose `costOf`, which grows with them, is no more than `cash`. */
export function sharesAffordable(cash: Units, most: number, costOf: (shares: number) => Units): number {
  if (costOf(most) <= cash) return most;
  let [affordable, tooMany] = [0, most];
  while (tooMany - affordable > 1) {
    const middle = Math.floor((affordable + tooMany) / 2);
    if (costOf(middle) <= cash) affordable = middle;
    else tooMany = middle;
  }
  return affordable;
}

/** Slippage never takes a limit order beyond its limit, nor a price below the smallest there is. */
export function priceAfter({ buys, limit }: OrderState, price: Units, slippage: Units): Units {
  if (buys) return Math.min(price + slippage, limit ?? Number.POSITIVE_INFINITY);
  return Math.max(price - slippage, limit ?? 1, 1);
}
