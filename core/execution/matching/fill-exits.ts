import type { OrderState } from '../order-state.ts';
import { fillOrder, type BarPart } from './fill-order.ts';
import { touches, type Match } from './match-order.ts';
import type { MatchingState } from './matching-state.ts';

/**
 * The exits of an entry that was filled inside a bar, right after it. The part of the bar before the entry is unknown,
 * so the loss fills if the bar touches it at all, at the entry's price if that is already beyond it. The profit fills
 * only where the bar must have passed the entry on the way to it: the entry filled at its stop, the profit lies farther
 * on the same side, and the bar does not touch the loss.
 */
export function fillExitsInside(state: MatchingState, entry: OrderState, match: Match, at: BarPart): void {
  if (!entry.hasExits) return;
  const exits = state.orders.exitsOf(entry).filter(({ status }) => status === 'working');
  const loss = exits.find(({ role }) => role === 'stop_loss');
  const profit = exits.find(({ role }) => role === 'take_profit');
  if (loss !== undefined && reachesLoss(loss, match, at)) {
    const beyond = loss.buys ? match.price > (loss.stop ?? 0) : match.price < (loss.stop ?? 0);
    const price = beyond ? match.price : (loss.stop ?? match.price);
    return fillFresh(state, loss, { ...STOPPED, price, rule: beyond ? 'gap' : 'stop' }, at);
  }
  if (profit === undefined || !match.stops || !passesEntryFirst(state, profit, match, at)) return;
  fillFresh(state, profit, { ...TAKEN, price: profit.limit ?? match.price }, at);
}

const STOPPED = { atOpen: false, takes: true, stops: true } as const;
const TAKEN = { atOpen: false, takes: false, stops: false, rule: 'limit' } as const;

function reachesLoss({ buys, stop = 0 }: OrderState, entry: Match, { bar }: BarPart): boolean {
  return touches(bar, stop) || (buys ? entry.price >= stop : entry.price <= stop);
}

function passesEntryFirst(
  { rules }: MatchingState,
  { buys, limit = 0 }: OrderState,
  entry: Match,
  { bar }: BarPart,
): boolean {
  const beyond = rules.limitFills === 'traded_through';
  const isReached = buys
    ? bar.low < limit || (!beyond && bar.low === limit)
    : bar.high > limit || (!beyond && bar.high === limit);
  return isReached && (buys ? limit < entry.price : limit > entry.price);
}

/** Fills an exit with the shares that its entry has just opened. */
function fillFresh(state: MatchingState, exit: OrderState, match: Match, at: BarPart): void {
  exit.fresh = 0;
  fillOrder(state, exit, match, at);
}
