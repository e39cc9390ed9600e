import type { EpochMs } from '../base/epoch-ms.ts';
import type { FillRule, OrderType } from './order.ts';

/** One base bar as execution sees it, `[openMs, closeMs)`: prices as the bar has them, in the instrument's currency. */
export interface MarketBar {
  readonly openMs: EpochMs;
  readonly closeMs: EpochMs;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Shares, contracts or coins. */
  readonly volume: number;
  /** False outside regular hours, where nothing is filled. */
  readonly regular: boolean;
}

/** What of an order decides whether a bar reaches it. */
export interface Terms {
  readonly type: OrderType;
  readonly buys: boolean;
  readonly limit: number | undefined;
  readonly stop: number | undefined;
  /** Its stop was reached in an earlier bar: a stop order is a market order since, a stop-limit order a limit order. */
  readonly triggered: boolean;
}

/** Where a bar reaches an order. */
export interface Reach {
  /** Before slippage. */
  readonly price: number;
  readonly rule: FillRule;
  /** At the bar's first price, so before anything else in the bar. */
  readonly atOpen: boolean;
  /** True when it takes what is offered and so pays slippage; a resting limit order waits to be taken. */
  readonly pays: boolean;
}

export const TRIGGERED = 'triggered';

/**
 * Whether a bar fills an order, and at what price; `TRIGGERED` when it only reaches the stop of a stop-limit order.
 * Within a bar nothing is known but that the open comes first: what might have happened in an order that is good for the
 * trader is taken not to have happened.
 */
export function reach(terms: Terms, bar: MarketBar): Reach | typeof TRIGGERED | undefined {
  switch (terms.type) {
    case 'market':
      return atOpen(bar, 'open');
    case 'limit':
      return reachLimit(terms, bar);
    case 'stop':
      return terms.triggered ? atOpen(bar, 'open') : reachStop(terms, bar);
    case 'stop_limit':
      return terms.triggered ? reachLimit(terms, bar) : reachStopLimit(terms, bar);
  }
}

const atOpen = ({ open }: MarketBar, rule: FillRule): Reach => ({
  price: open,
  rule,
  atOpen: true,
  pays: true,
});

/** A bar that opens better than the limit fills at its open; one that touches the limit fills at the limit. */
function reachLimit({ buys, limit = 0 }: Terms, bar: MarketBar): Reach | undefined {
  const better = buys ? bar.open < limit : bar.open > limit;
  if (better) return atOpen(bar, 'gap');
  if (bar.open === limit) return { price: limit, rule: 'limit', atOpen: true, pays: false };
  const touched = buys ? bar.low <= limit : bar.high >= limit;
  return touched ? { price: limit, rule: 'limit', atOpen: false, pays: false } : undefined;
}

/** A bar that opens at or beyond the stop fills at its open, however far that is; else at the stop. */
function reachStop({ buys, stop = 0 }: Terms, bar: MarketBar): Reach | undefined {
  const beyond = buys ? bar.open > stop : bar.open < stop;
  if (beyond) return atOpen(bar, 'gap');
  if (bar.open === stop) return atOpen(bar, 'stop');
  const touched = buys ? bar.high >= stop : bar.low <= stop;
  return touched ? { price: stop, rule: 'stop', atOpen: false, pays: true } : undefined;
}

/**
 * Once the stop is reached at the open the whole bar lies after it, and the limit holds for all of it. Reached within the
 * bar it is filled at the stop, where the limit allows that; whether the price came back to a worse limit after it cannot
 * be told, so that waits for the next bar.
 */
function reachStopLimit(terms: Terms, bar: MarketBar): Reach | typeof TRIGGERED | undefined {
  const stopped = reachStop(terms, bar);
  if (stopped === undefined) return undefined;
  if (stopped.atOpen) return reachLimit(terms, bar) ?? TRIGGERED;
  const { buys, limit = 0 } = terms;
  const allowed = buys ? stopped.price <= limit : stopped.price >= limit;
  return allowed ? stopped : TRIGGERED;
}

/** The bar that a bracket's exits see in the bar of their entry: it begins where the entry was filled. */
export const afterEntry = (bar: MarketBar, entry: Reach): MarketBar => ({ ...bar, open: entry.price });

/**
 * Of two orders that cancel each other and that one bar reaches: the one reached at the open; else the worse price for
 * the trader, since which came first cannot be told. On different sides prices say nothing, and the older one is taken.
 */
export function isTakenBefore(
  one: { readonly buys: boolean; readonly reach: Reach },
  other: { readonly buys: boolean; readonly reach: Reach },
): boolean {
  if (one.reach.atOpen !== other.reach.atOpen) return one.reach.atOpen;
  if (one.reach.atOpen || one.buys !== other.buys) return true;
  return one.buys ? one.reach.price >= other.reach.price : one.reach.price <= other.reach.price;
}
