import { subtract } from '../base/decimal.ts';
import { Emitter } from '../base/emitter.ts';
import { isoUtc, type EpochMs, type Ticker } from '../base/epoch-ms.ts';
import type { CorporateAction } from '../model/corporate-action.ts';
import { Account } from './account.ts';
import { applyAction, type AppliedAction } from './apply-action.ts';
import type { Booking, ClosedLots } from './ownership/lots.ts';
import type { BrokerHost, InstantBars } from './broker-host.ts';
import { EquityCurve } from './equity-curve.ts';
import type { Execution } from './execution.ts';
import type { FillOrigin } from './matching/matching-state.ts';
import { fromMoney, type Money } from './money.ts';
import type { Fill, OrderChange, OrderOwner, OrderRequest, Refusal } from './order.ts';
import { OrderEntry } from './order-entry.ts';
import type { OrderState } from './order-state.ts';
import { OrderStore } from './order-store.ts';
import type { FillListener, OrderDesk, Orders } from './orders.ts';
import { isSameOwner } from './ownership/owner.ts';
import { brokenLimit } from './limits/risk-limits.ts';
import type { Exposure } from './limits/weights.ts';
import type { TradingRules } from './trading-rules.ts';

/** Regular hours of a session. */
export interface BrokerHours {
  readonly open: EpochMs;
  readonly close: EpochMs;
}

/** The account of a run with its orders and fills: the common part of simulated execution and a broker's account. */
export abstract class Broker implements OrderDesk, Exposure {
  readonly rules: TradingRules;
  readonly account: Account;
  readonly equityCurve = new EquityCurve();
  readonly fills: Fill[] = [];
  readonly orders: OrderStore;
  protected readonly host: BrokerHost;
  readonly #entry: OrderEntry;
  readonly #filled = new Emitter<Fill>();
  #unpublished: Fill[] = [];
  readonly #lastPrice = (symbol: Ticker): number | undefined => this.host.priceOf(symbol);
  dayStartEquity: Money;

  constructor(rules: TradingRules, host: BrokerHost) {
    this.rules = rules;
    this.account = new Account(rules.startingCash);
    this.dayStartEquity = rules.startingCash;
    this.host = host;
    this.orders = new OrderStore(rules.tradables, (order) => host.orderChanged(order));
    this.#entry = new OrderEntry(this, host);
  }

  /** Why this broker cannot accept an order, apart from limits; undefined when it can. */
  abstract refuses(request: OrderRequest): Refusal | undefined;
  /** Puts an order that passed all limits, and its exits, to work. */
  abstract place(order: OrderState, exits: readonly OrderState[]): void;
  /** An active order is to end. */
  abstract cancel(order: OrderState, refusal: Refusal): void;
  /** An order has new terms, which passed the limits; `revert` undoes them. Returns why they are not possible. */
  abstract replace(order: OrderState, change: OrderChange, revert: () => void): Refusal | undefined;
  /** Symbols whose bars may not show what they reach first, so that finer bars are worth reading. */
  abstract ambiguous(bars: InstantBars): readonly Ticker[];
  /** Handles the instant's bars: fills, marks, limits; then publishes the fills. */
  abstract play(bars: InstantBars): void;
  /** The session closes; `nights` follow until the next one. */
  abstract endDay(hours: BrokerHours, nights: number): void;
  /** The run is over. */
  abstract end(): void;

  get active(): readonly OrderState[] {
    return this.orders.active;
  }

  get halted(): Refusal | undefined {
    return this.#entry.halted;
  }

  /** Accepts orders again after the kill switch. */
  resume(): void {
    this.#entry.resume();
  }

  /** False while there is neither an active order nor a position: then bars change nothing. */
  get isActive(): boolean {
    return this.orders.active.length > 0 || !this.account.isFlat;
  }

  priceOf(symbol: Ticker): number | undefined {
    return this.host.priceOf(symbol) ?? this.account.holdingsOf(symbol)[0]?.mark;
  }

