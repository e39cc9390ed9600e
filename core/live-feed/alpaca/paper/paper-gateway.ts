import type { Logger } from '../../../base/logger.ts';
import type { BrokerReport } from '../../../execution/broker-report.ts';
import type { Order, OrderChange, OrderId } from '../../../execution/order.ts';
import type { OrderGateway } from '../../../execution/order-gateway.ts';
import { backoffMs } from '../../backoff.ts';
import type { LinkState } from '../../feed-events.ts';
import type { RetryClock } from '../http-port.ts';
import type { AccountMirror } from './account-mirror.ts';
import { printClientOrderId } from './client-order-id.ts';
import { changeBody, orderBody } from './order-body.ts';
import { Reconciler } from './reconciler.ts';
import { isCalledOff, sendOnce, type Sent } from './send-once.ts';
import { RETRIES, type TradingClient } from './trading-client.ts';
import type { TradeUpdate, VenueLeg } from './trading-protocol.ts';
import type { UpdatesListener } from './updates-link.ts';
import { VenueOrders } from './venue-orders.ts';

export interface PaperGatewayPorts {
  readonly client: TradingClient;
  readonly clock: RetryClock;
  readonly logger: Logger;
  /** Marks the orders of this run at the broker; in a resumed run, the session knows its own. */
  readonly run: string;
  /** The market's time, UTC. */
  readonly now: () => number;
  /** Resolves once the session has applied it. */
  readonly report: (report: BrokerReport) => Promise<unknown>;
  readonly mirror: () => AccountMirror;
  readonly signal?: { readonly aborted: boolean } | undefined;
}

const MOST_CANCELS = 8;
/** Updates of exits that come before the answer that names them. */
const MOST_UNCLAIMED = 500;

/**
 * Alpaca's paper account behind the session's order port. The steps of an order are sent one after the other, and never
 * twice. The account's events reach the session as reports, through two channels (stream and reconciliation) that may
 * report the same event.
 */
export class PaperGateway implements OrderGateway, UpdatesListener {
  readonly #ports: PaperGatewayPorts;
  readonly #orders: VenueOrders;
  readonly #reconciler: Reconciler;
  /** Requests in progress, by order: the next step waits for it. */
  readonly #steps = new Map<OrderId, Promise<void>>();
  #unclaimed: TradeUpdate[] = [];
  #isConnected = false;
  /** A cancellation that was pending when the connection or the program broke is requested again after the restart. */
  #asksAgain = false;
  #reconciling: Promise<void> = Promise.resolve();
  #isWanted = false;

