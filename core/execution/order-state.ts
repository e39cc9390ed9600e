import type { EpochMs, Ticker } from '../base/epoch-ms.ts';
import { fromDecimal, toDecimal } from '../base/decimal.ts';
import type { Terms } from './match-order.ts';
import { meanPrice, type Tradable } from './tradable.ts';
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
  readonly tradable: Tradable;
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
  /** Whole steps of the instrument's quantity, like `filled`, `remaining` and `released`; `snapshot` has units. */
  quantity: number;
  /** In the instrument's currency. */
  limit: number | undefined;
  stop: number | undefined;
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
  /** Sum of price × shares of what is filled, in 1e-12. */
  #filledSum = 0n;

  constructor(
    id: OrderId,
    { symbol, side, quantity, type, limitPrice, stopPrice, timeInForce, tag }: OrderRequest,
    tradable: Tradable,
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
    this.tradable = tradable;
    this.quantity = stepsIn(quantity, tradable);
    this.type = type;
    this.limit = limitPrice === undefined ? undefined : asDecimal(limitPrice);
    this.stop = stopPrice === undefined ? undefined : asDecimal(stopPrice);
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
  get ownPrice(): number | undefined {
    return this.limit ?? this.stop;
  }

  /** Mean price of what is filled; null before. */
  get averagePrice(): number | null {
    return this.filled === 0 ? null : meanPrice(this.#filledSum, this.filled);
  }

  noteFill(shares: number, price: number): void {
    this.filled += shares;
    this.#filledSum += toDecimal(price) * BigInt(shares);
  }

  change({ quantity, limitPrice, stopPrice }: OrderChange, now: EpochMs): void {
    if (quantity !== undefined) this.quantity = stepsIn(quantity, this.tradable);
    if (limitPrice !== undefined) this.limit = asDecimal(limitPrice);
    if (stopPrice !== undefined) this.stop = asDecimal(stopPrice);
    this.workingFrom = now;
    this.triggered = false;
  }

  /** Its terms as a request, for checking them again. */
  request(): OrderRequest {
    const { symbol, quantity, type, timeInForce, limit, stop } = this;
    return {
      symbol,
      side: this.buys ? 'buy' : 'sell',
      quantity: this.tradable.quantityOf(quantity),
      type,
      timeInForce,
      ...(limit === undefined ? {} : { limitPrice: limit }),
      ...(stop === undefined ? {} : { stopPrice: stop }),
    };
  }

  snapshot(): Order {
    return {
      id: this.id,
      symbol: this.symbol,
      side: this.buys ? 'buy' : 'sell',
      quantity: this.tradable.quantityOf(this.quantity),
      type: this.type,
      limitPrice: this.limit ?? null,
      stopPrice: this.stop ?? null,
      timeInForce: this.timeInForce,
      role: this.role,
      parent: this.parent ?? null,
      ocoWith: this.ocoWith ?? null,
      owner: this.owner,
      tag: this.tag ?? null,
      status: this.status,
      refusal: this.refusal ?? null,
      filled: this.tradable.quantityOf(this.filled),
      averagePrice: this.averagePrice,
      placedAt: this.placedAt,
      workingFrom: this.workingFrom,
    };
  }
}

/** A quantity off the step is no order: it is on record with the steps that it has in whole. */
const stepsIn = (quantity: number, tradable: Tradable): number =>
  tradable.stepsOf(quantity) ?? tradable.stepsWithin(quantity);

/** A price as people read it, at most 12 places. */
const asDecimal = (price: number): number => fromDecimal(toDecimal(price));
