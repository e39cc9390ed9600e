import type { EpochMs, Ticker } from '../base/epoch-ms.ts';
import { fromUnits, times, toUnits, type Units } from './money.ts';
import type { Closer } from './account.ts';
import type { Execution } from './holding.ts';
import type { Terms } from './matching/match-order.ts';
import type {
  Order,
  OrderChange,
  OrderId,
  OrderOwner,
  OrderRequest,
  OrderRole,
  OrderStatus,
  OrderType,
  Refusal,
  TimeInForce,
} from './order.ts';

/** When an order begins to work: `since`, where it is later than the clock. */
export const latest = (now: EpochMs, since: EpochMs | undefined): EpochMs =>
  since !== undefined && since > now ? since : now;

/** Where an order comes from. `parent`: the entry of the bracket that it is an exit of. */
export interface OrderPlace {
  readonly owner: OrderOwner;
  readonly role: OrderRole;
  readonly reduceOnly: boolean;
  readonly parent?: OrderId;
  readonly now: EpochMs;
  readonly since?: EpochMs | undefined;
}

/** An order as the store keeps it; `snapshot` is what others see. */
export class OrderState implements Terms, Closer {
  readonly id: OrderId;
  readonly symbol: Ticker;
  readonly buys: boolean;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly role: OrderRole;
  readonly parent: OrderId | undefined;
  readonly tag: string | undefined;
  readonly placedAt: EpochMs;
  /** True when it may only make its owner's position smaller: it never fills more than the owner holds. */
  readonly reduceOnly: boolean;
  /** Distance of a trailing stop from the best price; at most one of the two. */
  readonly trailAmount: Units | undefined;
  readonly trailPercent: number | undefined;
  owner: OrderOwner;
  /** True for exits: they close lots of their owner alone. */
  ownLotsOnly: boolean;
  quantity: number;
  limit: Units | undefined;
  stop: Units | undefined;
  ocoWith: OrderId | undefined;
  status: OrderStatus = 'working';
  refusal: Refusal | undefined;
  workingFrom: EpochMs;
  triggered = false;
  filled = 0;
  /** True for a bracket's entry: only then is there an exit to look for. */
  hasExits = false;
  /** Of an exit: shares that its entry has opened, less those that its pair has closed; undefined for other orders. */
  released: number | undefined;
  /** Of these, shares opened inside the bar that is being played: they are not worked like the others yet. */
  fresh = 0;
  /** Open of the bar in the midst of which its entry released it. */
  releasedInside: number | undefined;
  /** Open of the last bar that filled it. */
  lastBar: number | undefined;
  /** Paid so far, and the sum of its fees without the minimum per order. */
  fees: Units = 0;
  feesWithoutMinimum: Units = 0;
  #filledValue: Units = 0;

  constructor(id: OrderId, request: OrderRequest, place: OrderPlace) {
    const { symbol, side, quantity, type, limitPrice, stopPrice, timeInForce, tag } = request;
    this.id = id;
    this.symbol = symbol;
    this.buys = side === 'buy';
    this.quantity = quantity;
    this.type = type;
    this.limit = limitPrice === undefined ? undefined : toUnits(limitPrice);
    this.stop = stopPrice === undefined ? undefined : toUnits(stopPrice);
    this.timeInForce = timeInForce ?? 'day';
    this.tag = tag;
    this.owner = place.owner;
    this.role = place.role;
    this.reduceOnly = place.reduceOnly;
    this.trailAmount = request.trailAmount === undefined ? undefined : toUnits(request.trailAmount);
    this.trailPercent = request.trailPercent;
    this.ownLotsOnly = place.parent !== undefined;
    this.parent = place.parent;
    this.placedAt = place.now;
    this.workingFrom = latest(place.now, place.since);
    if (place.parent !== undefined) {
      this.released = 0;
      this.status = 'held';
    }
  }

  /** Working, on its way to a broker, or held until a bracket's entry is filled. */
  get isActive(): boolean {
    return this.status === 'working' || this.status === 'held' || this.status === 'pending';
  }

  /** Shares that are left to fill; of an exit, of those that its entry has opened. */
  get remaining(): number {
    return (this.released ?? this.quantity) - this.filled;
  }

