import { Emitter } from '../base/emitter.ts';
import type { EpochMs, Ticker } from '../base/epoch-ms.ts';
import { Account } from './account.ts';
import type { BrokerHost, InstantBars } from './broker-host.ts';
import { EquityCurve } from './equity-curve.ts';
import type { Execution } from './holding.ts';
import { subtract } from '../base/decimal.ts';
import { fromMoney, type Money } from './money.ts';
import type { Fill, FillRule, OrderChange, OrderOwner, OrderRequest, Refusal } from './order.ts';
import { OrderBook } from './order-book.ts';
import { isSameOwner, OrderEntry } from './order-entry.ts';
import type { OrderState } from './order-state.ts';
import type { FillListener, OrderDesk, Orders } from './orders.ts';
import { brokenLimit, type Exposure } from './risk-limits.ts';
import type { TradingRules } from './trading-rules.ts';

/** The account of a run with its orders and fills: what simulated execution and a broker's account have in common. */
export abstract class Broker implements OrderDesk, Exposure {
  readonly rules: TradingRules;
  readonly account: Account;
  readonly equityCurve = new EquityCurve();
  readonly fills: Fill[] = [];
  readonly book: OrderBook;
  protected readonly host: BrokerHost;
  readonly #entry: OrderEntry;
  readonly #filled = new Emitter<Fill>();
  #untold: Fill[] = [];
  readonly #lastPrice = (symbol: Ticker): number | undefined => this.host.priceOf(symbol);
  dayStartEquity: Money;

  constructor(rules: TradingRules, host: BrokerHost) {
    this.rules = rules;
    this.account = new Account(rules.startingCash);
    this.dayStartEquity = rules.startingCash;
    this.host = host;
    this.book = new OrderBook(rules.tradables, (order) => host.orderChanged(order));
    this.#entry = new OrderEntry(this, host);
  }

  /** Why an order cannot be had here, whatever the limits; undefined when it can. */
  abstract refuses(request: OrderRequest): Refusal | undefined;
  /** Takes an order that passed all limits, and its exits, to work. */
  abstract place(order: OrderState, exits: readonly OrderState[]): void;
  /** An active order is to end. */
  abstract cancel(order: OrderState, refusal: Refusal): void;
  /** An order has new terms, which passed the limits; `revert` takes them back. Answers why they cannot be had. */
  abstract replace(order: OrderState, change: OrderChange, revert: () => void): Refusal | undefined;
  /** Symbols of which the instant's bars leave open what happened first, so that finer bars are worth reading. */
  abstract contested(bars: InstantBars): readonly Ticker[];
  /** Handles the instant's bars: fills, marks, limits; then tells of the fills. */
  abstract work(bars: InstantBars): void;
  /** The session closes; so many nights follow. */
  abstract endDay(close: EpochMs, nights: number): void;
  /** The run is over. */
  abstract end(): void;

  get active(): readonly OrderState[] {
    return this.book.active;
  }

  get halted(): Refusal | undefined {
    return this.#entry.halted;
  }

  /** Takes orders again after the kill switch. */
  resume(): void {
    this.#entry.resume();
  }

  /** False while nothing rests and nothing is held: then no bar means anything here. */
  get watches(): boolean {
    return this.book.active.length > 0 || this.account.openPositions > 0;
  }

  priceOf(symbol: Ticker): number | undefined {
    return this.host.priceOf(symbol) ?? this.account.holding(symbol)?.mark;
  }

  rateOf(currency: string): number | undefined {
    return this.rules.rates.rate(currency, this.#lastPrice);
  }

  ordersOf(owner: OrderOwner, since?: EpochMs): Orders {
    return this.#entry.ordersOf(owner, since);
  }

  /** Cancels what an owner has resting, but for orders that only close: a stop goes on protecting what is held. */
  cancelOpening(owner: OrderOwner, refusal: Refusal): void {
    for (const order of this.book.active) {
      if (order.isActive && !order.closes && isSameOwner(order.owner, owner)) this.cancel(order, refusal);
    }
  }

  onFill(listener: FillListener): Disposable {
    return this.#filled.subscribe(listener);
  }

  /** What holds a symbol in the session, in words. */
  lockedBy(symbol: Ticker): string | undefined {
    const holding = this.account.holding(symbol);
    if (holding !== undefined) return `a position of ${holding.quantity} shares is open`;
    const order = this.book.holds(symbol);
    return order === undefined ? undefined : `order ${order.id} is ${order.status}`;
  }

  /** Symbols of positions and of active orders. */
  heldSymbols(): readonly Ticker[] {
    const symbols = new Set<Ticker>();
    for (const { symbol } of this.account.holdings()) symbols.add(symbol);
    for (const { symbol } of this.book.active) symbols.add(symbol);
    return [...symbols];
  }

  /** A bar that is part of the day got other values: the position is worth what the last bar says now, fills stand. */
  barCorrected(symbol: Ticker): void {
    const holding = this.account.holding(symbol);
    if (holding !== undefined) holding.mark = this.host.priceOf(symbol) ?? holding.mark;
  }

  startDay(): void {
    this.dayStartEquity = this.account.equity;
    this.#entry.startDay();
    this.equityCurve.note(this.host.now(), this.account);
  }

  /** Marks positions by the instant's bars, closes all when a limit is broken, and tells of the fills. */
  protected settle(bars: InstantBars): void {
    for (const holding of this.account.holdings()) {
      const bar = bars.bar(holding.symbol);
      if (bar !== undefined) holding.observe(bar);
      const { currency } = holding.tradable.instrument;
      if (currency !== this.rules.rates.account) holding.rate = this.rateOf(currency) ?? holding.rate;
    }
    const broken = this.halted === undefined ? brokenLimit(this, fromMoney(this.dayStartEquity)) : undefined;
    if (broken !== undefined) this.#entry.halt(broken);
    this.equityCurve.sample(this.host.now(), this.account, this.#untold.length > 0);
    this.tell();
  }

  /** Tells of the fills that were booked since. */
  protected tell(): void {
    if (this.#untold.length === 0) return;
    const fills = this.#untold;
    this.#untold = [];
    for (const fill of fills) this.#filled.emit(fill);
  }

  /** Books an execution of an order, puts it on record, and keeps it to be told. */
  protected bookFill(
    order: OrderState,
    execution: Execution,
    how: { readonly rule: FillRule; readonly before: number },
  ): void {
    const { symbol, tradable, shares, price, rate, fee, clock, barOpen } = execution;
    order.noteFill(shares, price);
    this.account.book(execution, this.host.metadataOf(symbol));
    const fill: Fill = {
      id: this.fills.length + 1,
      orderId: order.id,
      symbol,
      side: execution.buys ? 'buy' : 'sell',
      quantity: tradable.quantityOf(shares),
      price,
      slippage: Math.abs(subtract(price, how.before)),
      fee: fromMoney(fee),
      pointValue: tradable.multiplier * rate,
      rule: how.rule,
      clock,
      barOpen,
      owner: execution.owner,
      position: this.account.holding(symbol)?.quantity ?? 0,
      cash: fromMoney(this.account.cash),
    };
    this.fills.push(fill);
    this.host.filled(fill);
    this.#untold.push(fill);
  }
}
