import { scaled, toMoney, type Money } from '../money.ts';
import type { OrderState } from '../order-state.ts';
import type { Tradable } from '../tradable.ts';
import type { Costs } from '../trading-rules.ts';

/** The costs of an execution, and the sum of its fees without the minimum; in the account's currency. */
export interface Fees {
  readonly fee: Money;
  readonly withoutMinimum: Money;
}

/**
 * An execution, for computing fees: whole steps, their notional, and the value that the account has traded this month
 * before.
 */
interface Feed {
  readonly shares: number;
  readonly value: Money;
  readonly traded: Money;
}

/**
 * The fees of one execution: per order, with the first one; for each unit and in percent, by the tier that `traded` has
 * reached. The minimum is the order's, over all its executions, and is charged as they grow.
 */
export function feesOf(
  costs: Costs,
  order: Pick<OrderState, 'filled' | 'feesWithoutMinimum' | 'fees' | 'tradable'>,
  { shares, value, traded }: Feed,
): Fees {
  const { feePerShare, feePercent } = rateOf(costs, traded);
  let withoutMinimum = order.feesWithoutMinimum;
  if (order.filled === 0) withoutMinimum += costs.feePerOrder;
  if (feePerShare !== 0) withoutMinimum += toMoney(feePerShare * order.tradable.quantityOf(shares));
  if (feePercent !== 0) withoutMinimum += scaled(value < 0n ? -value : value, feePercent / 100);
  const due = withoutMinimum > costs.minFeePerOrder ? withoutMinimum : costs.minFeePerOrder;
  return { fee: due - order.fees, withoutMinimum };
}

/** The rates of the highest tier that this month's traded value has reached; the plain ones below the first. */
function rateOf(costs: Costs, traded: Money): Pick<Costs, 'feePerShare' | 'feePercent'> {
  let rate: Pick<Costs, 'feePerShare' | 'feePercent'> = costs;
  for (const tier of costs.feeTiers) if (traded >= tier.above) rate = tier;
  return rate;
}

/**
 * Cost per unit, over the observed price, of an order that takes liquidity: the fixed amount, half the spread, and the
 * impact of the part of a bar's `volume` that is `taken`, this order's shares among them (Zipline's volume share model:
 * quadratic in the part, which is at most 1; of a bar without volume it is 1).
 */
export function slippageOf(costs: Costs, price: number, taken: number, volume: number): number {
  const part = volume > 0 ? Math.min(1, taken / volume) : 1;
  const size = Math.abs(price);
  const spread = (size * costs.spreadBasisPoints) / 20_000;
  const impact = size * costs.volumeImpact * part * part;
  return costs.slippagePerShare + spread + impact;
}

/** Whole steps of a bar that orders may take in total. */
export const sharesOffered = ({ maxVolumeShare }: Costs, tradable: Tradable, volume: number): number =>
  maxVolumeShare === 0 ? Number.POSITIVE_INFINITY : tradable.stepsWithin(volume * maxVolumeShare);

/** The most whole steps up to `most` whose `costOf`, which grows with them, is no more than `cash`. */
export function sharesAffordable(cash: Money, most: number, costOf: (shares: number) => Money): number {
  if (costOf(most) <= cash) return most;
  let [affordable, tooMany] = [0, most];
  while (tooMany - affordable > 1) {
    const middle = Math.floor(affordable + (tooMany - affordable) / 2);
    // Above 2^53 steps doubles have no step between the two.
    if (middle === affordable || middle === tooMany) break;
    if (costOf(middle) <= cash) affordable = middle;
    else tooMany = middle;
  }
  return affordable;
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
