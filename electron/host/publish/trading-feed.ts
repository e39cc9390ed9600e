import type { Order } from '../../../core/execution/order.ts';
import type { RunReader } from '../../../core/session-coordinator/session/run-reader.ts';
import type { TradingUpdate } from '../../contract/trading.ts';

/** Of many orders and fills only the newest are sent to a new window; the run folder has them all. */
const NEWEST = 2_000;

/** Sends one window the changes of orders, positions and the account. */
export class TradingFeed {
  #sentEvents = 0;
  #sentFills = 0;
  #sentState = '';
  #all = true;

  /** The next update has everything. */
  reset(): void {
    this.#all = true;
  }

  take({ broker, log }: RunReader): TradingUpdate | null {
    const orders = broker.ordersOf({ kind: 'user' });
    const changed = new Set<number>();
    const from = this.#all ? 0 : this.#sentEvents;
    for (let index = from; index < log.events.length; index++) {
      const event = log.events[index];
      if (event?.type === 'order' || event?.type === 'fill') changed.add(event.order);
    }
    const account = orders.account();
    const positions = orders.positions();
    const state = JSON.stringify([account, positions]);
    const isSame = state === this.#sentState && changed.size === 0 && !this.#all;
    this.#sentEvents = log.events.length;
    if (isSame) return null;
    const fills = broker.fills.slice(this.#all ? -NEWEST : this.#sentFills);
    this.#sentState = state;
    this.#sentFills = broker.fills.length;
    this.#all = false;
    const newest = [...changed].slice(-NEWEST).map((id) => orders.order(id));
    return {
      account,
      positions,
      orders: newest.filter((order): order is Order => order !== undefined),
      fills,
    };
  }
}
