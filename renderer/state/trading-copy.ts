import type { AccountSnapshot, Fill, Order, OrderStatus, Position } from '../../core/execution/order.ts';
import type { TradingUpdate } from '../../electron/contract/trading.ts';

/** Orders and account as the window knows them. */
export interface TradingCopy {
  /** Null before the engine has sent any. */
  readonly account: AccountSnapshot | null;
  readonly positions: readonly Position[];
  /** In the order in which they were placed. */
  readonly orders: readonly Order[];
  /** Oldest first. */
  readonly fills: readonly Fill[];
}

export const NO_TRADING: TradingCopy = { account: null, positions: [], orders: [], fills: [] };

/** The copy after an update; orders replace those of the same id. Lists keep at most `limit` entries, the newest. */
export function mergedTrading(before: TradingCopy, update: TradingUpdate | null, limit: number): TradingCopy {
  if (update === null) return before;
  const { account, positions, fills } = update;
  return {
    account,
    positions,
    orders: mergedOrders(before.orders, update.orders).slice(-limit),
    fills: fills.length === 0 ? before.fills : [...before.fills, ...fills].slice(-limit),
  };
}

function mergedOrders(before: readonly Order[], changed: readonly Order[]): readonly Order[] {
  if (changed.length === 0) return before;
  const byId = new Map(before.map((order) => [order.id, order]));
  for (const order of changed) byId.set(order.id, order);
  return [...byId.values()].sort((a, b) => a.id - b.id);
}

const OPEN: ReadonlySet<OrderStatus> = new Set(['pending', 'held', 'working']);

/** True while an order may still be filled. */
export const isOpen = ({ status }: Order): boolean => OPEN.has(status);
