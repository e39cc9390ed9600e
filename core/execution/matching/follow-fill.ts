import type { Booking } from '../ownership/lots.ts';
import type { OrderState } from '../order-state.ts';
import { isSameOwner } from '../ownership/owner.ts';
import type { MarketBar, Match } from './match-order.ts';
import type { MatchingState } from './matching-state.ts';

interface FillOf {
  readonly match: Match;
  readonly booking: Booking;
  readonly shares: number;
  readonly whole: MarketBar;
}

/**
 * The consequences of a fill for other orders, before the next one is handled: exits are released for the shares that
 * their entry opened, the paired order shrinks or ends, and orders end whose position is closed.
 */
export function followFill(state: MatchingState, order: OrderState, fill: FillOf): void {
  const { orders } = state;
  for (const exit of orders.exitsOf(order)) release(state, exit, fill);
  const partner = orders.partnerOf(order);
  if (order.filled === order.quantity) orders.end(order, 'filled');
  if (partner !== undefined) shrink(state, partner, fill.shares);
  endEntryOf(state, order);
  if (fill.booking.closed > 0) endWithPosition(state, order, fill.booking);
}

/** Exits have none of the shares that their entry only closed. */
function release(state: MatchingState, exit: OrderState, { match, booking, whole }: FillOf): void {
  const { opened, closed } = booking;
  exit.quantity -= closed;
  exit.released = (exit.released ?? 0) + opened;
  if (!match.atOpen) exit.fresh += opened;
  if (exit.quantity === 0) {
    const reason = 'Its entry only closed a position.';
    return state.orders.end(exit, 'cancelled', { rule: 'bracket', reason });
  }
  if (exit.status !== 'held' || opened === 0) return;
  exit.status = 'working';
  exit.workFrom(whole.openMs);
  if (!match.atOpen) exit.releasedInside = whole.openMs;
  exit.startTrailing(match.price);
  state.orders.announce(exit);
}

function shrink({ orders }: MatchingState, partner: OrderState, shares: number): void {
  partner.quantity -= shares;
  if (partner.released !== undefined) partner.released -= shares;
  if (partner.quantity > partner.filled) return;
  const reason = 'The order that it is paired with was filled.';
  orders.end(partner, 'cancelled', { rule: 'bracket', reason });
}

/** The first fill of an exit ends its entry: the rest would have no exits. */
function endEntryOf({ orders }: MatchingState, { parent }: OrderState): void {
  const entry = parent === undefined ? undefined : orders.get(parent);
  if (entry?.isActive !== true) return;
  orders.end(entry, 'cancelled', { rule: 'bracket', reason: 'One of its exits was filled.' });
}

/**
 * The fill closed lots. Orders that could only close them end when nothing is left to close; so does the rest of a
 * partly filled entry whose position is closed, because it would open shares without exits.
 */
function endWithPosition(state: MatchingState, order: OrderState, { lots }: Booking): void {
  const { orders, account } = state;
  const closedLong = !order.buys;
  for (const other of orders.active) {
    if (other.symbol !== order.symbol || !other.isActive) continue;
    if (other.reduceOnly && other.status === 'working' && other.buys === order.buys) {
      if (account.closable(other) === 0) end(state, other, 'The position that it would close is closed.');
    } else if (other.hasExits && other.filled > 0 && other.buys === closedLong) {
      const isClosed = lots.some(({ owner, left }) => left === 0 && isSameOwner(owner, other.owner));
      if (isClosed) end(state, other, 'The position that it opened is closed.');
    }
  }
}

const end = ({ orders }: MatchingState, order: OrderState, reason: string): void =>
  orders.end(order, 'cancelled', { rule: 'bracket', reason });
