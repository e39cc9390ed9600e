import type { EpochMs, Ticker } from '../base/epoch-ms.ts';
import { Broker } from './broker.ts';
import type { InstantBars } from './broker-host.ts';
import {
  contestants,
  contestedSymbols,
  isContested,
  isEligible,
  takeFirst,
  type Reached,
} from './bar-contest.ts';
import { feeOf, priceAfter, sharesAffordable, sharesOffered, slippageOf } from './costs.ts';
import { afterEntry, type MarketBar } from './match-order.ts';
import type { Refusal } from './order.ts';
import type { OrderState } from './order-state.ts';

/**
 * Simulated execution: takes orders within the limits, fills them when a bar closes, books the account. It looks at
 * nothing but the bars it is handed, and does nothing while there is neither an order nor a position.
 */
export class SimulatedBroker extends Broker {
  /** Shares that this instant's bars still offer. */
  readonly #offered = new Map<MarketBar, number>();

  /** What passes the limits is taken. */
  override refuses(): undefined {
    return undefined;
  }

  override place(order: OrderState, exits: readonly OrderState[]): void {
    this.book.enter(order);
    for (const exit of exits) this.book.enter(exit);
  }

  override cancel(order: OrderState, refusal: Refusal): void {
    this.book.end(order, 'cancelled', refusal);
  }

  override replace(order: OrderState): undefined {
    this.book.announce(order);
  }

  override contested(bars: InstantBars): readonly Ticker[] {
    return contestedSymbols(this.book, bars);
  }

  override work(bars: InstantBars): void {
    if (this.book.active.length > 0) this.#workOrders(bars);
    this.settle(bars);
  }

  /** Day orders that could have been filled today end; borrowed shares are paid for so many nights. */
  override endDay(close: EpochMs, nights: number): void {
    for (const order of this.book.active) {
      if (!order.isActive || order.timeInForce !== 'day' || order.placedAt >= close) continue;
      this.book.end(order, 'expired', { rule: 'day_ended', reason: 'The session has closed.' });
    }
    this.account.chargeBorrowing(this.rules.borrowRate, nights);
    this.equityCurve.closeDay(this.host.now(), this.account);
  }

  override end(): void {
    for (const order of this.book.active) {
      if (order.isActive)
        this.book.end(order, 'expired', { rule: 'run_ended', reason: 'The run has ended.' });
    }
  }

  #workOrders(bars: InstantBars): void {
    if (this.#offered.size > 0) this.#offered.clear();
    let settled: Set<OrderState> | undefined;
    for (const order of this.book.active) {
      const bar = bars.bar(order.symbol);
      if (bar?.regular !== true || settled?.has(order) === true || !isEligible(order, bar)) continue;
      const partner = this.book.partnerOf(order);
      if (partner !== undefined && isEligible(partner, bar)) {
        settled ??= new Set();
        settled.add(partner);
      }
      this.#workOrder(order, bar, bars);
    }
  }

  #workOrder(order: OrderState, bar: MarketBar, bars: InstantBars): void {
    const finer = isContested(this.book, order, bar) ? bars.finer(order.symbol) : undefined;
    if (finer !== undefined && this.#workFiner(order, bar, finer)) return;
    const taken = takeFirst(contestants(this.book, order, bar), bar);
    if (taken === undefined || this.#fill(taken, bar, bar) === 0) return;
    this.#workExits(taken, bar);
  }

  /** Goes through the bar in steps; false when they reach nothing, so that the bar itself must do. */
  #workFiner(order: OrderState, bar: MarketBar, steps: readonly MarketBar[]): boolean {
    const group = [order, this.book.partnerOf(order)].filter((each) => each !== undefined);
    const exits = group.flatMap((each) => this.book.exitsOf(each));
    let any = false;
    for (const step of steps) {
      const working = [...group, ...exits].filter((each) => isEligible(each, step));
      const taken = takeFirst(working, step);
      if (taken === undefined || this.#fill(taken, step, bar) === 0) continue;
      any = true;
      this.#workExits(taken, step, bar);
    }
    return any;
  }

  /**
   * A bracket's exits in the bar of its entry. The stop counts as reached where the bar reaches it at all; the profit is
   * taken only when the whole bar lies after the entry and the stop was not reached.
   */
  #workExits(entry: Reached, bar: MarketBar, told: MarketBar = bar): void {
    if (!entry.order.hasExits) return;
    const rest = afterEntry(bar, entry.reach);
    const exits = this.book.exitsOf(entry.order).filter(({ status }) => status === 'working');
    const able = entry.reach.atOpen ? exits : exits.filter(({ role }) => role === 'stop_loss');
    const taken = takeFirst(able, rest);
    if (taken !== undefined) this.#fill({ ...taken, reach: { ...taken.reach, atOpen: false } }, bar, told);
  }

