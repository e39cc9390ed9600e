import type { EpochMs, Ticker } from '../base/epoch-ms.ts';
import { fromDecimal, subtract, toDecimal } from '../base/decimal.ts';
import type { Closer } from './ownership/lots.ts';
import type { Execution } from './execution.ts';
import { splitShares, type SplitRatio } from '../model/corporate-action.ts';
import type { Terms } from './matching/match-order.ts';
import type { Money } from './money.ts';
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

/** The origin of an order. `parent`: the entry of the bracket that it is an exit of. */
export interface OrderPlace {
  readonly owner: OrderOwner;
  readonly role: OrderRole;
  readonly reduceOnly: boolean;
  readonly parent?: OrderId;
  readonly now: EpochMs;
  readonly since?: EpochMs | undefined;
}

/** An order as the store keeps it; other code gets a `snapshot`. */
export class OrderState implements Terms, Closer {
  readonly id: OrderId;
  readonly symbol: Ticker;
  readonly tradable: Tradable;
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
  trailAmount: number | undefined;
  readonly trailPercent: number | undefined;
  owner: OrderOwner;
  /** True for exits: they close lots of their owner alone. */
  ownLotsOnly: boolean;
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
  /** Of an exit: shares that its entry has opened, less those that its pair has closed; undefined for other orders. */
  released: number | undefined;
  /** Of these, shares opened inside the bar that is being played: they are not worked like the others yet. */
  fresh = 0;
  /** Open of the bar inside which its entry released it. */
  releasedInside: number | undefined;
  /** Open of the last bar that filled it. */
  lastBar: number | undefined;
  /** Paid so far, and the sum of its fees without the minimum per order. */
  fees: Money = 0n;
  feesWithoutMinimum: Money = 0n;
  /** Sum of price × shares of the filled part, in 1e-12. */
  #filledSum = 0n;

  constructor(id: OrderId, request: OrderRequest, tradable: Tradable, place: OrderPlace) {
    const { symbol, side, quantity, type, limitPrice, stopPrice, timeInForce, tag } = request;
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
    this.reduceOnly = place.reduceOnly;
    this.trailAmount = request.trailAmount;
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

  /** The price that limits use; undefined for a market order. */
  get ownPrice(): number | undefined {
    return this.limit ?? this.stop;
  }

  /** Mean price of the filled part; null before a fill. */
  get averagePrice(): number | null {
    return this.filled === 0 ? null : meanPrice(this.#filledSum, this.filled);
  }

  noteFill({ shares, price, fee }: Pick<Execution, 'shares' | 'price' | 'fee'>): void {
    this.filled += shares;
    this.fees += fee;
    this.#filledSum += toDecimal(price) * BigInt(shares);
  }

  /** Bars that open before an instant take no part in filling it. */
  workFrom(instant: EpochMs): void {
    this.workingFrom = latest(this.workingFrom, instant);
  }

  /** An exit's price once its entry is filled at `entry`; a trailing stop that works already stays where it is. */
  priceAfterEntry(entry: number): number {
    return this.limit ?? this.stop ?? this.#trailedFrom(entry);
  }

  /** Puts a trailing stop at its distance from a price; other orders stay. */
  startTrailing(price: number): void {
    if (this.isTrailing) this.stop = this.#trailedFrom(price);
  }

  /** Moves a trailing stop after a price that a bar reached, never back. Returns whether it moved. */
  trail(extreme: number): boolean {
    const stop = this.#trailedFrom(extreme);
    if (this.stop !== undefined && (this.buys ? stop >= this.stop : stop <= this.stop)) return false;
    this.stop = stop;
    return true;
  }

  #trailedFrom(price: number): number {
    const distance = this.trailAmount ?? asDecimal((Math.abs(price) * (this.trailPercent ?? 0)) / 100);
    return subtract(price, this.buys ? -distance : distance);
  }

  /** A copy to try fills on. */
  copy(): OrderState {
    const copy = new OrderState(this.id, this.request(), this.tradable, {
      owner: this.owner,
      role: this.role,
      reduceOnly: this.reduceOnly,
      ...(this.parent === undefined ? {} : { parent: this.parent }),
      now: this.placedAt,
    });
    Object.assign(copy, this);
    copy.#filledSum = this.#filledSum;
    return copy;
  }

  change({ quantity, limitPrice, stopPrice }: OrderChange, now: EpochMs): void {
    if (quantity !== undefined) this.quantity = stepsIn(quantity, this.tradable);
    if (limitPrice !== undefined) this.limit = asDecimal(limitPrice);
    if (stopPrice !== undefined) this.stop = asDecimal(stopPrice);
    this.workingFrom = now;
    this.triggered = false;
  }

  /** Multiplies its shares, down to whole ones, and divides its prices, to the nearest tick. */
  split(ratio: SplitRatio): void {
    const priceOf = (price: number): number =>
      this.tradable.roundToTick(fromDecimal((toDecimal(price) * BigInt(ratio.gives)) / BigInt(ratio.gets)));
    this.quantity = splitShares(this.quantity, ratio);
    this.filled = splitShares(this.filled, ratio);
    if (this.released !== undefined) this.released = splitShares(this.released, ratio);
    if (this.limit !== undefined) this.limit = priceOf(this.limit);
    if (this.stop !== undefined) this.stop = priceOf(this.stop);
    if (this.trailAmount !== undefined) this.trailAmount = priceOf(this.trailAmount);
  }

  /** Its terms as a request, for checking them again. */
  request(): OrderRequest {
    const { symbol, quantity, type, timeInForce, limit, stop, trailAmount, trailPercent } = this;
    return {
      symbol,
      side: this.buys ? 'buy' : 'sell',
      quantity: this.tradable.quantityOf(quantity),
      type,
      timeInForce,
      ...(limit === undefined ? {} : { limitPrice: limit }),
      ...(stop === undefined || this.isTrailing ? {} : { stopPrice: stop }),
      ...(trailAmount === undefined ? {} : { trailAmount }),
      ...(trailPercent === undefined ? {} : { trailPercent }),
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
      trailAmount: this.trailAmount ?? null,
      trailPercent: this.trailPercent ?? null,
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

/** A quantity off the step is not an order: it is recorded with its whole steps. */
const stepsIn = (quantity: number, tradable: Tradable): number =>
  tradable.stepsOf(quantity) ?? tradable.stepsWithin(quantity);

/** A price as people read it, at most 12 places. */
const asDecimal = (price: number): number => fromDecimal(toDecimal(price));
