import type { Ticker } from '../../base/epoch-ms.ts';
import type { Execution } from '../execution.ts';
import type { Holding } from '../holding.ts';
import type { OrderOwner } from '../order.ts';
import { closesForAll, isSameOwner } from './owner.ts';

/**
 * The effect of a fill on the lots: whole steps that it closed, by owner, and steps that it opened for its own owner.
 */
export interface Booking {
  readonly opened: number;
  readonly closed: number;
  readonly lots: readonly ClosedLots[];
}

export interface ClosedLots {
  readonly owner: OrderOwner;
  readonly shares: number;
  /** The owner's remaining shares on that side. */
  readonly left: number;
}

/** The facts that decide which lots an order may close. */
export interface Closer {
  readonly symbol: Ticker;
  readonly buys: boolean;
  readonly owner: OrderOwner;
  /** True for exits: they close lots of their owner alone. */
  readonly ownLotsOnly: boolean;
}

/**
 * The positions that a fill closes, with the whole steps of each: its owner's own first; for the user and the account then
 * the oldest lots of the other owners.
 */
export function lotsToClose(
  holdings: readonly Holding[],
  { buys, shares, owner }: Execution,
): ReadonlyMap<Holding, number> {
  const closing = new Map<Holding, number>();
  const opposite = holdings.filter(({ long }) => long !== buys);
  const own = opposite.find((holding) => isSameOwner(holding.owner, owner));
  let left = shares;
  const take = (holding: Holding, most: number): void => {
    const taken = Math.min(left, most);
    if (taken > 0) closing.set(holding, (closing.get(holding) ?? 0) + taken);
    left -= taken;
  };
  if (own !== undefined) take(own, own.shares);
  if (!closesForAll(owner) || left === 0) return closing;
  const others = opposite.filter((holding) => holding !== own).flatMap((holding) => holding.lots());
  for (const lot of others.sort((one, other) => one.sequence - other.sequence)) take(lot.holding, lot.shares);
  return closing;
}
