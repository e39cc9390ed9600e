import type { Logger } from '../../../base/logger.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { BrokerReport } from '../../../execution/broker-report.ts';
import type { OrderId } from '../../../execution/order.ts';
import type { RetryClock } from '../http-port.ts';
import type { AccountMirror } from './account-mirror.ts';
import { parseClientOrderId, printClientOrderId } from './client-order-id.ts';
import { differences, foreignOrder, notFollowed, type AccountDifference } from './reconcile.ts';
import { lookUp } from './send-once.ts';
import type { TradingClient } from './trading-client.ts';
import type { VenueExecution, VenueOrder } from './trading-protocol.ts';
import type { VenueOrders } from './venue-orders.ts';

export interface ReconcilerPorts {
  readonly client: TradingClient;
  readonly clock: RetryClock;
  readonly logger: Logger;
  readonly orders: VenueOrders;
  /** Resolves once the session has applied it. */
  readonly report: (report: BrokerReport) => Promise<unknown>;
  readonly mirror: () => AccountMirror;
  /** True while an order is being sent: its outcome is not known yet. */
  readonly isBusy: (order: OrderId) => boolean;
  readonly signal?: { readonly aborted: boolean } | undefined;
}

/** Something may happen between two answers of the broker: only a difference that stays counts. */
const LOOKS = 4;
const LOOK_AGAIN_MS = 400;

/**
 * Brings the session in line with the account, after a start or a lost connection, and reports the differences that
 * remain.
 */
export class Reconciler {
  readonly #ports: ReconcilerPorts;
  readonly #told = new Set<string>();

  constructor(ports: ReconcilerPorts) {
    this.#ports = ports;
  }

  /** The state of the account before the session does anything with it. */
  async open(run: string, now: number): Promise<Result<void>> {
    const { client, report } = this.#ports;
    const account = await client.account();
    if (!account.ok) return account;
    const { status, cash, account_blocked, trading_blocked } = account.value;
    if (account_blocked || trading_blocked || status !== 'ACTIVE') {
      return fail(
        'not_allowed',
        `The paper account cannot trade: ${status}${trading_blocked ? ', blocked' : ''}.`,
      );
    }
    const positions = await client.positions();
    if (!positions.ok) return positions;
    const whole = positions.value.filter(({ qty }) => Number.isInteger(qty) && qty !== 0);
    await report({
      type: 'account_opened',
      run,
      opened_ms: now,
      cash,
      positions: whole.map(({ symbol, qty, avg_entry_price, current_price }) => ({
        symbol,
        quantity: qty,
        average_price: avg_entry_price,
        price: current_price ?? avg_entry_price,
      })),
    });
    await this.#tell(notFollowed(positions.value));
    return ok(undefined);
  }

  /** Fails when the account cannot be read; nothing is concluded then. */
  async run(): Promise<Result<void>> {
    let found: readonly AccountDifference[] = [];
    for (let look = 1; look <= LOOKS; look++) {
      const taken = await this.#takeOver();
      if (!taken.ok) return taken;
      found = taken.value;
      if (found.length === 0) break;
      if (look < LOOKS) await this.#ports.clock.wait(LOOK_AGAIN_MS * look);
    }
    await this.#tell(found);
    return ok(undefined);
  }

  /** Executions first, so that an order that has ended has its shares before it ends. Returns the rest. */
  async #takeOver(): Promise<Result<readonly AccountDifference[]>> {
    const { client, orders, mirror } = this.#ports;
    const { opened } = mirror();
    if (opened === undefined) return ok([]);
    const since = opened.opened_ms - 1_000;
    const listed = await client.ordersSince(since);
    if (!listed.ok) return listed;
    const fills = await client.fillsSince(since);
    if (!fills.ok) return fills;
    const learnt = listed.value.flatMap((order) => orders.learn(order));
    await this.#takeFills(fills.value);
    for (const [id, venue] of learnt) {
      const report = orders.reportOf(id, venue);
      if (report !== undefined) await this.#ports.report({ ...report, ...this.#changedTerms(id, venue) });
    }
    await this.#askForMissing(new Set(learnt.map(([id]) => id)));
    return this.#compare();
  }

  async #takeFills(fills: readonly VenueExecution[]): Promise<void> {
    const { orders, report } = this.#ports;
    for (const { order_id, qty, cum_qty, price } of fills) {
      const order = orders.byVenueId(order_id);
      if (order === undefined) continue;
      await report({
        type: 'fill_report',
        order,
        execution_of: order_id,
        from: cum_qty - qty,
        to: cum_qty,
        price,
      });
    }
  }

  /** A replacement that was confirmed while there was no connection. */
  #changedTerms(
    id: OrderId,
    { limit_price, stop_price }: { limit_price?: number | undefined; stop_price?: number | undefined },
  ) {
    const order = this.#ports.mirror().order(id);
    return {
      ...(limit_price === undefined || order?.limitPrice === limit_price ? {} : { limit_price }),
      ...(stop_price === undefined || order?.stopPrice === stop_price ? {} : { stop_price }),
    };
  }

  /**
   * Orders in the session's records that the account does not list: requested by id, and ended if the broker has none.
   */
  async #askForMissing(listed: ReadonlySet<OrderId>): Promise<void> {
    const { mirror, orders, report, isBusy } = this.#ports;
    const run = mirror().opened?.run;
    for (const { id, parent, refusal: _refusal } of mirror().active()) {
      if (run === undefined || listed.has(id) || parent !== null || isBusy(id)) continue;
      const found = await lookUp(printClientOrderId({ run, order: id, revision: 0 }), this.#ports);
      if (found === 'missing' && !isBusy(id)) {
        const reason = 'It never reached the paper account; place it again if it is still wanted.';
        await report({ type: 'order_report', order: id, status: 'refused', reason });
      } else if (found !== undefined && found !== 'missing') orders.learn(found);
    }
  }

  async #compare(): Promise<Result<readonly AccountDifference[]>> {
    const { client, mirror } = this.#ports;
    const open = await client.openOrders();
    if (!open.ok) return open;
    const account = await client.account();
    if (!account.ok) return account;
    const positions = await client.positions();
    if (!positions.ok) return positions;
    return ok([
      ...open.value.filter((order) => this.#isForeign(order)).map(foreignOrder),
      ...differences(mirror(), account.value, positions.value),
    ]);
  }

  #isForeign(order: VenueOrder): boolean {
    const { orders, mirror } = this.#ports;
    if (orders.orderOf(order) !== undefined) return false;
    return parseClientOrderId(order.client_order_id)?.run !== mirror().opened?.run;
  }

  /** Reports each difference once, as long as it stays the same. */
  async #tell(found: readonly AccountDifference[]): Promise<void> {
    for (const difference of found) {
      if (this.#told.has(difference.detail)) continue;
      this.#told.add(difference.detail);
      this.#ports.logger.warn('paper account', { detail: difference.detail });
      await this.#ports.report({ type: 'account_finding', ...difference });
    }
  }
}
