import { asEpochMs, MINUTE_MS, type Ticker } from '../base/epoch-ms.ts';
import { Broker } from './broker.ts';
import type { BrokerReport } from './broker-report.ts';
import type { BrokerHost, InstantBars } from './broker-host.ts';
import { toMoney } from './money.ts';
import type { OrderChange, OrderId, OrderRequest, OrderStatus, Refusal } from './order.ts';
import type { OrderGateway } from './order-gateway.ts';
import type { OrderState } from './order-state.ts';
import { ShareCover } from './share-cover.ts';
import type { TradingRules } from './trading-rules.ts';

/** The session's view of an account, apart from orders and fills. */
export interface PaperHost extends BrokerHost {
  accountLink(connected: boolean, reason: string): void;
  accountFinding(finding: Extract<BrokerReport, { type: 'account_finding' }>): void;
}

type Opened = Extract<BrokerReport, { type: 'account_opened' }>;
type OrderReport = Extract<BrokerReport, { type: 'order_report' }>;
type FillReport = Extract<BrokerReport, { type: 'fill_report' }>;

const ENDED_BY: Readonly<Record<'cancelled' | 'expired' | 'refused', string>> = {
  cancelled: 'The broker cancelled it.',
  expired: 'It expired at the broker.',
  refused: 'The broker refused it.',
};

/**
 * A broker's account as the session sees it: orders pass the session's limits and go to a gateway, everything else
 * comes back as reports. Only a report changes an order that was sent, a position or the cash, so a journal of reports
 * gives the same account again.
 */
export class PaperBroker extends Broker {
  readonly #host: PaperHost;
  readonly #gateway: OrderGateway;
  /** Shares known to be filled, by the broker's order. */
  readonly #covers = new Map<string, ShareCover>();
  /** Orders asked to end that have not yet. */
  readonly #ending = new Map<OrderState, Refusal>();
  /** Closing orders that wait until the orders that hold their shares have ended. */
  #waiting: OrderState[] = [];
  #opened: Opened | undefined;
  #linkProblem: string | undefined;

  constructor(rules: TradingRules, host: PaperHost, gateway: OrderGateway) {
    super(rules, host);
    this.#host = host;
    this.#gateway = gateway;
  }

  /** The account as the session found it; undefined before. */
  get opened(): Opened | undefined {
    return this.#opened;
  }

  /** Why orders cannot reach the account now; undefined when they can. */
  get problem(): string | undefined {
    return this.#opened === undefined ? 'it has not answered yet' : this.#linkProblem;
  }

  override refuses(request: OrderRequest): Refusal | undefined {
    const { ocoWith, timeInForce = 'day', trailAmount, trailPercent } = request;
    if (this.#opened === undefined) {
      return { rule: 'account', reason: 'The paper account has not answered yet; try again in a moment.' };
    }
    if (this.#linkProblem !== undefined) {
      return { rule: 'account', reason: `The paper account is not connected: ${this.#linkProblem}.` };
    }
    if (ocoWith !== undefined)
      return { rule: 'request', reason: 'The paper account takes no pairs of orders; use a bracket.' };
    if (timeInForce !== 'day' && timeInForce !== 'gtc')
      return { rule: 'request', reason: `The paper account takes day and gtc orders, not ${timeInForce}.` };
    if (trailAmount !== undefined || trailPercent !== undefined)
      return { rule: 'request', reason: 'The paper account takes no trailing stops.' };
    return undefined;
  }

