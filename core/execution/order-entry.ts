import type { EpochMs, Ticker } from '../base/epoch-ms.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { BrokerHost } from './broker-host.ts';
import { checkRequest } from './check-request.ts';
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
import type { OrderBook } from './order-book.ts';
import { latest, type OrderState } from './order-state.ts';
import type { Orders } from './orders.ts';
import { buyingPower, checkLimits, type Exposure } from './risk-limits.ts';

/** What orders are entered into. */
interface EntryDesk extends Exposure {
  readonly book: OrderBook;
  readonly dayStartEquity: Money;
  refuses(request: OrderRequest): Refusal | undefined;
  place(order: OrderState, exits: readonly OrderState[]): void;
  cancel(order: OrderState, refusal: Refusal): void;
  replace(order: OrderState, change: OrderChange, revert: () => void): Refusal | undefined;
}

const ACCOUNT: OrderOwner = { kind: 'account' };
const NO_EXITS: readonly OrderState[] = [];

/** Takes orders, or refuses them with the limit that says so; keeps whether trading is halted. */
export class OrderEntry {
  readonly #desk: EntryDesk;
  readonly #host: BrokerHost;
  halted: Refusal | undefined;

  constructor(desk: EntryDesk, host: BrokerHost) {
    this.#desk = desk;
    this.#host = host;
  }

  /** A new day lifts what the day before has halted, but not the kill switch. */
  startDay(): void {
    if (this.halted !== undefined && this.halted.rule !== 'kill_switch') this.resume();
  }

  /** Closes everything and takes no new position from here on. */
  halt(refusal: Refusal, since?: EpochMs): void {
    this.halted = refusal;
    this.#host.halted(refusal);
    this.#flatten(ACCOUNT, refusal, () => true, since);
  }

  resume(): void {
    if (this.halted === undefined) return;
    this.halted = undefined;
    this.#host.halted(undefined);
  }

  ordersOf(owner: OrderOwner, since?: EpochMs): Orders {
    const { book, account } = this.#desk;
    return {
      submit: (request) => this.#submit(owner, request, since),
      cancel: (id) => this.#cancel(id),
      replace: (id, change) => this.#replace(id, change, since),
      flatten: (symbol) => this.#flattenFor(owner, symbol, since),
      order: (id) => book.get(id)?.snapshot(),
      working: (symbol) =>
        book.active
          .filter((order) => symbol === undefined || order.symbol === symbol)
          .map((order) => order.snapshot()),
      position: (symbol) => account.holding(symbol)?.position(),
      positions: () => account.holdings().map((holding): Position => holding.position()),
      account: () => this.snapshot(),
    };
  }

  snapshot(): AccountSnapshot {
    const { account, rules, dayStartEquity } = this.#desk;
    return {
      kind: rules.kind,
      startingCash: fromMoney(account.startingCash),
      cash: fromMoney(account.cash),
      marketValue: fromMoney(account.marketValue),
      grossExposure: fromMoney(account.grossExposure),
      equity: fromMoney(account.equity),
      realised: fromMoney(account.realised),
      unrealised: fromMoney(account.unrealised),
      fees: fromMoney(account.fees),
      borrowFees: fromMoney(account.borrowFees),
      buyingPower: buyingPower(this.#desk),
      dayStartEquity: fromMoney(dayStartEquity),
      halted: this.halted ?? null,
    };
  }

  #submit(owner: OrderOwner, request: OrderRequest, since: EpochMs | undefined): Result<Order> {
    const { book } = this.#desk;
    const wrong = this.#checkRequest(request) ?? this.#checkPartner(request);
    const order = this.#create(owner, wrong === undefined ? request : this.#withoutPrices(request), since);
    const refusal =
      wrong ??
      this.#host.refusal(order.symbol) ??
      this.#desk.refuses(request) ??
      this.#checkHalt(order) ??
      checkLimits(order, this.#desk);
    if (refusal !== undefined) {
      book.refuse(order, refusal);
      return fail('order_refused', refusal.reason);
    }
    const partner = request.ocoWith === undefined ? undefined : book.get(request.ocoWith);
    if (partner !== undefined) book.link(order, partner);
    this.#desk.place(order, this.#exitsOf(order, request));
    return ok(order.snapshot());
  }

  /** An order that is no more than what is held only ever closes: it cannot turn the position round later. */
  #create(owner: OrderOwner, request: OrderRequest, since: EpochMs | undefined): OrderState {
    const { book, account } = this.#desk;
    const held = account.holding(request.symbol);
    const opposite = held !== undefined && held.long !== (request.side === 'buy');
    const { tradable } = held ?? {};
    const closes = opposite && (tradable?.stepsOf(request.quantity) ?? Infinity) <= held.shares;
    return book.create(request, { owner, role: 'plain', closes, now: this.#host.now(), since });
  }

  #exitsOf(entry: OrderState, { takeProfit, stopLoss }: OrderRequest): readonly OrderState[] {
    if (takeProfit === undefined && stopLoss === undefined) return NO_EXITS;
    const { book } = this.#desk;
    const side = entry.buys ? 'sell' : 'buy';
    const place = { owner: entry.owner, closes: true, parent: entry.id, now: entry.placedAt };
    // Exits outlive the entry's day when the position does.
    const quantity = entry.tradable.quantityOf(entry.quantity);
    const common = { symbol: entry.symbol, side, quantity, timeInForce: 'gtc' } as const;
    const profit =
      takeProfit === undefined
        ? undefined
        : book.create(
            { ...common, type: 'limit', limitPrice: takeProfit },
            { ...place, role: 'take_profit' },
          );
    const loss =
      stopLoss === undefined
        ? undefined
        : book.create({ ...common, type: 'stop', stopPrice: stopLoss }, { ...place, role: 'stop_loss' });
    if (profit !== undefined && loss !== undefined) book.link(profit, loss);
    return [profit, loss].filter((exit) => exit !== undefined);
  }

  #checkPartner({ ocoWith, symbol }: OrderRequest): Refusal | undefined {
    if (ocoWith === undefined) return undefined;
    const partner = this.#desk.book.get(ocoWith);
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

  /** A request that cannot be an order is on record with its numbers made sound. */
  #withoutPrices({ symbol, side, type, quantity, tag }: OrderRequest): OrderRequest {
    const isCounted =
      Number.isFinite(quantity) && this.#desk.rules.tradables.of(symbol).stepsOf(quantity) !== undefined;
    const sound = { symbol, side, type, quantity: isCounted ? quantity : 0 };
    return tag === undefined ? sound : { ...sound, tag: tag.slice(0, 40) };
  }

