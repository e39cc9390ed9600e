import type { Ticker } from '../base/epoch-ms.ts';
import { invariant } from '../base/invariant.ts';
import type { OrderId, OrderRequest, OrderStatus, Refusal } from './order.ts';
import { OrderState, type OrderPlace } from './order-state.ts';
import type { Tradables } from './trading-rules.ts';

const NO_ORDERS: readonly OrderState[] = [];

/** Every order of a run, and the active ones; `changed` is called at each step of each order's life. */
export class OrderStore {
  readonly #orders: OrderState[] = [];
  /** Working and held orders in the order in which they were placed. */
  active: readonly OrderState[] = [];
  readonly #tradables: Tradables;
  readonly #changed: (order: OrderState) => void;

  constructor(tradables: Tradables, changed: (order: OrderState) => void) {
    this.#tradables = tradables;
    this.#changed = changed;
  }

  /** Orders of the run so far, including rejected ones. */
  get count(): number {
    return this.#orders.length;
  }

  get(id: OrderId): OrderState | undefined {
    return this.#orders[id - 1];
  }

  create(request: OrderRequest, place: OrderPlace): OrderState {
    const tradable = this.#tradables.of(request.symbol);
    const order = new OrderState(this.#orders.length + 1, request, tradable, place);
    this.#orders.push(order);
    const entry = place.parent === undefined ? undefined : this.get(place.parent);
    if (entry !== undefined) entry.hasExits = true;
    return order;
  }

  /** Puts an order to work, or to wait for its entry. */
  enter(order: OrderState): void {
    this.active = [...this.active, order];
    this.#changed(order);
  }

  refuse(order: OrderState, refusal: Refusal): void {
    order.status = 'refused';
    order.refusal = refusal;
    this.#changed(order);
  }

  announce(order: OrderState): void {
    this.#changed(order);
  }

  /** The user takes over an order of an owner that leaves: it may close any owner's lots. */
  giveToUser(order: OrderState): void {
    order.owner = { kind: 'user' };
    order.ownLotsOnly = false;
    this.#changed(order);
  }

  end(
    order: OrderState,
    status: Exclude<OrderStatus, 'working' | 'held' | 'pending'>,
    refusal?: Refusal,
  ): void {
    invariant(order.isActive, () => `an active order ends once, got order ${order.id}, ${order.status}`);
    order.status = status;
    order.refusal = refusal;
    this.active = this.active.filter((each) => each !== order);
    this.#changed(order);
    if (status !== 'filled') this.#endExits(order, refusal);
  }

  /** Active exits of a bracket's entry. */
  exitsOf({ id, hasExits }: OrderState): readonly OrderState[] {
    return hasExits ? this.active.filter(({ parent }) => parent === id) : NO_ORDERS;
  }

  /** The active order that this one cancels when it fills. */
  partnerOf({ ocoWith }: OrderState): OrderState | undefined {
    const partner = ocoWith === undefined ? undefined : this.get(ocoWith);
    return partner?.isActive === true ? partner : undefined;
  }

  link(one: OrderState, other: OrderState): void {
    one.ocoWith = other.id;
    other.ocoWith = one.id;
  }

  holds(symbol: Ticker): OrderState | undefined {
    return this.active.find((order) => order.symbol === symbol);
  }

  /** A copy of a symbol's active orders, to try fills on; their changes are not recorded. */
  copy(symbol: Ticker): OrderStore {
    const copy = new OrderStore(this.#tradables, () => {});
    copy.active = this.active.filter((order) => order.symbol === symbol).map((order) => order.copy());
    for (const order of copy.active) copy.#orders[order.id - 1] = order;
    return copy;
  }

  /** The entry is filled no further: its exits stay for its shares, or end. */
  #endExits(entry: OrderState, refusal: Refusal | undefined): void {
    for (const exit of this.exitsOf(entry)) {
      exit.quantity -= entry.quantity - entry.filled;
      if (exit.quantity > exit.filled) continue;
      if (exit.filled > 0) this.end(exit, 'filled');
      else
        this.end(exit, 'cancelled', { rule: 'bracket', reason: refusal?.reason ?? 'The entry has ended.' });
    }
  }
}
