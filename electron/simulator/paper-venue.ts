import { randomUUID } from 'node:crypto';
import { asEpochMs } from '../../core/base/epoch-ms.ts';
import { matchBar, TRIGGERED, type MarketBar } from '../../core/execution/matching/match-order.ts';
import { tidy } from '../../core/execution/money.ts';
import { printRfc3339 } from '../../core/live-feed/alpaca/rfc3339.ts';
import { PaperOrder } from './paper-order.ts';
import type { PaperChange, PaperRequest } from './paper-request.ts';

/** The initial state of a new account. */
const CASH = 100_000;
const MARGIN_MULTIPLIER = 2;

export interface VenueEvent {
  readonly event: string;
  readonly order: PaperOrder;
  readonly fill?: {
    readonly price: number;
    readonly qty: number;
    readonly position: number;
    readonly id: string;
  };
}

interface Execution {
  readonly id: string;
  readonly at: number;
  readonly order: PaperOrder;
  readonly qty: number;
  readonly cumulative: number;
  readonly price: number;
}

export interface Refused {
  readonly status: 403 | 404 | 422;
  readonly code: number;
  readonly message: string;
}

const refused = (status: Refused['status'], code: number, message: string): Refused => ({
  status,
  code,
  message,
});

export interface PaperVenueOptions {
  readonly now: () => number;
  /** Called at every step, in order. */
  readonly tell: (event: VenueEvent) => void;
  /** The number of `shares` that a fill takes; all of them unless a fault applies. */
  readonly part: (order: PaperOrder, shares: number) => number;
}

/**
 * A paper account: accepts orders, fills market orders at the last price and the others by minute bars; one exit of a
 * bracket cancels the other. It follows Alpaca's documented behaviour as far as a client can see it.
 */
export class PaperVenue {
  readonly #options: PaperVenueOptions;
  readonly #orders: PaperOrder[] = [];
  readonly executions: Execution[] = [];
  readonly positions = new Map<string, { qty: number; cost: number }>();
  readonly prices = new Map<string, number>();
  cash: number = CASH;

  constructor(options: PaperVenueOptions) {
    this.#options = options;
  }

  get orders(): readonly PaperOrder[] {
    return this.#orders;
  }

  get all(): readonly PaperOrder[] {
    return this.#orders.flatMap((order) => [order, ...order.legs]);
  }

  find(id: string): PaperOrder | undefined {
    return this.all.find((order) => order.id === id);
  }

  byClientId(id: string): PaperOrder | undefined {
    return this.all.find((order) => order.terms.clientOrderId === id);
  }

  /** `rejects`: accepts it, then rejects it. */
  place(request: PaperRequest, rejects = false): PaperOrder | Refused {
    if (this.byClientId(request.clientOrderId) !== undefined) {
      return refused(422, 40010001, 'client_order_id must be unique');
    }
    const problem = this.#problemOf(request);
    if (problem !== undefined) return problem;
    const now = this.#options.now();
    const order = new PaperOrder(request, now);
    const side = request.side === 'buy' ? 'sell' : 'buy';
    const common = { ...request, side, orderClass: request.orderClass } as const;
    const leg = (terms: {
      type: 'limit' | 'stop';
      limit: number | undefined;
      stop: number | undefined;
    }): void =>
      void order.legs.push(new PaperOrder({ ...common, ...terms, clientOrderId: randomUUID() }, now, order));
    if (request.takeProfit !== undefined) leg({ type: 'limit', limit: request.takeProfit, stop: undefined });
    if (request.stopLoss !== undefined) leg({ type: 'stop', limit: undefined, stop: request.stopLoss });
    this.#orders.push(order);
    if (rejects) return this.#end(order, 'rejected');
    order.status = 'new';
    this.#options.tell({ event: 'new', order });
    const price = this.prices.get(request.symbol);
    if (request.type === 'market' && price !== undefined) this.#fill(order, price);
    return order;
  }

