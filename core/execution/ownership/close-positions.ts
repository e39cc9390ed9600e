import type { EpochMs, Ticker } from '../../base/epoch-ms.ts';
import type { OrderOwner, Refusal } from '../order.ts';
import type { Exposure } from '../limits/weights.ts';
import type { OrderState } from '../order-state.ts';
import type { OrderStore } from '../order-store.ts';
import { closesForAll, isSameOwner } from './owner.ts';

const ACCOUNT: OrderOwner = { kind: 'account' };

/** The broker, as positions are closed with it. */
export interface ClosingDesk extends Exposure {
  readonly orders: OrderStore;
  place(order: OrderState, exits: readonly OrderState[]): void;
  cancel(order: OrderState, refusal: Refusal): void;
}

/** When the closing orders are placed; `since` where they count from later. */
interface Placing {
  readonly now: EpochMs;
  readonly since: EpochMs | undefined;
}

/** Cancels every order and closes every position at the next bar. */
export function closeAll(desk: ClosingDesk, refusal: Refusal, placing: Placing): void {
  cancelOrders(desk, refusal, () => true);
  closePositions(desk, ACCOUNT, undefined, placing);
}

/**
 * Cancels an owner's orders and closes its positions at the next bar, of one symbol or of all; for the user those of every
 * owner. Returns false when there is no position to close.
 */
export function closeFor(
  desk: ClosingDesk,
  owner: OrderOwner,
  symbol: Ticker | undefined,
  placing: Placing,
): boolean {
  const reason = symbol === undefined ? 'Closing all positions.' : `Closing the position in ${symbol}.`;
  cancelOrders(
    desk,
    { rule: 'asked_for', reason },
    (other, of) =>
      (symbol === undefined || of === symbol) && (closesForAll(owner) || isSameOwner(owner, other)),
  );
  return closePositions(desk, owner, symbol, placing);
}

function cancelOrders(
  desk: ClosingDesk,
  refusal: Refusal,
  concerns: (owner: OrderOwner, symbol: Ticker) => boolean,
): void {
  for (const order of desk.orders.active) {
    if (order.isActive && concerns(order.owner, order.symbol)) desk.cancel(order, refusal);
  }
}

/** One order for each side of a symbol that has lots. */
function closePositions(
  desk: ClosingDesk,
  owner: OrderOwner,
  only: Ticker | undefined,
  placing: Placing,
): boolean {
  const { account, orders, rules } = desk;
  let any = false;
  for (const symbol of only === undefined ? account.symbols() : [only]) {
    for (const side of ['sell', 'buy'] as const) {
      const steps = account.closable({ symbol, buys: side === 'buy', owner, ownLotsOnly: false });
      if (steps === 0) continue;
      any = true;
      const quantity = rules.tradables.of(symbol).quantityOf(steps);
      const request = { symbol, side, quantity, type: 'market', timeInForce: 'gtc' } as const;
      desk.place(orders.create(request, { owner, role: 'flatten', reduceOnly: true, ...placing }), []);
    }
  }
  return any;
}
