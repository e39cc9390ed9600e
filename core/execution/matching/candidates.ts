import type { Ticker } from '../../base/epoch-ms.ts';
import type { InstantBars } from '../broker-host.ts';
import type { OrderStore } from '../order-store.ts';
import type { OrderState } from '../order-state.ts';
import type { BarPart } from './fill-order.ts';
import {
  afterOpen,
  insidePrice,
  matchOpen,
  touches,
  type InsidePrice,
  type LimitFills,
  type MarketBar,
} from './match-order.ts';
import type { MatchingState } from './matching-state.ts';

/** An order that a bar reaches after its open. */
export interface Candidate extends InsidePrice {
  readonly order: OrderState;
}

/** True for an order that works, has something left and was placed before the bar. */
export const isEligible = (order: OrderState, bar: MarketBar): boolean =>
  order.status === 'working' && order.available > 0 && order.workingFrom <= bar.openMs;

/** True for an order that the bar may still fill: a bar fills an order at most once. */
export const isWorkable = (order: OrderState, bar: MarketBar): boolean =>
  order.lastBar !== bar.openMs && isEligible(order, bar);

/** Waits for one price of a session, its open or its close, and takes no part inside bars. */
export const waitsForAuction = ({ timeInForce }: OrderState): boolean =>
  timeInForce === 'open' || timeInForce === 'close';

/** Of a symbol's orders, in placing order, those that the bar reaches after its open. */
export function candidatesOf(
  orders: readonly OrderState[],
  fills: LimitFills,
  { bar, whole }: BarPart,
): readonly Candidate[] {
  const candidates: Candidate[] = [];
  for (const order of orders) {
    if (!isWorkable(order, whole) || waitsForAuction(order)) continue;
    const inside = insidePrice(order, bar, fills);
    if (inside !== undefined) candidates.push({ ...inside, order });
  }
  return candidates;
}

/** True when the bar does not show in which order its candidates, or an entry and its exits, are reached. */
export function isInDoubt(
  { orders }: Pick<MatchingState, 'orders'>,
  candidates: readonly Candidate[],
  bar: MarketBar,
): boolean {
  const [first] = candidates;
  if (first === undefined) return false;
  return candidates.some(
    ({ above, order, price }) => above !== first.above || hasExitWithin(orders, order, price, bar),
  );
}

const hasExitWithin = (orders: OrderStore, entry: OrderState, price: number, bar: MarketBar): boolean =>
  orders.exitsOf(entry).some((exit) => touches(bar, exit.priceAfterEntry(price)));

const NONE: readonly Ticker[] = [];

/**
 * Symbols whose bars may not show what they reach first, so that finer bars are worth reading. It uses the orders from
 * before the bars are played, so it may name a symbol whose bar turns out to be clear.
 */
export function ambiguousSymbols(
  orders: OrderStore,
  fills: LimitFills,
  bars: InstantBars,
): readonly Ticker[] {
  let symbols: Set<Ticker> | undefined;
  const sides = new Map<Ticker, boolean>();
  for (const order of orders.active) {
    const { symbol } = order;
    if (symbols?.has(symbol) === true || waitsForAuction(order)) continue;
    const bar = bars.bar(symbol);
    if (bar?.regular !== true || !isWorkable(order, bar)) continue;
    const above = insidePrice(afterOpen(order, matchOpen(order, bar, fills)), bar, fills)?.above;
    const side = sides.get(symbol);
    const bothSides = above !== undefined && side !== undefined && side !== above;
    if (above !== undefined && side === undefined) sides.set(symbol, above);
    if (bothSides || mayReachExit(orders, order, bar, fills)) (symbols ??= new Set()).add(symbol);
  }
  return symbols === undefined ? NONE : [...symbols];
}

function mayReachExit(orders: OrderStore, entry: OrderState, bar: MarketBar, fills: LimitFills): boolean {
  if (!entry.hasExits) return false;
  const open = matchOpen(entry, bar, fills);
  const inside = insidePrice(afterOpen(entry, open), bar, fills);
  if (inside === undefined && open === undefined) return false;
  return hasExitWithin(orders, entry, inside?.price ?? bar.open, bar);
}