  replace(order: PaperOrder, change: PaperChange): PaperOrder | Refused {
    if (!order.isOpen) return refused(422, 40010000, `order is not open: ${order.status}`);
    const clientOrderId = change.client_order_id ?? randomUUID();
    if (this.byClientId(clientOrderId) !== undefined)
      return refused(422, 40010001, 'client_order_id must be unique');
    const qty = change.qty ?? order.terms.qty;
    const isPart = order.parent !== undefined || order.legs.length > 0;
    if (isPart && qty !== order.terms.qty)
      return refused(422, 42210000, 'qty of a bracket cannot be replaced');
    if (qty <= order.filled) return refused(422, 42210000, 'qty must be above what is filled');
    const terms = {
      ...order.terms,
      // Executed shares stay with the order that was filled.
      qty: qty - order.filled,
      limit: change.limit_price ?? order.terms.limit,
      stop: change.stop_price ?? order.terms.stop,
      clientOrderId,
    };
    const next = new PaperOrder(terms, this.#options.now(), order.parent);
    next.status = order.status === 'held' ? 'held' : 'new';
    next.legs = order.legs;
    for (const leg of next.legs) leg.parent = next;
    next.replaces = order.id;
    order.replacedBy = next.id;
    order.legs = [];
    if (order.parent === undefined) this.#orders.push(next);
    else order.parent.legs.push(next);
    this.#end(order, 'replaced');
    this.#options.tell({ event: 'new', order: next });
    return next;
  }

  cancel(order: PaperOrder): Refused | undefined {
    if (!order.isOpen) return refused(422, 42210000, `order is already in "${order.status}" state`);
    this.#cancelGroup(order);
    return undefined;
  }

  /** A minute is over: the orders that it reaches fill, and its close is the price from now on. */
  onBar(symbol: string, bar: MarketBar): void {
    for (const order of this.all) {
      if (order.terms.symbol !== symbol || !order.isOpen || order.status === 'held') continue;
      if (order.submittedAt > bar.openMs && order.type !== 'market') continue;
      const reached = matchBar(order, bar, 'touched');
      if (reached === TRIGGERED) order.triggered = true;
      else if (reached !== undefined) this.#fill(order, reached.price);
    }
    this.prices.set(symbol, bar.close);
  }

  /** The session closes: day orders end. */
  endDay(): void {
    for (const order of this.all) {
      if (order.isOpen && order.terms.timeInForce === 'day') this.#end(order, 'expired');
    }
  }

  get equity(): number {
    let value = this.cash;
    for (const [symbol, { qty }] of this.positions) value += qty * (this.prices.get(symbol) ?? 0);
    return tidy(value);
  }

  #problemOf({ symbol, side, qty, limit, stop }: PaperRequest): Refused | undefined {
    const held = this.positions.get(symbol)?.qty ?? 0;
    if (side === 'sell' && held > 0) {
      const reserved = this.#reserved(symbol);
      if (qty > held - reserved && qty <= held) {
        return refused(
          403,
          40310000,
          `insufficient qty available for order (requested: ${qty}, available: ${held - reserved})`,
        );
      }
    }
    const price = limit ?? stop ?? this.prices.get(symbol) ?? 0;
    const opens =
      side === 'buy' ? Math.max(0, qty + Math.min(0, held)) : Math.max(0, qty - Math.max(0, held));
    const taken = [...this.positions].reduce(
      (sum, [each, position]) => sum + Math.abs(position.qty) * (this.prices.get(each) ?? 0),
      0,
    );
    const power = this.equity * MARGIN_MULTIPLIER - taken;
    if (price * opens > power) return refused(403, 40310000, 'insufficient buying power');
    return undefined;
  }

  /** Shares that open sell orders will take; of a bracket's exits one. */
  #reserved(symbol: string): number {
    const open = this.all.filter(
      (order) => order.terms.symbol === symbol && !order.buys && order.isOpen && order.status !== 'held',
    );
    const first = open.filter(
      (order) => order.parent === undefined || open.find(({ parent }) => parent === order.parent) === order,
    );
    return first.reduce((sum, { remaining }) => sum + remaining, 0);
  }

  #fill(order: PaperOrder, price: number): void {
    const { now, part, tell } = this.#options;
    const shares = part(order, order.remaining);
    if (shares === 0) return;
    order.fill(shares, price, now());
    this.#book(order, shares, price);
    const { symbol } = order.terms;
    const id = randomUUID();
    this.executions.push({
      id: `${printRfc3339(now()).replaceAll(/\D/g, '').slice(0, 17)}::${id}`,
      at: now(),
      order,
      qty: shares,
      cumulative: order.filled,
      price: price,
    });
    const position = this.positions.get(symbol)?.qty ?? 0;
    const event = order.remaining === 0 ? 'fill' : 'partial_fill';
    tell({ event, order, fill: { price: price, qty: shares, position, id } });
    if (order.remaining > 0) return;
    for (const leg of order.legs) {
      if (leg.status !== 'held') continue;
      leg.status = 'new';
      tell({ event: 'new', order: leg });
    }
    for (const partner of order.parent?.legs ?? [])
      if (partner !== order && partner.isOpen) this.#end(partner, 'canceled');
  }

  #book(order: PaperOrder, shares: number, price: number): void {
    const { symbol } = order.terms;
    const signed = order.buys ? shares : -shares;
    this.cash = tidy(this.cash - signed * price);
    const position = this.positions.get(symbol) ?? { qty: 0, cost: 0 };
    const sameSide = position.qty === 0 || Math.sign(position.qty) === Math.sign(signed);
    const after = position.qty + signed;
    if (sameSide) position.cost = tidy(position.cost + signed * price);
    else if (Math.sign(after) === Math.sign(position.qty)) position.cost *= after / position.qty;
    else position.cost = after * price;
    position.qty = after;
    if (after === 0) this.positions.delete(symbol);
    else this.positions.set(symbol, position);
  }

  /** The end of one leg of a bracket ends the other, the end of an entry its exits. */
  #cancelGroup(order: PaperOrder): void {
    const group = order.parent === undefined ? [order, ...order.legs] : order.parent.legs;
    for (const each of group) if (each.isOpen) this.#end(each, 'canceled');
  }

  #end(order: PaperOrder, status: 'canceled' | 'expired' | 'rejected' | 'replaced'): PaperOrder {
    order.end(status, this.#options.now());
    this.#options.tell({ event: status, order });
    if (status === 'rejected') for (const leg of order.legs) this.#end(leg, 'canceled');
    return order;
  }
}

/** A bar of the tape as orders see it. */
export const venueBar = (
  row: readonly [openMs: number, open: number, high: number, low: number, close: number, volume: number],
  spanMs: number,
): MarketBar => ({
  openMs: asEpochMs(row[0]),
  closeMs: asEpochMs(row[0] + spanMs),
  open: row[1],
  high: row[2],
  low: row[3],
  close: row[4],
  volume: row[5],
  regular: true,
  sessionOpen: Number.NEGATIVE_INFINITY,
  sessionClose: Number.POSITIVE_INFINITY,
});
