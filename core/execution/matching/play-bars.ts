import type { Ticker } from '../../base/epoch-ms.ts';
import type { InstantBars } from '../broker-host.ts';
import type { Money } from '../money.ts';
import type { OrderState } from '../order-state.ts';
import {
  candidatesOf,
  isEligible,
  isInDoubt,
  isWorkable,
  waitsForAuction,
  type Candidate,
} from './candidates.ts';
import { fillOrder, type BarPart } from './fill-order.ts';
import { fillExitsInside } from './fill-exits.ts';
import { matchClose, matchInside, matchOpen, TRIGGERED, type MarketBar } from './match-order.ts';
import type { MatchingState } from './matching-state.ts';

/**
 * Plays the bars that closed at one instant: first the orders that their opens reach, then those inside them, then
 * those that wait for the session's close. docs/execution.md has the rules, `test/unit/execution` the cases.
 */
export function playBars(state: MatchingState, bars: InstantBars): void {
  const present = regularBars(state, bars);
  playOpens(state, present);
  for (const [symbol, orders] of ordersBySymbol(state, present)) {
    playInside(state, orders, present.get(symbol) as MarketBar, bars.finer(symbol));
  }
  playCloses(state, present);
  endFirstBarOrders(state, present);
  moveTrailingStops(state, present);
}

type PresentBars = ReadonlyMap<Ticker, MarketBar>;

/** The instant's bars of symbols with active orders, inside regular hours. */
function regularBars({ orders }: MatchingState, bars: InstantBars): PresentBars {
  const present = new Map<Ticker, MarketBar>();
  for (const order of orders.active) {
    order.fresh = 0;
    if (present.has(order.symbol)) continue;
    const bar = bars.bar(order.symbol);
    if (bar?.regular === true) present.set(order.symbol, bar);
  }
  return present;
}

const wholeBar = (bar: MarketBar): BarPart => ({ bar, whole: bar });

/** Orders by bar open, then by number. An exit that its entry releases at the open has its turn after it. */
function playOpens(state: MatchingState, present: PresentBars): void {
  const openOf = ({ symbol }: OrderState): number => present.get(symbol)?.openMs ?? 0;
  const waiting = state.orders.active.filter(({ symbol }) => present.has(symbol));
  const sorted = isSorted(waiting, openOf)
    ? waiting
    : [...waiting].sort((one, other) => openOf(one) - openOf(other) || one.id - other.id);
  for (const order of sorted) playOpen(state, order, wholeBar(present.get(order.symbol) as MarketBar));
}

/** Active orders are in placing order, so they are sorted when their bars have one open. */
const isSorted = (orders: readonly OrderState[], openOf: (order: OrderState) => number): boolean =>
  orders.every((order, index) => index === 0 || openOf(orders[index - 1] as OrderState) <= openOf(order));

function playOpen(state: MatchingState, order: OrderState, at: BarPart): void {
  const { bar, whole } = at;
  if (!isWorkable(order, whole) || order.timeInForce === 'close') return;
  if (order.timeInForce === 'open' && whole.openMs !== whole.sessionOpen) return;
  const match = matchOpen(order, bar, state.rules.limitFills);
  if (match === TRIGGERED) order.triggered = true;
  else if (match !== undefined) fillOrder(state, order, match, at);
}

/** A symbol's active orders, in placing order; the symbols by the oldest order that the open has left. */
function ordersBySymbol(
  { orders }: MatchingState,
  present: PresentBars,
): ReadonlyMap<Ticker, readonly OrderState[]> {
  const all = new Map<Ticker, OrderState[]>();
  const symbols = new Set<Ticker>();
  for (const order of orders.active) {
    const bar = present.get(order.symbol);
    if (bar === undefined) continue;
    const known = all.get(order.symbol);
    if (known === undefined) all.set(order.symbol, [order]);
    else known.push(order);
    if (isEligible(order, bar)) symbols.add(order.symbol);
  }
  return new Map([...symbols].map((symbol) => [symbol, all.get(symbol) ?? []]));
}

/** `orders`: the symbol's. */
function playInside(
  state: MatchingState,
  orders: readonly OrderState[],
  bar: MarketBar,
  finer: readonly MarketBar[] | undefined,
): void {
  const at = wholeBar(bar);
  const candidates = candidatesOf(orders, state.rules.limitFills, at);
  if (candidates.length === 0) return;
  if (finer === undefined || !isInDoubt(state, candidates, bar) || !accountsFor(finer, bar)) {
    return playCandidates(state, candidates, at);
  }
  for (const step of finer) playStep(state, orders, { bar: step, whole: bar });
}

/** Finer bars show the order of events in a bar only if they have its open, its high, its low and its close. */
function accountsFor(finer: readonly MarketBar[], bar: MarketBar): boolean {
  let [high, low] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const step of finer) {
    high = Math.max(high, step.high);
    low = Math.min(low, step.low);
  }
  const [first, last] = [finer[0]?.open, finer.at(-1)?.close];
  return first === bar.open && high === bar.high && low === bar.low && last === bar.close;
}

