import type { EpochMs } from '../../base/epoch-ms.ts';
import type { FillRule, OrderType } from '../order.ts';

/** One base bar as execution sees it, `[openMs, closeMs)`. Prices are those of the orders that it is matched with. */
export interface MarketBar {
  readonly openMs: EpochMs;
  readonly closeMs: EpochMs;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Shares. */
  readonly volume: number;
  /** False outside regular hours, where nothing is filled. */
  readonly regular: boolean;
  /** Regular hours of the bar's session, UTC epoch ms. */
  readonly sessionOpen: number;
  readonly sessionClose: number;
}

/** The parts of an order that decide whether a bar reaches it. */
export interface Terms {
  readonly type: OrderType;
  readonly buys: boolean;
  readonly limit: number | undefined;
  readonly stop: number | undefined;
  /** An earlier bar reached its stop: a stop order is a market order since, a stop-limit order a limit order. */
  readonly triggered: boolean;
}

/** Where a bar fills an order. */
export interface Match {
  /** Before slippage. */
  readonly price: number;
  readonly rule: FillRule;
  /** At the bar's first price, so before anything else in the bar. */
  readonly atOpen: boolean;
  /** True when the order takes liquidity and pays slippage. A resting limit order provides it. */
  readonly takes: boolean;
  /** True when the bar reaches the order's stop. */
  readonly stops: boolean;
}

export const TRIGGERED = 'triggered';

/** `touched`: a limit order fills when the bar touches its price. `traded_through`: when the bar goes beyond it. */
export type LimitFills = 'touched' | 'traded_through';

const MATCH = { atOpen: false, takes: false, stops: false } as const;

/**
 * Matches an order with a bar's open, which comes before all other prices of the bar. Returns `TRIGGERED` for a
 * stop-limit order whose stop the open reaches and whose limit it does not satisfy: a limit order for the whole bar.
 */
export function matchOpen(
  terms: Terms,
  bar: MarketBar,
  fills: LimitFills,
): Match | typeof TRIGGERED | undefined {
  switch (terms.type) {
    case 'market':
      return atOpen(bar, 'open');
    case 'limit':
      return limitAtOpen(terms, bar, fills);
    case 'stop':
      return terms.triggered ? atOpen(bar, 'open') : stopAtOpen(terms, bar);
    case 'stop_limit':
      return terms.triggered ? limitAtOpen(terms, bar, fills) : stopLimitAtOpen(terms, bar, fills);
  }
}

function stopLimitAtOpen(
  terms: Terms,
  bar: MarketBar,
  fills: LimitFills,
): Match | typeof TRIGGERED | undefined {
  if (stopAtOpen(terms, bar) === undefined) return undefined;
  const limit = limitAtOpen(terms, bar, fills);
  return limit === undefined ? TRIGGERED : { ...limit, stops: true };
}

const atOpen = ({ open }: MarketBar, rule: FillRule): Match => ({
  ...MATCH,
  price: open,
  rule,
  atOpen: true,
  takes: true,
});

/** A bar that opens better than the limit fills at its open. */
function limitAtOpen({ buys, limit = 0 }: Terms, bar: MarketBar, fills: LimitFills): Match | undefined {
  const better = buys ? bar.open < limit : bar.open > limit;
  if (better) return atOpen(bar, 'gap');
  if (bar.open !== limit || fills === 'traded_through') return undefined;
  return { ...MATCH, price: limit, rule: 'limit', atOpen: true };
}

/** A bar that opens at or beyond the stop fills at its open, however far beyond that is. */
function stopAtOpen({ buys, stop = 0 }: Terms, bar: MarketBar): Match | undefined {
  if (bar.open === stop) return { ...atOpen(bar, 'stop'), stops: true };
  const beyond = buys ? bar.open > stop : bar.open < stop;
  return beyond ? { ...atOpen(bar, 'gap'), stops: true } : undefined;
}

/** An order whose price lies inside a bar, away from its open. */
export interface InsidePrice {
  readonly price: number;
  /** On which side of the open. */
  readonly above: boolean;
}

/**
 * The price at which a bar reaches an order after its open; undefined when the bar does not. Of a stop-limit order it is
 * the stop until that is reached, then the limit. Orders that the open fills have none.
 */
export function insidePrice(terms: Terms, bar: MarketBar, fills: LimitFills): InsidePrice | undefined {
  const { type, buys, triggered } = terms;
  const rests = type === 'limit' || (type === 'stop_limit' && triggered);
  const price = rests ? terms.limit : triggered ? undefined : terms.stop;
  if (price === undefined) return undefined;
  const above = buys !== rests;
  if (!isWithin(bar, price, rests && fills === 'traded_through', above)) return undefined;
  return { price, above };
}

function isWithin(bar: MarketBar, price: number, beyond: boolean, above: boolean): boolean {
  if (beyond) return above ? bar.open <= price && price < bar.high : bar.low < price && price <= bar.open;
  return above ? bar.open < price && price <= bar.high : bar.low <= price && price < bar.open;
}

/**
 * Fills an order at the price that the bar reaches inside. A stop-limit order fills at its stop where the limit allows
 * that. Whether the price came back to a worse limit is unknown, so that order is a limit order from the next bar.
 */
export function matchInside(terms: Terms, price: number): Match | typeof TRIGGERED {
  const { type, triggered, buys, limit = 0 } = terms;
  if (type === 'limit' || triggered) return { ...MATCH, price, rule: 'limit' };
  if (type === 'stop_limit' && (buys ? price > limit : price < limit)) return TRIGGERED;
  return { ...MATCH, price, rule: 'stop', takes: true, stops: true };
}

/** Where a bar reaches an order that is alone in it: at the open, otherwise inside. */
export function matchBar(
  terms: Terms,
  bar: MarketBar,
  fills: LimitFills,
): Match | typeof TRIGGERED | undefined {
  const open = matchOpen(terms, bar, fills);
  if (open !== undefined && open !== TRIGGERED) return open;
  const rest = afterOpen(terms, open);
  const inside = insidePrice(rest, bar, fills);
  return inside === undefined ? open : matchInside(rest, inside.price);
}

/** An order's terms once the bar has opened: a stop-limit order whose stop the open reaches is a limit order. */
export const afterOpen = (terms: Terms, open: Match | typeof TRIGGERED | undefined): Terms => {
  if (open !== TRIGGERED) return terms;
  const { type, buys, limit, stop } = terms;
  return { type, buys, limit, stop, triggered: true };
};

/** Fills an on-close order at the close, where its limit allows that. */
export function matchClose(
  { type, buys, limit = 0 }: Terms,
  { close }: MarketBar,
  fills: LimitFills,
): Match | undefined {
  const match = { ...MATCH, price: close, rule: 'close', takes: true } as const;
  if (type === 'market') return match;
  if (close === limit) return fills === 'touched' ? { ...match, takes: false } : undefined;
  return (buys ? close < limit : close > limit) ? match : undefined;
}

/** True when a bar reaches a price at all. */
export const touches = (bar: MarketBar, price: number): boolean => price >= bar.low && price <= bar.high;