  /** Fills as much as bar, position and cash allow, and what follows from it; answers the shares. */
  #fill({ order, reach }: Reached, bar: MarketBar, told: MarketBar): number {
    const { costs, kind } = this.rules;
    const offered = this.#offered.get(bar) ?? sharesOffered(costs, order.tradable, bar.volume);
    const held = this.account.holding(order.symbol);
    const most = order.closes ? (held === undefined || held.long === order.buys ? 0 : held.shares) : Infinity;
    let shares = Math.min(order.remaining, offered, most);
    if (shares === 0) return 0;
    let slippage = this.#slippage(order, reach, shares, bar);
    let price = priceAfter(order, reach.price, slippage);
    if (kind === 'cash' && order.buys) {
      shares = Math.min(shares, this.#affordable(order, price));
      if (shares === 0) return this.#outOfCash(order);
      slippage = this.#slippage(order, reach, shares, bar);
      price = priceAfter(order, reach.price, slippage);
    }
    const wanted = Math.min(order.remaining, offered, most);
    if (offered !== Number.POSITIVE_INFINITY) this.#offered.set(bar, offered - shares);
    this.#book(order, reach, shares, price, told);
    this.#after(order, shares, bar);
    if (shares < wanted && order.isActive) this.#outOfCash(order);
    return shares;
  }

  #slippage({ tradable }: OrderState, reach: Reached['reach'], shares: number, bar: MarketBar): number {
    if (!reach.pays) return 0;
    return slippageOf(this.rules.costs, reach.price, tradable.quantityOf(shares), bar.volume);
  }

  #affordable({ tradable, filled }: OrderState, price: number): number {
    const rate = this.rateOf(tradable.instrument.currency) ?? 1;
    const { cash } = this.account;
    return sharesAffordable(this.rules.costs, tradable, cash, { price, rate, isFirst: filled === 0 });
  }

  #outOfCash(order: OrderState): number {
    this.book.end(order, 'cancelled', { rule: 'cash', reason: 'cash: there is none left for the rest.' });
    return 0;
  }

  #book(order: OrderState, reach: Reached['reach'], shares: number, price: number, bar: MarketBar): void {
    const { symbol, tradable, buys, owner, role } = order;
    const clock = this.host.now();
    const rate = this.rateOf(tradable.instrument.currency) ?? 1;
    const fee = feeOf(this.rules.costs, tradable, shares, order.filled === 0);
    this.bookFill(
      order,
      {
        symbol,
        tradable,
        buys,
        shares,
        price,
        rate,
        fee,
        owner,
        role,
        clock,
        barOpen: bar.openMs,
        atOpen: reach.atOpen,
      },
      { rule: reach.rule, before: reach.price },
    );
  }

  /** What a fill changes of other orders: a bracket's exits are released, partners shrink or go, closers of nothing go. */
  #after(order: OrderState, shares: number, bar: MarketBar): void {
    order.triggered ||= order.type === 'stop';
    for (const exit of this.book.exitsOf(order)) this.#release(exit, order, bar);
    const partner = this.book.partnerOf(order);
    if (order.filled === order.quantity) this.book.end(order, 'filled');
    if (partner !== undefined) this.#shrink(partner, shares);
    if (this.account.holding(order.symbol) === undefined) this.#endClosers(order);
  }

  #release(exit: OrderState, entry: OrderState, bar: MarketBar): void {
    exit.released = entry.filled - (entry.quantity - exit.quantity);
    exit.workingFrom = bar.closeMs;
    if (exit.status !== 'held') return;
    exit.status = 'working';
    this.book.announce(exit);
  }

  #shrink(partner: OrderState, shares: number): void {
    partner.quantity = Math.max(partner.filled, partner.quantity - shares);
    if (partner.released !== undefined) partner.released -= shares;
    if (partner.quantity > partner.filled) return;
    this.book.end(partner, 'cancelled', {
      rule: 'bracket',
      reason: 'The order that it is paired with was filled.',
    });
  }

  #endClosers({ symbol }: OrderState): void {
    for (const other of this.book.active) {
      if (other.symbol !== symbol || !other.closes || other.status !== 'working') continue;
      this.book.end(other, 'cancelled', {
        rule: 'bracket',
        reason: 'The position that it would close is closed.',
      });
    }
  }
}
