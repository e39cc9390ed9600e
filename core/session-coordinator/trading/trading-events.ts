import type { IsoPrinter } from '../../base/iso-printer.ts';
import type { Fill, OrderOwner, OwnedShares } from '../../execution/order.ts';
import type { OrderState } from '../../execution/order-state.ts';
import type { SessionEvent } from '../../model/session-event.ts';

const strategyOf = (owner: OrderOwner): string | null => (owner.kind === 'strategy' ? owner.name : null);

/** Only of trailing stops: the log of other orders keeps its earlier form. */
const trailOf = ({ trailAmount, trailPercent, isTrailing }: OrderState) =>
  isTrailing ? { trail_amount: trailAmount ?? null, trail_percent: trailPercent ?? null } : {};

const lotsEvent = ({ owner, quantity }: OwnedShares) => ({
  owner: owner.kind,
  strategy: strategyOf(owner),
  quantity,
});

/** An order in its present state, for the log. */
export const orderEvent = (seq: number, clock: string, order: OrderState): SessionEvent => ({
  seq,
  clock,
  type: 'order',
  symbol: order.symbol,
  order: order.id,
  status: order.status,
  side: order.buys ? 'buy' : 'sell',
  order_type: order.type,
  quantity: order.tradable.quantityOf(order.quantity),
  filled: order.tradable.quantityOf(order.filled),
  average_price: order.averagePrice,
  limit_price: order.limit ?? null,
  stop_price: order.stop ?? null,
  ...trailOf(order),
  time_in_force: order.timeInForce,
  role: order.role,
  parent: order.parent ?? null,
  oco_with: order.ocoWith ?? null,
  owner: order.owner.kind,
  strategy: strategyOf(order.owner),
  tag: order.tag ?? null,
  rule: order.refusal?.rule ?? null,
  reason: order.refusal?.reason ?? null,
});

/** Makes the events of fills; instants of bars are printed by `printer`. */
export const fillEvents =
  (printer: IsoPrinter) =>
  (seq: number, clock: string, fill: Fill): SessionEvent => ({
    seq,
    clock,
    type: 'fill',
    symbol: fill.symbol,
    fill: fill.id,
    order: fill.orderId,
    side: fill.side,
    quantity: fill.quantity,
    price: fill.price,
    slippage: fill.slippage,
    fee: fill.fee,
    rule: fill.rule,
    bar_open: printer.print(fill.barOpen),
    owner: fill.owner.kind,
    strategy: strategyOf(fill.owner),
    ...(fill.lots === undefined ? {} : { lots: fill.lots.map(lotsEvent) }),
    position: fill.position,
    cash: fill.cash,
  });
