import type { Ticker } from '../base/epoch-ms.ts';
import type { InstantBars } from './broker-host.ts';
import { isTakenBefore, reach, TRIGGERED, type MarketBar, type Reach } from './match-order.ts';
import type { OrderBook } from './order-book.ts';
import type { OrderState } from './order-state.ts';

export interface Reached {
  readonly order: OrderState;
  readonly reach: Reach;
}

export const isEligible = (order: OrderState, bar: MarketBar): boolean =>
  order.status === 'working' && order.remaining > 0 && order.workingFrom <= bar.openMs;

/** Neither of a pair nor a bracket's entry: nothing in a bar can come before or after it. */
const isAlone = ({ ocoWith, hasExits }: OrderState): boolean => ocoWith === undefined && !hasExits;

/** An order and the one that it cancels, as far as a bar may fill them. */
export function contestants(book: OrderBook, order: OrderState, bar: MarketBar): readonly OrderState[] {
  if (order.ocoWith === undefined) return isEligible(order, bar) ? [order] : [];
  const partner = book.partnerOf(order);
  return [order, partner].filter((each): each is OrderState => each !== undefined && isEligible(each, bar));
}

/** The order that a bar fills of those that cancel each other. Marks stop-limit orders whose stop it reaches. */
export function takeFirst(orders: readonly OrderState[], bar: MarketBar): Reached | undefined {
  let first: Reached | undefined;
  for (const order of orders) {
    const found = reach(order, bar);
    if (found === TRIGGERED) order.triggered = true;
    else if (found !== undefined) {
      const one = { buys: order.buys, reach: found };
      const takes =
        first === undefined || !isTakenBefore({ buys: first.order.buys, reach: first.reach }, one);
      if (takes) first = { order, reach: found };
    }
  }
  return first;
}

/**
 * True when one bar reaches several orders of a bracket or pair and does not say which came first, so that finer bars are
 * worth asking for. Changes nothing.
 */
export function isContested(book: OrderBook, order: OrderState, bar: MarketBar): boolean {
  if (isAlone(order)) return false;
  const reached = contestants(book, order, bar).flatMap((each) => {
    const found = reach(each, bar);
    return found === undefined || found === TRIGGERED ? [] : [{ order: each, reach: found }];
  });
  const atOpen = reached.find(({ reach: { atOpen: first } }) => first);
  if (atOpen === undefined && reached.length > 1) return true;
  const entry = atOpen ?? reached[0];
  if (entry === undefined) return false;
  const inside = book.exitsOf(entry.order).filter(({ limit, stop }) => {
    const price = limit ?? stop ?? 0;
    return price >= bar.low && price <= bar.high;
  });
  return inside.length > (entry.reach.atOpen ? 1 : 0);
}

const NOBODY: readonly Ticker[] = [];

/** Symbols with an active order of which the instant's bars leave open what happened first. */
export function contestedSymbols(book: OrderBook, bars: InstantBars): readonly Ticker[] {
  let symbols: Set<Ticker> | undefined;
  for (const order of book.active) {
    if (isAlone(order)) continue;
    const bar = bars.bar(order.symbol);
    if (bar?.regular !== true || !isContested(book, order, bar)) continue;
    symbols ??= new Set();
    symbols.add(order.symbol);
  }
  return symbols === undefined ? NOBODY : [...symbols];
}
