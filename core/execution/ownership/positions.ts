import type { Ticker } from '../../base/epoch-ms.ts';
import type { Account } from '../account.ts';
import type { Holding } from '../holding.ts';
import { fromMoney, type Money } from '../money.ts';
import type { OrderOwner, Position } from '../order.ts';
import { meanPrice } from '../tradable.ts';

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
  const sum = (of: (holding: Holding) => Money): number =>
    fromMoney(holdings.reduce((total, each) => total + of(each), 0n));
  const steps = holdings.reduce((total, { long, shares }) => total + (long ? shares : -shares), 0);
  return {
    symbol: oldest.symbol,
    quantity: oldest.tradable.quantityOf(steps) + 0,
    averagePrice: averagePrice(holdings, steps),
    marketPrice: oldest.mark,
    marketValue: sum(({ value }) => value),
    unrealised: sum(({ unrealised }) => unrealised),
    realised: sum(({ realised }) => realised),
    openedAt: oldest.openedBy.clock,
    owner: oldest.owner,
    owners: holdings.map(({ owner, quantity }) => ({ owner, quantity })),
  };
}

function averagePrice(holdings: readonly Holding[], steps: number): number {
  if (steps === 0) return holdings[0]?.mark ?? 0;
  const signed = holdings.reduce((total, { long, priceSum }) => total + (long ? priceSum : -priceSum), 0n);
  return meanPrice(steps < 0 ? -signed : signed, Math.abs(steps));
}
