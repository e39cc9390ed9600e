import type { EpochMs, Ticker } from '../base/epoch-ms.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { BrokerHost } from './broker-host.ts';
import { checkRequest } from './limits/check-request.ts';
import { closeAll, closeFor, type ClosingDesk } from './ownership/close-positions.ts';
import { fromMoney, type Money } from './money.ts';
import type {
  AccountSnapshot,
  Order,
  OrderChange,
  OrderId,
  OrderOwner,
  OrderRequest,
  Position,
  Refusal,
} from './order.ts';
import { latest, type OrderState } from './order-state.ts';
import type { Orders } from './orders.ts';
import { closesForAll, isSameOwner } from './ownership/owner.ts';
import { netPosition, ownPosition } from './ownership/positions.ts';
import { buyingPower, checkLimits } from './limits/risk-limits.ts';
import { isPlainMarket, isTrailing, withoutTrail } from './limits/trailing-request.ts';

/** The broker, as orders are entered into it. */
interface EntryDesk extends ClosingDesk {
  readonly dayStartEquity: Money;
  refuses(request: OrderRequest): Refusal | undefined;
  replace(order: OrderState, change: OrderChange, revert: () => void): Refusal | undefined;
}

const NO_EXITS: readonly OrderState[] = [];

/** Accepts orders, or rejects them with the violated limit; stores whether trading is halted. */
export class OrderEntry {
  readonly #desk: EntryDesk;
  readonly #host: BrokerHost;
  halted: Refusal | undefined;

  constructor(desk: EntryDesk, host: BrokerHost) {
    this.#desk = desk;
    this.#host = host;
  }

  /** A new day lifts the halt of the day before, but not the kill switch. */
  startDay(): void {
    if (this.halted !== undefined && this.halted.rule !== 'kill_switch') this.resume();
  }

  /** Closes everything and accepts no new position from here on. */
  halt(refusal: Refusal, since?: EpochMs): void {
    this.halted = refusal;
    this.#host.halted(refusal);
    closeAll(this.#desk, refusal, { now: this.#host.now(), since });
  }

  resume(): void {
    if (this.halted === undefined) return;
    this.halted = undefined;
    this.#host.halted(undefined);
  }

  ordersOf(owner: OrderOwner, since?: EpochMs): Orders {
    const { orders, account } = this.#desk;
    const seesAll = closesForAll(owner);
    const positionOf = (symbol: Ticker): Position | undefined =>
      seesAll ? netPosition(account, symbol) : ownPosition(account, symbol, owner);
    return {
      submit: (request) => this.#submit(owner, request, since),
      cancel: (id) => this.#cancel(id),
      replace: (id, change) => this.#replace(id, change, since),
      flatten: (symbol) => this.#flatten(owner, symbol, since),
      order: (id) => orders.get(id)?.snapshot(),
      working: (symbol) =>
        orders.active
          .filter((order) => symbol === undefined || order.symbol === symbol)
          .map((order) => order.snapshot()),
      position: positionOf,
      positions: () => account.symbols().flatMap((symbol) => positionOf(symbol) ?? []),
      accountPosition: (symbol) => netPosition(account, symbol),
      account: () => this.snapshot(),
      instrument: (symbol) => this.#desk.rules.tradables.of(symbol).instrument,
      quantityFor: (symbol, money) => this.#quantityFor(symbol, money),
      roundPrice: (symbol, price) => this.#desk.rules.tradables.of(symbol).roundToTick(price),
    };
  }

  #quantityFor(symbol: Ticker, money: number): number {
    const tradable = this.#desk.rules.tradables.of(symbol);
    const rate = this.#desk.rateOf(tradable.instrument.currency);
    const price = this.#desk.priceOf(symbol);
    if (price === undefined || rate === undefined || !(price > 0) || !(money > 0)) return 0;
    const each = (tradable.instrument.initialMargin ?? price * tradable.multiplier) * rate;
    return tradable.quantityOf(tradable.stepsWithin(money / each));
  }

  #flatten(owner: OrderOwner, symbol: Ticker | undefined, since: EpochMs | undefined): void {
    if (symbol === undefined && owner.kind === 'user') {
      const reason = 'kill_switch: trading was halted; resume it first.';
      return this.halt({ rule: 'kill_switch', reason }, since);
    }
    if (!closeFor(this.#desk, owner, symbol, { now: this.#host.now(), since })) {
      this.#host.nothingToClose(owner, symbol);
    }
  }

