import type { Order, OrderChange } from './order.ts';

/**
 * The connection to a broker. Nothing here waits: the results arrive as reports. Each call is made once for each order,
 * in the order of the session's decisions; the gateway must find out what was lost.
 */
export interface OrderGateway {
  /** A new order with the exits of its bracket, where it has any. */
  place(order: Order, exits: readonly Order[]): void;
  cancel(order: Order): void;
  replace(order: Order, change: OrderChange): void;
}
