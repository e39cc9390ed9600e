import type { EpochMs, Ticker } from '../base/epoch-ms.ts';
import { fromUnits, times, toUnits, type Units } from './money.ts';
import type { Terms } from './match-order.ts';
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

/** An order as the book keeps it; `snapshot` is what others see. */
export class OrderState implements Terms {
  readonly id: OrderId;
  readonly symbol: Ticker;
  readonly buys: boolean;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly owner: OrderOwner;
  readonly role: OrderRole;
  readonly parent: OrderId | undefined;
  readonly tag: string | undefined;
  readonly placedAt: EpochMs;
  /** True when it may only make the position smaller: it is never filled for more than there is. */
  readonly closes: boolean;
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
  /** Shares of a bracket's entry that were filled, of its exits; undefined for an order of its own. */
  released: number | undefined;
  #filledValue: Units = 0;

  constructor(
    id: OrderId,
    { symbol, side, quantity, type, limitPrice, stopPrice, timeInForce, tag }: OrderRequest,
    place: {
      readonly owner: OrderOwner;
      readonly role: OrderRole;
      readonly closes: boolean;
      readonly parent?: OrderId;
      readonly now: EpochMs;
      readonly since?: EpochMs | undefined;
    },
  ) {
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
    this.closes = place.closes;
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

  /** Shares that may be filled now. */
  get remaining(): number {
    return (this.released ?? this.quantity) - this.filled;
  }

  /** The price that limits reckon with; undefined for a market order. */
  get ownPrice(): Units | undefined {
    return this.limit ?? this.stop;
  }

  /** Of what is filled, in the currency; null before. */
  get averagePrice(): number | null {
    return this.filled === 0 ? null : fromUnits(this.#filledValue / this.filled);
  }

  noteFill(shares: number, price: Units): void {
    this.filled += shares;
    this.#filledValue += times(price, shares);
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
    const { symbol, quantity, type, timeInForce, limit, stop } = this;
    return {
      symbol,
      side: this.buys ? 'buy' : 'sell',
      quantity,
      type,
      timeInForce,
      ...(limit === undefined ? {} : { limitPrice: fromUnits(limit) }),
      ...(stop === undefined ? {} : { stopPrice: fromUnits(stop) }),
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
