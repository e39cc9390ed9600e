import { z } from 'zod';
import type { Context, Interval, Owner } from '../strategy-api.ts';

const MINUTE_MS = 60_000;

/** The parameters of every built-in strategy that trades: the size of a position, and its end. */
export const SIZE = {
  money: z
    .number()
    .min(0)
    .max(1e9)
    .default(5_000)
    .describe('Money of a position at the last price, in whole steps of the quantity; 0 signals only.'),
  quantity: z
    .number()
    .min(0)
    .max(1e6)
    .default(0)
    .describe('Quantity of a position in place of `money`; 0 = by money.'),
  flat_before_close: z
    .int()
    .min(0)
    .max(1_440)
    .default(5)
    .describe(
      'Minutes before the close at which it closes all positions and stops buying; 0 = holds overnight.',
    ),
};

/** The bars of one session that a strategy needs before it can open a position. */
export const barsOfSession = (
  { interval, flat_before_close }: { readonly interval: Interval; readonly flat_before_close: number },
  count: number,
) => [{ interval, count, minutes_before_close: flat_before_close }];

interface Size {
  readonly money: number;
  readonly quantity: number;
  readonly flat_before_close: number;
}

/** Signals long, and buys where there is no position and no entry order. */
export function goLong<S>(ctx: Context<Size, S>, symbol: string, text: string): void {
  if (isNearClose(ctx)) return;
  ctx.signal({ symbol, direction: 'long', text });
  const { orders, params } = ctx;
  if (orders.position(symbol) !== undefined || orders.working(symbol).length > 0) return;
  const shares = params.quantity > 0 ? params.quantity : orders.quantityFor(symbol, params.money);
  if (shares > 0) orders.buy(symbol, shares);
}

/** Signals flat, and closes the position and cancels entry orders. */
export function goFlat<S>(ctx: Context<Size, S>, symbol: string, text: string): void {
  ctx.signal({ symbol, direction: 'flat', text });
  leave(ctx, symbol);
}

/** Once per instant, before any decision: near the close all positions are closed. */
export function closeInTime<S>(ctx: Context<Size, S>): void {
  if (!isNearClose(ctx)) return;
  for (const { symbol } of ctx.orders.positions()) leave(ctx, symbol);
}

/** Positions that others opened are theirs; a working closing order is kept. */
function leave<S>({ name, orders }: Context<Size, S>, symbol: string): void {
  const position = orders.position(symbol);
  const working = orders.working(symbol).filter(({ owner }) => isOwn(owner, name));
  if (position === undefined) {
    for (const { id } of working) orders.cancel(id);
  } else if (isOwn(position.owner, name) && !working.some(({ side }) => side === 'sell')) {
    orders.sell(symbol, position.quantity);
  }
}

const isOwn = (owner: Owner, name: string): boolean => owner.kind === 'strategy' && owner.name === name;

function isNearClose<S>({ clock, params }: Context<Size, S>): boolean {
  const minutes = params.flat_before_close;
  return minutes > 0 && clock.now() >= clock.close() - minutes * MINUTE_MS;
}