  rateOf(currency: string): number | undefined {
    return this.rules.rates.rate(currency, this.#lastPrice);
  }

  ordersOf(owner: OrderOwner, since?: EpochMs): Orders {
    return this.#entry.ordersOf(owner, since);
  }

  /**
   * An owner leaves the session. Its resting orders are cancelled except those that only close: they become the user's,
   * and keep protecting the position.
   */
  removeOwner(owner: OrderOwner, refusal: Refusal): void {
    for (const order of this.orders.active) {
      if (!order.isActive || !isSameOwner(order.owner, owner)) continue;
      if (order.reduceOnly) this.orders.giveToUser(order);
      else this.cancel(order, refusal);
    }
  }

  onFill(listener: FillListener): Disposable {
    return this.#filled.subscribe(listener);
  }

  /** Why a symbol must stay in the session, in words. */
  lockedBy(symbol: Ticker): string | undefined {
    const quantities = this.account.holdingsOf(symbol).map(({ quantity }) => quantity);
    if (quantities.length === 1) return `a position of ${quantities.join()} shares is open`;
    if (quantities.length > 1) return `positions of ${quantities.join(' and ')} shares are open`;
    const order = this.orders.holds(symbol);
    return order === undefined ? undefined : `order ${order.id} is ${order.status}`;
  }

  /** Symbols of positions and of active orders. */
  heldSymbols(): readonly Ticker[] {
    const symbols = new Set<Ticker>();
    for (const { symbol } of this.account.holdings()) symbols.add(symbol);
    for (const { symbol } of this.orders.active) symbols.add(symbol);
    return [...symbols];
  }

  /** A bar of the day has other values now: positions are valued at the last bar, fills do not change. */
  barCorrected(symbol: Ticker): void {
    for (const holding of this.account.holdingsOf(symbol)) {
      holding.mark = this.host.priceOf(symbol) ?? holding.mark;
    }
  }

  /** Applies what companies do to their shares before the open, to positions and resting orders. */
  applyActions(symbol: Ticker, actions: readonly CorporateAction[]): readonly AppliedAction[] {
    return actions.flatMap((action) => applyAction(this.account, this.orders, symbol, action) ?? []);
  }

  startDay(): void {
    this.dayStartEquity = this.account.equity;
    this.account.startMonth(isoUtc(this.host.now()).slice(0, 7));
    this.#entry.startDay();
    this.equityCurve.note(this.host.now(), this.account);
  }

  /** Marks positions by the instant's bars, closes all when a limit is broken, and publishes the fills. */
  protected settle(bars: InstantBars): void {
    for (const holding of this.account.holdings()) {
      const bar = bars.bar(holding.symbol);
      if (bar !== undefined) holding.observe(bar);
      const { currency } = holding.tradable.instrument;
      if (currency !== this.rules.rates.account) holding.rate = this.rateOf(currency) ?? holding.rate;
    }
    const broken = this.halted === undefined ? brokenLimit(this, fromMoney(this.dayStartEquity)) : undefined;
    if (broken !== undefined) this.#entry.halt(broken);
    this.equityCurve.sample(this.host.now(), this.account, this.#unpublished.length > 0);
    this.publishFills();
  }

  /** Passes the fills since the last call to the listeners. */
  protected publishFills(): void {
    if (this.#unpublished.length === 0) return;
    const fills = this.#unpublished;
    this.#unpublished = [];
    for (const fill of fills) this.#filled.emit(fill);
  }

  /** Books an execution of an order, records it, and keeps it for the listeners. */
  protected bookFill(order: OrderState, execution: Execution, origin: FillOrigin): Booking {
    const { symbol, tradable, shares, price, rate, fee, clock, barOpen, owner } = execution;
    order.noteFill(execution);
    const booking = this.account.book(execution, this.host.metadataOf(symbol));
    const isOwn = booking.lots.every((lots) => isSameOwner(lots.owner, owner));
    const ownedShares = (lots: ClosedLots) => ({
      owner: lots.owner,
      quantity: tradable.quantityOf(lots.shares),
    });
    const fill: Fill = {
      id: this.fills.length + 1,
      orderId: order.id,
      symbol,
      side: execution.buys ? 'buy' : 'sell',
      quantity: tradable.quantityOf(shares),
      price,
      slippage: Math.abs(subtract(price, origin.before)),
      fee: fromMoney(fee),
      pointValue: tradable.multiplier * rate,
      rule: origin.rule,
      clock,
      barOpen,
      owner,
      ...(isOwn ? {} : { lots: booking.lots.map(ownedShares) }),
      position: this.account.netQuantity(symbol),
      cash: fromMoney(this.account.cash),
    };
    this.fills.push(fill);
    this.host.filled(fill);
    this.#unpublished.push(fill);
    return booking;
  }
}