  snapshot(): AccountSnapshot {
    const { account, rules, dayStartEquity } = this.#desk;
    return {
      kind: rules.kind,
      currency: rules.rates.account,
      startingCash: fromMoney(account.startingCash),
      cash: fromMoney(account.cash),
      marketValue: fromMoney(account.marketValue),
      grossExposure: fromMoney(account.grossExposure),
      equity: fromMoney(account.equity),
      realised: fromMoney(account.realised),
      unrealised: fromMoney(account.unrealised),
      fees: fromMoney(account.fees),
      borrowFees: fromMoney(account.borrowFees),
      dividends: fromMoney(account.dividends),
      buyingPower: buyingPower(this.#desk),
      dayStartEquity: fromMoney(dayStartEquity),
      halted: this.halted ?? null,
    };
  }

  #submit(owner: OrderOwner, request: OrderRequest, since: EpochMs | undefined): Result<Order> {
    const { orders } = this.#desk;
    const wrong = this.#checkRequest(request) ?? this.#checkPartner(request);
    const order = this.#create(owner, wrong === undefined ? request : this.#withoutPrices(request), since);
    const refusal =
      wrong ??
      this.#host.refusal(order.symbol) ??
      this.#desk.refuses(request) ??
      this.#checkHalt(order) ??
      checkLimits(order, this.#desk);
    if (refusal !== undefined) {
      orders.refuse(order, refusal);
      return fail('order_refused', refusal.reason);
    }
    const partner = request.ocoWith === undefined ? undefined : orders.get(request.ocoWith);
    if (partner !== undefined) orders.link(order, partner);
    this.#desk.place(order, this.#exitsOf(order, request));
    return ok(order.snapshot());
  }

  /**
   * An order that is no larger than its owner's position on the other side only closes: it never reverses the position.
   */
  #create(owner: OrderOwner, request: OrderRequest, since: EpochMs | undefined): OrderState {
    const { orders, account, rules } = this.#desk;
    const { symbol, side } = request;
    const steps = rules.tradables.of(symbol).stepsOf(request.quantity) ?? Number.POSITIVE_INFINITY;
    const closable = account.closable({ symbol, buys: side === 'buy', owner, ownLotsOnly: false });
    const reduceOnly = closable > 0 && steps <= closable;
    const place = { owner, role: 'plain', reduceOnly, now: this.#host.now(), since } as const;
    const trails =
      isTrailing(request) &&
      (request.type === 'stop' ||
        (isPlainMarket(request) && steps <= closable + this.#opening(owner, request)));
    if (!trails) return orders.create(withoutTrail(request), place);
    const order = orders.create({ ...request, type: 'stop' }, place);
    const price = this.#desk.priceOf(symbol);
    if (price !== undefined) order.startTrailing(price);
    return order;
  }

  /** What an owner's working orders on the other side of a request may open before it. */
  #opening(owner: OrderOwner, { symbol, side }: OrderRequest): number {
    return this.#desk.orders.active
      .filter((order) => order.symbol === symbol && order.buys !== (side === 'buy') && !order.reduceOnly)
      .filter((order) => isSameOwner(order.owner, owner))
      .reduce((sum, { remaining }) => sum + remaining, 0);
  }

  #exitsOf(entry: OrderState, request: OrderRequest): readonly OrderState[] {
    const { takeProfit, stopLoss, trailAmount, trailPercent } = request;
    const trails = isTrailing(request) && !entry.isTrailing;
    if (takeProfit === undefined && stopLoss === undefined && !trails) return NO_EXITS;
    const { orders } = this.#desk;
    const side = entry.buys ? 'sell' : 'buy';
    const place = { owner: entry.owner, reduceOnly: true, parent: entry.id, now: entry.placedAt };
    // Exits outlive the entry's day when the position does.
    const quantity = entry.tradable.quantityOf(entry.quantity);
    const common = { symbol: entry.symbol, side, quantity, timeInForce: 'gtc' } as const;
    const exits: OrderState[] = [];
    if (takeProfit !== undefined) {
      const profit = { ...common, type: 'limit', limitPrice: takeProfit } as const;
      exits.push(orders.create(profit, { ...place, role: 'take_profit' }));
    }
    if (stopLoss !== undefined || trails) {
      const stop = trails ? { trailAmount, trailPercent } : { stopPrice: stopLoss };
      const loss = { ...common, type: 'stop', ...stop } as OrderRequest;
      exits.push(orders.create(loss, { ...place, role: 'stop_loss' }));
    }
    const [profit, loss] = exits;
    if (profit !== undefined && loss !== undefined) orders.link(profit, loss);
    return exits;
  }

  #checkPartner({ ocoWith, symbol }: OrderRequest): Refusal | undefined {
    if (ocoWith === undefined) return undefined;
    const partner = this.#desk.orders.get(ocoWith);
    if (partner === undefined || !partner.isActive || partner.symbol !== symbol) {
      return {
        rule: 'request',
        reason: `Order ${ocoWith} is not a working order of ${symbol} to pair with.`,
      };
    }
    if (partner.ocoWith === undefined) return undefined;
    return { rule: 'request', reason: `Order ${ocoWith} is paired with order ${partner.ocoWith} already.` };
  }

