import type { Ticker } from '../base/epoch-ms.ts';
import type { Account } from './account.ts';
import type { Holding } from './holding.ts';
import { fromUnits } from './money.ts';
import type { OrderOwner, Position } from './order.ts';

/** An owner's position in a symbol; undefined when it has none. */
export function ownPosition(account: Account, symbol: Ticker, owner: OrderOwner): Position | undefined {
  const holding = account.holdingOf(symbol, owner);
  return holding === undefined ? undefined : positionOf([holding]);
}

/** The account's position in a symbol over all owners; undefined when no owner has one. */
export const netPosition = (account: Account, symbol: Ticker): Position | undefined =>
  positionOf(account.holdingsOf(symbol));

function positionOf(holdings: readonly Holding[]): Position | undefined {
  const [oldest] = holdings;
  if (oldest === undefined) return undefined;
  const sum = (of: (holding: Holding) => number): number =>
    holdings.reduce((total, each) => total + of(each), 0);
  const quantity = sum((each) => each.quantity);
  const cost = sum((each) => (each.long ? each.cost : -each.cost));
  return {
    symbol: oldest.symbol,
    quantity,
    averagePrice: fromUnits(quantity === 0 ? oldest.mark : cost / quantity),
    marketPrice: fromUnits(oldest.mark),
    marketValue: fromUnits(sum((each) => each.value)),
    unrealised: fromUnits(sum((each) => each.unrealised)),
    realised: fromUnits(sum((each) => each.realised)),
    openedAt: oldest.openedBy.clock,
    owner: oldest.owner,
    owners: holdings.map(({ owner, quantity: held }) => ({ owner, quantity: held })),
  };
}