  /** Shares that the bar being played may fill. */
  get available(): number {
    return this.remaining - this.fresh;
  }

  get isTrailing(): boolean {
    return this.trailAmount !== undefined || this.trailPercent !== undefined;
  }

  /** The price that limits reckon with; undefined for a market order. */
  get ownPrice(): Units | undefined {
    return this.limit ?? this.stop;
  }

  /** Of what is filled, in the currency; null before. */
  get averagePrice(): number | null {
    return this.filled === 0 ? null : fromUnits(this.#filledValue / this.filled);
  }

  noteFill({ shares, price, fee }: Pick<Execution, 'shares' | 'price' | 'fee'>): void {
    this.filled += shares;
    this.fees += fee;
    this.#filledValue += times(price, shares);
  }

  /** Bars that open before an instant take no part in filling it. */
  workFrom(instant: EpochMs): void {
    this.workingFrom = latest(this.workingFrom, instant);
  }

  /** An exit's price once its entry is filled at `entry`. */
  priceAfterEntry(entry: Units): Units {
    return this.isTrailing ? this.#trailedFrom(entry) : (this.limit ?? this.stop ?? entry);
  }

  /** Puts a trailing stop at its distance from a price; other orders stay. */
  startTrailing(price: Units): void {
    if (this.isTrailing) this.stop = this.#trailedFrom(price);
  }

  /** Moves a trailing stop after a price that a bar reached, never back. Returns whether it moved. */
  trail(extreme: Units): boolean {
    const stop = this.#trailedFrom(extreme);
    if (this.stop !== undefined && (this.buys ? stop >= this.stop : stop <= this.stop)) return false;
    this.stop = stop;
    return true;
  }

  #trailedFrom(price: Units): Units {
    const distance = this.trailAmount ?? Math.round((price * (this.trailPercent ?? 0)) / 100);
    return Math.max(1, this.buys ? price + distance : price - distance);
  }

  /** A copy to try fills on. */
  copy(): OrderState {
    const copy = new OrderState(this.id, this.request(), {
      owner: this.owner,
      role: this.role,
      reduceOnly: this.reduceOnly,
      ...(this.parent === undefined ? {} : { parent: this.parent }),
      now: this.placedAt,
    });
    Object.assign(copy, this);
    copy.#filledValue = this.#filledValue;
    return copy;
  }

  change({ quantity, limitPrice, stopPrice }: OrderChange, now: EpochMs): void {
    if (quantity !== undefined) this.quantity = quantity;
    if (limitPrice !== undefined) this.limit = toUnits(limitPrice);
    if (stopPrice !== undefined) this.stop = toUnits(stopPrice);
    this.workingFrom = now;
    this.triggered = false;
  }

  /** Its terms as a request, for checking them again. */
  request(): OrderRequest {
    const { symbol, quantity, type, timeInForce, limit, stop, trailAmount, trailPercent } = this;
    return {
      symbol,
      side: this.buys ? 'buy' : 'sell',
      quantity,
      type,
      timeInForce,
      ...(limit === undefined ? {} : { limitPrice: fromUnits(limit) }),
      ...(stop === undefined || this.isTrailing ? {} : { stopPrice: fromUnits(stop) }),
      ...(trailAmount === undefined ? {} : { trailAmount: fromUnits(trailAmount) }),
      ...(trailPercent === undefined ? {} : { trailPercent }),
    };
  }

  snapshot(): Order {
    return {
      id: this.id,
      symbol: this.symbol,
      side: this.buys ? 'buy' : 'sell',
      quantity: this.quantity,
      type: this.type,
      limitPrice: this.limit === undefined ? null : fromUnits(this.limit),
      stopPrice: this.stop === undefined ? null : fromUnits(this.stop),
      trailAmount: this.trailAmount === undefined ? null : fromUnits(this.trailAmount),
      trailPercent: this.trailPercent ?? null,
      timeInForce: this.timeInForce,
      role: this.role,
      parent: this.parent ?? null,
      ocoWith: this.ocoWith ?? null,
      owner: this.owner,
      tag: this.tag ?? null,
      status: this.status,
      refusal: this.refusal ?? null,
      filled: this.filled,
      averagePrice: this.averagePrice,
      placedAt: this.placedAt,
      workingFrom: this.workingFrom,
    };
  }
}