/** One finer bar. Exits released in an earlier one are ordinary orders by then. */
function playStep(state: MatchingState, orders: readonly OrderState[], at: BarPart): void {
  for (const order of orders) order.fresh = 0;
  for (const order of orders) if (!waitsForAuction(order)) playOpen(state, order, at);
  playCandidates(state, candidatesOf(orders, state.rules.limitFills, at), at);
}

/** Candidates on one side of the open are reached by their distance from it. */
function playCandidates(state: MatchingState, candidates: readonly Candidate[], at: BarPart): void {
  const isUpFirst = isInDoubt(state, candidates, at.bar) ? isWorseUpwards(state, candidates, at) : true;
  playPath(state, candidates, at, isUpFirst);
}

/**
 * Plays both ways through a bar, open to high to low and open to low to high, on a copy of the account. Returns true when
 * the way up leaves less equity at the bar's close; where both leave the same, when the oldest order is above the open.
 */
function isWorseUpwards(state: MatchingState, candidates: readonly Candidate[], at: BarPart): boolean {
  const oldest = candidates.reduce((one, other) => (one.order.id < other.order.id ? one : other));
  const { symbol } = oldest.order;
  const equityOf = (isUpFirst: boolean): Money => {
    const copy = state.copy(symbol);
    playPath(copy, candidatesOf(copy.orders.active, copy.rules.limitFills, at), at, isUpFirst);
    for (const holding of copy.account.holdingsOf(symbol)) holding.mark = at.bar.close;
    return copy.account.equity;
  };
  const [up, down] = [equityOf(true), equityOf(false)];
  return up === down ? oldest.above : up < down;
}

/** One side of the open first, then the other, each by distance from the open; ties by number. */
function playPath(
  state: MatchingState,
  candidates: readonly Candidate[],
  at: BarPart,
  isUpFirst: boolean,
): void {
  const distance = ({ price }: Candidate): number => Math.abs(price - at.bar.open);
  const inOrder = [...candidates].sort((one, other) => {
    if (one.above !== other.above) return one.above === isUpFirst ? -1 : 1;
    return distance(one) - distance(other) || one.order.id - other.order.id;
  });
  for (const { order, price } of inOrder) {
    if (!isWorkable(order, at.whole)) continue;
    const match = matchInside(order, price);
    if (match === TRIGGERED) order.triggered = true;
    else if (fillOrder(state, order, match, at)) fillExitsInside(state, order, match, at);
  }
}

/** On-close orders, in the bar that closes with the session; their rest expires. */
function playCloses(state: MatchingState, present: PresentBars): void {
  for (const order of state.orders.active) {
    const bar = present.get(order.symbol);
    if (order.timeInForce !== 'close' || bar === undefined || bar.closeMs !== bar.sessionClose) continue;
    if (!isWorkable(order, bar)) continue;
    const match = matchClose(order, bar, state.rules.limitFills);
    if (match !== undefined) fillOrder(state, order, match, wholeBar(bar));
    if (order.isActive) {
      const reason = 'on-close: the close has not filled it.';
      state.orders.end(order, 'expired', { rule: 'on_close', reason });
    }
  }
}

/** The rest of orders that are good for one bar alone: immediate ones, and those for a session's open. */
function endFirstBarOrders({ orders }: MatchingState, present: PresentBars): void {
  for (const order of orders.active) {
    const bar = present.get(order.symbol);
    const { timeInForce, workingFrom } = order;
    if (bar === undefined || !order.isActive || order.status !== 'working') continue;
    if (timeInForce === 'open' && workingFrom <= bar.sessionOpen) {
      const reason = 'on-open: the open has not filled it.';
      orders.end(order, 'expired', { rule: 'on_open', reason });
    } else if ((timeInForce === 'ioc' || timeInForce === 'fok') && workingFrom <= bar.openMs) {
      const reason = `${timeInForce}: its first bar has ended; the rest is cancelled.`;
      orders.end(order, 'cancelled', { rule: timeInForce, reason });
    }
  }
}

/** Moves trailing stops by the bar, from the next bar on. */
function moveTrailingStops({ orders }: MatchingState, present: PresentBars): void {
  for (const order of orders.active) {
    const bar = present.get(order.symbol);
    if (!order.isTrailing || bar === undefined || order.status !== 'working' || order.triggered) continue;
    if (order.workingFrom > bar.openMs) continue;
    // Of the bar of an entry inside it, only the close is known to come after the entry.
    const isNew = order.releasedInside === bar.openMs;
    const extreme = isNew ? bar.close : order.buys ? bar.low : bar.high;
    if (order.trail(extreme)) orders.announce(order);
  }
}