  override place(order: OrderState, exits: readonly OrderState[]): void {
    order.status = 'pending';
    for (const each of [order, ...exits]) this.orders.enter(each);
    if (order.role === 'flatten' && this.#isHeldUp(order)) {
      this.#waiting.push(order);
      return;
    }
    this.#gateway.place(
      order.snapshot(),
      exits.map((exit) => exit.snapshot()),
    );
  }

  override cancel(order: OrderState, refusal: Refusal): void {
    if (this.#waiting.includes(order)) {
      this.#waiting = this.#waiting.filter((each) => each !== order);
      this.orders.end(order, 'cancelled', refusal);
      return;
    }
    if (this.#ending.has(order)) return;
    this.#ending.set(order, refusal);
    this.#gateway.cancel(order.snapshot());
  }

  /** New terms apply once the broker has confirmed them. */
  override replace(order: OrderState, change: OrderChange, revert: () => void): Refusal | undefined {
    revert();
    if (order.status === 'pending') {
      return {
        rule: 'account',
        reason: `Order ${order.id} is still on its way to the account; change it once it works.`,
      };
    }
    if (order.filled > 0 && change.quantity !== undefined && change.quantity !== order.quantity) {
      const reason = `quantity: order ${order.id} is filled in part; cancel the rest and place another order.`;
      return { rule: 'account', reason };
    }
    this.#gateway.replace(order.snapshot(), change);
    return undefined;
  }

  override ambiguous(): readonly Ticker[] {
    return [];
  }

  override play(bars: InstantBars): void {
    this.settle(bars);
  }

  /** The broker applies splits and dividends to its own account. */
  override applyActions(): [] {
    return [];
  }

  /** The broker ends day orders, and reports it. */
  override endDay(): void {
    this.equityCurve.closeDay(this.host.now(), this.account);
  }

  /** Orders resting in the account continue there. */
  override end(): void {}

  /** Orders that were asked to end and have not yet. */
  get ending(): readonly OrderState[] {
    return [...this.#ending.keys()].filter(({ isActive }) => isActive);
  }

  /** True for an order that waits here, unsent, until the orders that hold its shares have ended. */
  isHeldBack(id: OrderId): boolean {
    return this.#waiting.some((order) => order.id === id);
  }

  /** True when a report contains nothing new. */
  knows(report: BrokerReport): boolean {
    switch (report.type) {
      case 'fill_report':
        return this.#covers.get(report.execution_of)?.has(report.from, report.to) === true;
      case 'account_link':
        return report.connected && this.#linkProblem === undefined && this.#opened !== undefined;
      case 'order_report': {
        const { type: _type, order, status, reason: _reason, ...terms } = report;
        const known = this.orders.get(order);
        if (known?.isActive !== true) return true;
        return Object.keys(terms).length === 0 && (known.status === status || isBehind(known.status, status));
      }
      default:
        return false;
    }
  }

  /** Applies a report of the account. */
  take(report: BrokerReport): void {
    switch (report.type) {
      case 'account_opened':
        return this.#open(report);
      case 'account_link':
        this.#linkProblem = report.connected ? undefined : report.reason;
        return this.#host.accountLink(report.connected, report.reason);
      case 'order_report':
        return this.#takeOrder(report);
      case 'fill_report':
        this.#takeFill(report);
        return this.publishFills();
      case 'account_finding':
        return this.#host.accountFinding(report);
    }
  }

  #open(report: Opened): void {
    if (this.#opened !== undefined) return;
    this.#opened = report;
    this.account.open(toMoney(report.cash), report.positions, this.host.now(), (symbol) =>
      this.rules.tradables.of(symbol),
    );
    this.dayStartEquity = this.account.equity;
    this.equityCurve.note(this.host.now(), this.account);
  }

  #takeOrder({ order: id, status, reason, ...terms }: OrderReport): void {
    const order = this.orders.get(id);
    if (order?.isActive !== true) return;
    if (status === 'cancelled' || status === 'expired' || status === 'refused') {
      const asked = status === 'cancelled' ? this.#ending.get(order) : undefined;
      const why = reason === undefined || reason === '' ? ENDED_BY[status] : reason;
      this.orders.end(order, status, asked ?? { rule: 'account', reason: why });
      return this.#ended(order);
    }
    const { quantity, limit_price: limitPrice, stop_price: stopPrice } = terms;
    const isChanged = quantity !== undefined || limitPrice !== undefined || stopPrice !== undefined;
    if (isChanged) {
      const change = {
        ...(quantity === undefined ? {} : { quantity }),
        ...(limitPrice === undefined ? {} : { limitPrice }),
        ...(stopPrice === undefined ? {} : { stopPrice }),
      };
      order.change(change, this.host.now());
    }
    const advances = order.status !== status && !isBehind(order.status, status);
    if (advances) order.status = status;
    if (advances || isChanged) this.orders.announce(order);
  }

  #takeFill({ order: id, execution_of, from, to, price }: FillReport): void {
    const order = this.orders.get(id);
    if (order === undefined) return;
    const cover = this.#covers.get(execution_of) ?? new ShareCover();
    this.#covers.set(execution_of, cover);
    const shares = cover.add(from, to);
    if (shares === 0) return;
    if (!order.isActive) this.#findLate(order, shares);
    const { symbol, tradable, buys, owner, role } = order;
    const clock = this.host.now();
    const barOpen = asEpochMs(Math.floor(clock / MINUTE_MS) * MINUTE_MS);
    const rate = this.rateOf(tradable.instrument.currency) ?? 1;
    const execution = { symbol, tradable, buys, shares, price, rate, fee: 0n, owner, role, clock, barOpen };
    this.bookFill(order, { ...execution, atOpen: false }, { rule: 'broker', before: price });
    this.equityCurve.note(clock, this.account);
    if (!order.isActive) return;
    if (order.filled < order.quantity) {
      order.status = 'working';
      return this.orders.announce(order);
    }
    this.orders.end(order, 'filled');
    this.#ended(order);
  }

  #findLate({ id, symbol, status }: OrderState, shares: number): void {
    const detail = `Order ${id} is ${status}, and the account filled ${shares} shares of it; they are booked.`;
    this.#host.accountFinding({ type: 'account_finding', kind: 'filled_after_end', symbol, detail });
  }

  /** True while an order that is about to end holds shares of the symbol. */
  #isHeldUp({ symbol }: OrderState): boolean {
    return this.ending.some((other) => other.symbol === symbol);
  }

  #ended(order: OrderState): void {
    this.#ending.delete(order);
    const free = this.#waiting.filter((closer) => closer.symbol === order.symbol && !this.#isHeldUp(closer));
    if (free.length === 0) return;
    this.#waiting = this.#waiting.filter((closer) => !free.includes(closer));
    for (const closer of free) this.#close(closer);
  }

  /** The part to close may have shrunk in between. */
  #close(closer: OrderState): void {
    const shares = this.account.closable(closer);
    if (shares === 0) {
      const reason = 'The position that it would close is closed.';
      return this.orders.end(closer, 'cancelled', { rule: 'bracket', reason });
    }
    if (shares !== closer.quantity) {
      closer.quantity = shares;
      this.orders.announce(closer);
    }
    this.#gateway.place(closer.snapshot(), []);
  }
}

/** Messages overtake one another: an exit that works is not held again. */
const isBehind = (known: OrderStatus, told: OrderStatus): boolean => known === 'working' && told === 'held';
