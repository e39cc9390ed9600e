import type { Order, OrderChange } from './order.ts';

/**
 * The way to a broker. Nothing here waits: what comes of it arrives as reports. Each call is made once for each order, in
 * the order in which the session decided; what is lost on the way is the gateway's to find out.
 */
export interface OrderGateway {
  /** A new order with the exits of its bracket, where it has any. */
  place(order: Order, exits: readonly Order[]): void;
  cancel(order: Order): void;
  replace(order: Order, change: OrderChange): void;
}
