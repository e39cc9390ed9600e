import { z } from 'zod';
import { symbol } from './symbol.ts';
import type { RunReport } from '../../core/report/run-report.ts';
import type { AccountSnapshot, Fill, Order, Position } from '../../core/execution/order.ts';

const order = z.int().min(1);
/** In units of the instrument; the session checks it against the instrument's step. */
const shares = z.number().positive().max(1_000_000_000_000);
/** Futures have traded below 0; the session refuses such a price for all else. */
const price = z.number().min(-10_000_000_000).max(10_000_000_000);
const nothing = z.strictObject({});

/**
 * What the user does with the account. A refusal comes back as `order_refused` with the sentence that names the limit; a
 * refused order is also in the next batch, with `refusal`.
 */
export const TRADING_PARAMS = {
  place_order: z.strictObject({
    symbol,
    side: z.enum(['buy', 'sell']),
    quantity: shares,
    order_type: z.enum(['market', 'limit', 'stop', 'stop_limit']),
    limit_price: price.optional(),
    stop_price: price.optional(),
    time_in_force: z.enum(['day', 'gtc']).optional(),
    take_profit: price.optional(),
    stop_loss: price.optional(),
    oco_with: order.optional(),
    tag: z.string().max(40).optional(),
  }),
  cancel_order: z.strictObject({ order }),
  replace_order: z.strictObject({
    order,
    quantity: shares.optional(),
    limit_price: price.optional(),
    stop_price: price.optional(),
  }),
  /** Of a symbol: its orders are cancelled, its position closed. Without one the kill switch: all, and trading halts. */
  flatten: z.strictObject({ symbol: symbol.optional() }),
  /** After the kill switch. */
  resume_trading: nothing,
  /** What the run's trading came to; null until it has ended. Of a long run the equity curve is thinned. */
  trading_report: nothing,
} as const;

export interface TradingResults {
  readonly place_order: null;
  readonly cancel_order: null;
  readonly replace_order: null;
  readonly flatten: null;
  readonly resume_trading: null;
  readonly trading_report: RunReport | null;
}

/** What changed of orders and the account. Instants are UTC epoch ms of the session clock. */
export interface TradingUpdate {
  readonly account: AccountSnapshot;
  /** All of them, in the order in which they were opened. */
  readonly positions: readonly Position[];
  /** Those that are new or changed; they replace rows of the same `id`. */
  readonly orders: readonly Order[];
  /** New ones, to be appended. */
  readonly fills: readonly Fill[];
}