  #checkHalt(order: OrderState): Refusal | undefined {
    return order.closes ? undefined : this.halted;
  }

  #cancel(id: OrderId): Result<Order> {
    const order = this.#desk.book.get(id);
    if (order?.isActive !== true) return notActive(id, order);
    this.#desk.cancel(order, { rule: 'asked_for', reason: 'It was asked for.' });
    return ok(order.snapshot());
  }

  #replace(id: OrderId, change: OrderChange, since: EpochMs | undefined): Result<Order> {
    const { book } = this.#desk;
    const order = book.get(id);
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
      this.#desk.book.exitsOf(order).length > 0 ||
      order.ocoWith !== undefined
    ) {
      return {
        rule: 'request',
        reason: 'The quantity of a bracket or of a pair cannot be changed; cancel it.',
      };
    }
    const held = order.closes ? this.#desk.account.holding(order.symbol)?.shares : undefined;
    if (quantity <= order.filled || quantity > (held ?? Infinity) + order.filled) {
      return {
        rule: 'request',
        reason: `quantity: ${changed.quantity} does not fit what is filled or held.`,
      };
    }
    return undefined;
  }

  #flattenFor(owner: OrderOwner, symbol: Ticker | undefined, since: EpochMs | undefined): void {
    const reason = symbol === undefined ? 'Everything was to be closed.' : `${symbol} was to be closed.`;
    if (symbol === undefined && owner.kind === 'user') {
      const refusal = {
        rule: 'kill_switch',
        reason: 'kill_switch: trading was halted; resume it first.',
      } as const;
      return this.halt(refusal, since);
    }
    const concerns = (other: OrderOwner, of: Ticker): boolean =>
      (symbol === undefined || of === symbol) && (owner.kind !== 'strategy' || isSameOwner(owner, other));
    this.#flatten(owner, { rule: 'asked_for', reason }, concerns, since);
  }

  #flatten(
    owner: OrderOwner,
    refusal: Refusal,
    concerns: (owner: OrderOwner, symbol: Ticker) => boolean,
    since: EpochMs | undefined,
  ): void {
    const { book, account } = this.#desk;
    for (const order of book.active) {
      if (order.isActive && concerns(order.owner, order.symbol)) this.#desk.cancel(order, refusal);
    }
    for (const holding of account.holdings()) {
      if (!concerns(holding.openedBy.owner, holding.symbol)) continue;
      const side = holding.long ? 'sell' : 'buy';
      const quantity = Math.abs(holding.quantity);
      const request = { symbol: holding.symbol, side, quantity, type: 'market' } as const;
      const place = { owner, role: 'flatten', closes: true, now: this.#host.now(), since } as const;
      this.#desk.place(book.create({ ...request, timeInForce: 'gtc' }, place), []);
    }
  }
}

export function isSameOwner(one: OrderOwner, other: OrderOwner): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind !== 'strategy' || (other.kind === 'strategy' && one.name === other.name);
}

function notActive(id: OrderId, order: OrderState | undefined): Result<Order> {
  const why = order === undefined ? 'does not exist' : `is ${order.status} already`;
  return fail('not_allowed', `Order ${id} ${why}.`);
}
