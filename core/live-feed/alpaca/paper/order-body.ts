import type { Order, OrderChange, OrderRole } from '../../../execution/order.ts';
import type { OrderBody } from './trading-client.ts';

/**
 * An order, and the exits of its bracket, as Alpaca accepts them: one request, so that a position is never without its
 * stop.
 */
export function orderBody(order: Order, exits: readonly Order[], clientOrderId: string): OrderBody {
  const profit = exits.find(({ role }) => role === 'take_profit')?.limitPrice;
  const loss = exits.find(({ role }) => role === 'stop_loss')?.stopPrice;
  return {
    symbol: order.symbol,
    qty: String(order.quantity),
    side: order.side,
    type: order.type,
    // An order that closes a position is executed now or not at all today.
    time_in_force: order.role === 'flatten' ? 'day' : order.timeInForce,
    client_order_id: clientOrderId,
    ...prices(order.limitPrice, order.stopPrice),
    ...(exits.length === 0 ? {} : { order_class: exits.length === 2 ? 'bracket' : 'oto' }),
    ...(typeof profit === 'number' ? { take_profit: { limit_price: String(profit) } } : {}),
    ...(typeof loss === 'number' ? { stop_loss: { stop_price: String(loss) } } : {}),
  };
}

export const changeBody = (change: OrderChange, clientOrderId: string): OrderBody => ({
  client_order_id: clientOrderId,
  ...(change.quantity === undefined ? {} : { qty: String(change.quantity) }),
  ...prices(change.limitPrice ?? null, change.stopPrice ?? null),
});

const prices = (limit: number | null, stop: number | null): Record<string, string> => ({
  ...(limit === null ? {} : { limit_price: String(limit) }),
  ...(stop === null ? {} : { stop_price: String(stop) }),
});

/** The role of one of Alpaca's legs as an exit of a bracket: the profit is a limit order, the loss a stop. */
export const roleOfLeg = (type: string): OrderRole => (type === 'limit' ? 'take_profit' : 'stop_loss');
