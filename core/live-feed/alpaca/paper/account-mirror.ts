import type { BrokerReport } from '../../../execution/broker-report.ts';
import { fromMoney } from '../../../execution/money.ts';
import type { Order, OrderId } from '../../../execution/order.ts';
import type { PaperBroker } from '../../../execution/paper-broker.ts';

/** The session's records of the account, against which a reconciliation compares. */
export interface AccountMirror {
  readonly opened: Extract<BrokerReport, { type: 'account_opened' }> | undefined;
  readonly cash: number;
  /** Shares by symbol, negative when short. */
  positions(): ReadonlyMap<string, number>;
  /** Orders that were sent and have not ended. */
  active(): readonly Order[];
  /** Orders for which a cancellation was requested and not yet confirmed. */
  ending(): readonly Order[];
  order(id: OrderId): Order | undefined;
  isActive(id: OrderId): boolean;
  /** True when a report contains nothing new. */
  knows(report: BrokerReport): boolean;
  /** Exits of a bracket's entry, ended or not. */
  exitsOf(entry: OrderId): readonly Order[];
}

export function mirrorOf(broker: PaperBroker): AccountMirror {
  const { orders, account } = broker;
  return {
    get opened() {
      return broker.opened;
    },
    get cash() {
      return fromMoney(account.cash);
    },
    positions: () => new Map(account.symbols().map((symbol) => [symbol, account.netQuantity(symbol)])),
    active: () => orders.active.filter(({ id }) => !broker.isHeldBack(id)).map((order) => order.snapshot()),
    ending: () => broker.ending.map((order) => order.snapshot()),
    knows: (report) => broker.knows(report),
    order: (id) => orders.get(id)?.snapshot(),
    isActive: (id) => orders.get(id)?.isActive === true,
    exitsOf(entry) {
      const exits: Order[] = [];
      // A bracket's exits are placed with it, immediately after it.
      for (let id = entry + 1; id <= entry + 2; id++) {
        const order = orders.get(id);
        if (order?.parent === entry) exits.push(order.snapshot());
      }
      return exits;
    },
  };
}
