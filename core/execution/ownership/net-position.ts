import type { Holding } from '../holding.ts';
import { tidy } from '../money.ts';
import type { Tradable } from '../tradable.ts';

/** A symbol's position over all owners, as limits see it; doubles in the account's currency. */
export interface NetPosition {
  readonly tradable: Tradable;
  /** Whole steps, negative when short. */
  readonly shares: number;
  /** Notional at the mark, negative when short. */
  readonly exposureNow: number;
  readonly rate: number;
}

/** The net of a symbol's positions; undefined when there is none. */
export function netOf(holdings: readonly Holding[]): NetPosition | undefined {
  const [first] = holdings;
  if (first === undefined) return undefined;
  let [shares, exposureNow] = [0, 0];
  for (const each of holdings) {
    shares += each.long ? each.shares : -each.shares;
    exposureNow += each.long ? each.exposureNow : -each.exposureNow;
  }
  return { tradable: first.tradable, shares, exposureNow: tidy(exposureNow), rate: first.rate };
}
