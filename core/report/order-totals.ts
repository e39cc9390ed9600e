import type { SessionEvent } from '../model/session-event.ts';
import type { OrderTotals, RefusedOrder, StoppedStrategy } from './run-report.ts';

type OrderEvent = Extract<SessionEvent, { type: 'order' }>;

/** Refused orders that a report lists; a strategy may have orders refused at every bar. */
const MAX_REFUSED = 500;

const ENDS = ['filled', 'cancelled', 'expired', 'refused'] as const;
type End = (typeof ENDS)[number];

const isEnd = (status: string): status is End => (ENDS as readonly string[]).includes(status);

/** Counts a run's orders by how they ended, and lists the refused ones in the order in which they were placed. */
export function orderTotals(events: readonly SessionEvent[]): OrderTotals {
  const last = new Map<number, OrderEvent>();
  for (const event of events) if (event.type === 'order') last.set(event.order, event);
  const counts = { filled: 0, cancelled: 0, expired: 0, refused: 0, working: 0 };
  const byRule = new Map<string, number>();
  const refused: RefusedOrder[] = [];
  for (const event of last.values()) {
    counts[isEnd(event.status) ? event.status : 'working']++;
    if (event.status !== 'refused') continue;
    const rule = event.rule ?? 'unknown';
    byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
    if (refused.length < MAX_REFUSED) refused.push(refusedOrder(event));
  }
  return {
    count: last.size,
    ...counts,
    refused_by_rule: [...byRule]
      .map(([rule, count]) => ({ rule, count }))
      .sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1)),
    refused_list: refused,
  };
}

const refusedOrder = (event: OrderEvent): RefusedOrder => ({
  order: event.order,
  clock: event.clock,
  symbol: event.symbol,
  strategy: event.strategy ?? event.owner,
  side: event.side,
  quantity: event.quantity,
  order_type: event.order_type,
  limit_price: event.limit_price,
  stop_price: event.stop_price,
  rule: event.rule ?? 'unknown',
  reason: event.reason ?? '',
});

/** Strategies that threw, in the order in which they were removed. */
export const stoppedStrategies = (events: readonly SessionEvent[]): readonly StoppedStrategy[] =>
  events.flatMap((event) =>
    event.type === 'strategy_stopped'
      ? [{ strategy: event.strategy, clock: event.clock, reason: event.reason }]
      : [],
  );

/** Sentences about held symbols that have no bars, or whose price jumps like a split. */
export const positionWarnings = (events: readonly SessionEvent[]): readonly string[] =>
  events.flatMap((event) => (event.type === 'position_warning' ? [event.reason] : []));