  #checkRequest(request: OrderRequest): Refusal | undefined {
    const { symbol } = request;
    return checkRequest(request, this.#desk.rules.tradables.of(symbol), this.#host.tickHolds(symbol));
  }

  /** A request that cannot be an order is recorded with corrected numbers. */
  #withoutPrices({ symbol, side, type, quantity, tag }: OrderRequest): OrderRequest {
    const isCounted =
      Number.isFinite(quantity) && this.#desk.rules.tradables.of(symbol).stepsOf(quantity) !== undefined;
    const sound = { symbol, side, type, quantity: isCounted ? quantity : 0 };
    return tag === undefined ? sound : { ...sound, tag: tag.slice(0, 40) };
  }

  #checkHalt(order: OrderState): Refusal | undefined {
    return order.reduceOnly ? undefined : this.halted;
  }

  #cancel(id: OrderId): Result<Order> {
    const order = this.#desk.orders.get(id);
    if (order?.isActive !== true) return notActive(id, order);
    this.#desk.cancel(order, { rule: 'asked_for', reason: 'Cancelled on request.' });
    return ok(order.snapshot());
  }

  #replace(id: OrderId, change: OrderChange, since: EpochMs | undefined): Result<Order> {
    const { orders } = this.#desk;
    const order = orders.get(id);
    if (order?.isActive !== true) return notActive(id, order);
    const before = order.request();
    const { workingFrom, triggered } = order;
    const refusal = this.#checkChange(order, { ...before, ...change });
    if (refusal !== undefined) return fail('order_refused', refusal.reason);
    order.change(change, latest(this.#host.now(), since));
    const revert = (): void => {
      order.change(before, workingFrom);
      order.triggered = triggered;
    };
    const limit = checkLimits(order, this.#desk);
    if (limit !== undefined) {
      revert();
      return fail('order_refused', limit.reason);
    }
    const refused = this.#desk.replace(order, change, revert);
    return refused === undefined ? ok(order.snapshot()) : fail('order_refused', refused.reason);
  }

  #checkChange(order: OrderState, changed: OrderRequest): Refusal | undefined {
    const wrong = this.#checkRequest(changed) ?? this.#host.refusal(order.symbol);
    const quantity = order.tradable.stepsOf(changed.quantity) ?? 0;
    if (wrong !== undefined || quantity === order.quantity) return wrong;
    if (
      order.parent !== undefined ||
      this.#desk.orders.exitsOf(order).length > 0 ||
      order.ocoWith !== undefined
    ) {
      return {
        rule: 'request',
        reason: 'The quantity of a bracket or of a pair cannot be changed; cancel it.',
      };
    }
    const held = order.reduceOnly ? this.#desk.account.closable(order) : Number.POSITIVE_INFINITY;
    if (quantity <= order.filled || quantity > held + order.filled) {
      return {
        rule: 'request',
        reason: `quantity: ${changed.quantity} does not fit what is filled or held.`,
      };
    }
    return undefined;
  }
}

function notActive(id: OrderId, order: OrderState | undefined): Result<Order> {
  const why = order === undefined ? 'does not exist' : `is ${order.status} already`;
  return fail('not_allowed', `Order ${id} ${why}.`);
}
