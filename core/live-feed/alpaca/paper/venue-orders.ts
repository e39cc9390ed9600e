import type { Order, OrderId } from '../../../execution/order.ts';
import type { BrokerReport } from '../../../execution/broker-report.ts';
import { parseClientOrderId } from './client-order-id.ts';
import { roleOfLeg } from './order-body.ts';
import type { VenueLeg, VenueOrder } from './trading-protocol.ts';

interface Known {
  /** The broker's order that currently works for it: the last replacement. */
  venue: VenueLeg;
  revision: number;
}

type OrderReport = Extract<BrokerReport, { type: 'order_report' }>;

/** Alpaca's words for the state of an order; any other word means that it works, or will. */
const ENDED: Readonly<Record<string, OrderReport['status']>> = {
  canceled: 'cancelled',
  expired: 'expired',
  rejected: 'refused',
};
/** Ends that other messages report: the fills, and the replacing order. */
const SILENT: ReadonlySet<string> = new Set(['filled', 'replaced']);

/** Maps the broker's orders to the session's: entries and replacements by their ids, exits by role. */
export class VenueOrders {
  readonly #run: () => string;
  readonly #exitsOf: (entry: OrderId) => readonly Order[];
  readonly #byVenue = new Map<string, OrderId>();
  readonly #known = new Map<OrderId, Known>();

  constructor(run: () => string, exitsOf: (entry: OrderId) => readonly Order[]) {
    this.#run = run;
    this.#exitsOf = exitsOf;
  }

  /** The session's order for one of the broker's; undefined for a foreign one, or one not known yet. */
  orderOf({ id, client_order_id }: VenueLeg): OrderId | undefined {
    return this.#byVenue.get(id) ?? this.#named(client_order_id)?.order;
  }

  /** By the broker's id alone, as executions have it. */
  byVenueId(id: string): OrderId | undefined {
    return this.#byVenue.get(id);
  }

  /** The broker's order that works for one of the session's. */
  venueOf(order: OrderId): VenueLeg | undefined {
    return this.#known.get(order)?.venue;
  }

  revisionOf(order: OrderId): number {
    return this.#known.get(order)?.revision ?? 0;
  }

  /** Stores the ids of an order and its exits; returns those that are the session's, with their ids. */
  learn(order: VenueOrder): readonly (readonly [OrderId, VenueLeg])[] {
    const id = this.orderOf(order);
    if (id === undefined) return [];
    this.#keep(id, order);
    const learnt: (readonly [OrderId, VenueLeg])[] = [[id, order]];
    for (const leg of order.legs) {
      const exit =
        this.orderOf(leg) ?? this.#exitsOf(id).find(({ role }) => role === roleOfLeg(leg.type))?.id;
      if (exit === undefined) continue;
      this.#keep(exit, leg);
      learnt.push([exit, leg]);
    }
    return learnt;
  }

  /** The session's reading of an order's state; undefined where the state alone says nothing new. */
  reportOf(id: OrderId, venue: VenueLeg, reason = ''): OrderReport | undefined {
    const isLast = this.#known.get(id)?.venue.id === venue.id;
    if (SILENT.has(venue.status) || !isLast) return undefined;
    const status = ENDED[venue.status] ?? (venue.status === 'held' ? 'held' : 'working');
    return { type: 'order_report', order: id, status, ...(reason === '' ? {} : { reason }) };
  }

  #named(clientOrderId: string): { order: OrderId; revision: number } | undefined {
    const named = parseClientOrderId(clientOrderId);
    return named?.run === this.#run() ? named : undefined;
  }

  #keep(id: OrderId, venue: VenueLeg): void {
    this.#byVenue.set(venue.id, id);
    const revision = this.#named(venue.client_order_id)?.revision ?? 0;
    const known = this.#known.get(id);
    if (known === undefined || revision >= known.revision) this.#known.set(id, { venue, revision });
  }
}