  constructor(ports: PaperGatewayPorts) {
    const { mirror } = ports;
    this.#ports = ports;
    this.#orders = new VenueOrders(
      () => this.#run,
      (entry) => mirror().exitsOf(entry),
    );
    const isBusy = (order: OrderId): boolean => this.#steps.has(order);
    const report = (told: BrokerReport): Promise<void> => this.#report(told);
    this.#reconciler = new Reconciler({ ...ports, orders: this.#orders, isBusy, report });
  }

  get #run(): string {
    return this.#ports.mirror().opened?.run ?? this.#ports.run;
  }

  place(order: Order, exits: readonly Order[]): void {
    const clientOrderId = printClientOrderId({ run: this.#run, order: order.id, revision: 0 });
    const body = orderBody(order, exits, clientOrderId);
    this.#next(order.id, null, async () => {
      const { client } = this.#ports;
      const sent = await sendOnce(clientOrderId, () => client.place(body), this.#ports);
      if (sent.kind === 'refused') {
        await this.#report({ type: 'order_report', order: order.id, status: 'refused', reason: sent.reason });
      } else if (sent.kind === 'taken') await this.#taken(sent);
    });
  }

  cancel({ id, parent }: Order): void {
    this.#next(id, parent, async () => {
      const { client, clock, mirror } = this.#ports;
      for (
        let attempt = 1;
        attempt <= MOST_CANCELS && mirror().isActive(id) && !isCalledOff(this.#ports);
        attempt++
      ) {
        const venue = await this.#venueOf(id);
        const answer = venue === undefined ? undefined : await client.cancel(venue.id);
        if (answer?.kind === 'done') return;
        // It has already ended; the account reports how.
        if (answer?.kind === 'refused' || answer?.kind === 'missing') break;
        await clock.wait(backoffMs(RETRIES, attempt, clock.random()));
      }
      this.reconcileSoon();
    });
  }

  replace({ id, parent, symbol }: Order, change: OrderChange): void {
    this.#next(id, parent, async () => {
      const venue = await this.#venueOf(id);
      if (venue === undefined) return this.reconcileSoon();
      const revision = this.#orders.revisionOf(id) + 1;
      const clientOrderId = printClientOrderId({ run: this.#run, order: id, revision });
      const { client } = this.#ports;
      const body = changeBody(change, clientOrderId);
      const sent = await sendOnce(clientOrderId, () => client.replace(venue.id, body), this.#ports);
      if (sent.kind === 'taken') {
        await this.#taken(sent);
        await this.#report({ type: 'order_report', order: id, status: 'working', ...termsOf(change) });
      } else if (sent.kind === 'refused') {
        const detail = `Order ${id} keeps its terms: ${sent.reason}.`;
        await this.#report({ type: 'account_finding', kind: 'not_changed', symbol, detail });
        this.reconcileSoon();
      }
    });
  }

  link(state: LinkState, reason: string): void {
    this.#isConnected = state === 'streaming';
    if (state === 'streaming') {
      this.#asksAgain = true;
      this.reconcileSoon();
    } else if (state !== 'connecting' && state !== 'stopped' && this.#ports.mirror().opened !== undefined) {
      void this.#report({ type: 'account_link', connected: false, reason });
    }
  }

  update(update: TradeUpdate): void {
    const id = this.#orders.orderOf(update.order);
    if (id === undefined) {
      if (this.#unclaimed.length < MOST_UNCLAIMED) this.#unclaimed.push(update);
      return;
    }
    for (const [order, venue] of this.#orders.learn(update.order)) this.#tellState(order, venue, update);
    this.#claim();
  }

  /** Compares with the account as soon as no comparison is running; several requests are merged into one. */
  reconcileSoon(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#reconciling = this.#reconciling.then(() => this.#reconcile());
  }

  /** Resolves once no request is in progress. */
  async settled(): Promise<void> {
    while (this.#steps.size > 0 || this.#isWanted) {
      await Promise.all(this.#steps.values());
      await this.#reconciling;
    }
    await this.#reconciling;
  }

  /** After a start it first asks the account for its ids of the session's orders. */
  async #venueOf(id: OrderId): Promise<VenueLeg | undefined> {
    if (this.#orders.venueOf(id) === undefined && this.#ports.mirror().isActive(id)) {
      this.reconcileSoon();
      await this.#reconciling;
    }
    return this.#orders.venueOf(id);
  }

  async #reconcile(): Promise<void> {
    this.#isWanted = false;
    const { logger, clock, mirror, run, now } = this.#ports;
    for (let attempt = 1; !isCalledOff(this.#ports); attempt++) {
      const opened = mirror().opened === undefined ? await this.#reconciler.open(run, now()) : undefined;
      const done = opened?.ok === false ? opened : await this.#reconciler.run();
      this.#claim();
      if (done.ok) {
        // The remaining orders belong to others, or were read with everything else.
        this.#unclaimed = [];
        if (this.#asksAgain) for (const order of mirror().ending()) this.cancel(order);
        this.#asksAgain = false;
        if (this.#isConnected) await this.#report({ type: 'account_link', connected: true, reason: '' });
        return;
      }
      logger.warn('the paper account could not be compared', { reason: done.failure.message });
      // The next connection asks again.
      if (!this.#isConnected || done.failure.code === 'not_allowed') return;
      await clock.wait(backoffMs(RETRIES, attempt, clock.random()));
    }
  }

  /**
   * Steps of one order follow one another, an exit's also those of its entry; different orders do not wait for each
   * other.
   */
  #next(id: OrderId, parent: OrderId | null, step: () => Promise<void>): void {
    const before = [id, parent].flatMap((each) =>
      each === null ? [] : [this.#steps.get(each) ?? Promise.resolve()],
    );
    const last = Promise.all(before)
      .then(step)
      .finally(() => {
        if (this.#steps.get(id) === last) this.#steps.delete(id);
      });
    this.#steps.set(id, last);
  }

  async #taken({ order, lookedUp }: Extract<Sent, { kind: 'taken' }>): Promise<void> {
    for (const [id, venue] of this.#orders.learn(order)) {
      const report = this.#orders.reportOf(id, venue);
      if (report !== undefined) await this.#report(report);
    }
    this.#claim();
    if (lookedUp) this.reconcileSoon();
  }

  /** Updates of exits whose ids have become known. */
  #claim(): void {
    const unclaimed = this.#unclaimed;
    this.#unclaimed = [];
    for (const update of unclaimed) {
      if (this.#orders.orderOf(update.order) === undefined) this.#unclaimed.push(update);
      else this.update(update);
    }
  }

  #tellState(id: OrderId, venue: VenueLeg, update: TradeUpdate): void {
    const { event, price, qty, order } = update;
    const isFill = (event === 'fill' || event === 'partial_fill') && venue.id === order.id;
    if (isFill && price !== undefined && qty !== undefined) {
      const to = order.filled_qty;
      void this.#report({
        type: 'fill_report',
        order: id,
        execution_of: order.id,
        from: to - qty,
        to,
        price,
      });
    }
    const report = this.#orders.reportOf(id, venue);
    if (report !== undefined) void this.#report(report);
  }

  /** The session receives only once what stream and reconciliation both report. */
  async #report(report: BrokerReport): Promise<void> {
    const { mirror, report: tell } = this.#ports;
    if (!mirror().knows(report)) await tell(report);
  }
}

const termsOf = ({ quantity, limitPrice, stopPrice }: OrderChange) => ({
  ...(quantity === undefined ? {} : { quantity }),
  ...(limitPrice === undefined ? {} : { limit_price: limitPrice }),
  ...(stopPrice === undefined ? {} : { stop_price: stopPrice }),
});
