import { asEpochMs, asTicker } from '../../base/epoch-ms.ts';
import { ok, type Result } from '../../base/result.ts';
import type { OrderChange, OrderRequest } from '../../execution/order.ts';
import type { TradingCommand } from './command.ts';
import type { TradedSession } from './trading.ts';

/** Carries out the user's commands to the account. */
export function applyTrading(
  { trading }: Pick<TradedSession, 'trading'>,
  command: TradingCommand,
): Result<null> {
  const { broker } = trading;
  const received = 'received_ms' in command ? command.received_ms : undefined;
  const orders = broker.ordersOf({ kind: 'user' }, received === undefined ? undefined : asEpochMs(received));
  switch (command.type) {
    case 'place_order':
      return toNull(orders.submit(requestOf(command)));
    case 'cancel_order':
      return toNull(orders.cancel(command.order));
    case 'replace_order':
      return toNull(orders.replace(command.order, changeOf(command)));
    case 'flatten':
      orders.flatten(command.symbol === undefined ? undefined : asTicker(command.symbol));
      return ok(null);
    case 'resume_trading':
      broker.resume();
      return ok(null);
  }
}

const toNull = (result: Result<unknown>): Result<null> => (result.ok ? ok(null) : result);

function requestOf(command: Extract<TradingCommand, { type: 'place_order' }>): OrderRequest {
  return present({
    symbol: asTicker(command.symbol),
    side: command.side,
    quantity: command.quantity,
    type: command.order_type,
    limitPrice: command.limit_price,
    stopPrice: command.stop_price,
    trailAmount: command.trail_amount,
    trailPercent: command.trail_percent,
    timeInForce: command.time_in_force,
    takeProfit: command.take_profit,
    stopLoss: command.stop_loss,
    ocoWith: command.oco_with,
    tag: command.tag,
  });
}

const changeOf = (command: Extract<TradingCommand, { type: 'replace_order' }>): OrderChange =>
  present({
    quantity: command.quantity,
    limitPrice: command.limit_price,
    stopPrice: command.stop_price,
  });

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without the keys that have no value. */
const present = <T extends object>(values: T): Present<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
