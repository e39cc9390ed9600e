import { z } from 'zod';
import { symbol } from './symbol.ts';
import type { Figure, FigureGroup } from '../../core/report/figures.ts';
import type { RunReport } from '../../core/report/run-report.ts';
import type { AccountSnapshot, Fill, Order, Position } from '../../core/execution/order.ts';

const order = z.int().min(1);
/** In units of the instrument; the session checks it against the instrument's step. */
const shares = z.number().positive().max(1_000_000_000_000);
/** Futures have traded below 0; the session refuses such a price for all else. */
const price = z.number().min(-10_000_000_000).max(10_000_000_000);
const nothing = z.strictObject({});

/**
 * The user's commands to the account. A rejection comes back as `order_refused` with the sentence that names the limit;
 * a rejected order is also in the next batch, with `refusal`.
 */
export const TRADING_PARAMS = {
  place_order: z.strictObject({
    symbol,
    side: z.enum(['buy', 'sell']),
    quantity: shares,
    order_type: z.enum(['market', 'limit', 'stop', 'stop_limit']),
    limit_price: price.optional(),
    stop_price: price.optional(),
    trail_amount: price.optional(),
    trail_percent: z.number().positive().lt(100).optional(),
    time_in_force: z.enum(['day', 'gtc', 'open', 'close', 'ioc', 'fok']).optional(),
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
  /**
   * For a symbol: cancels its orders and closes its position. Without one it is the kill switch: everything, and
   * trading halts.
   */
  flatten: z.strictObject({ symbol: symbol.optional() }),
  /** Resumes trading after the kill switch. */
  resume_trading: nothing,
  /** The run's trading results; null until it has ended. The equity curve of a long run is thinned. */
  trading_report: nothing,
} as const;

/** A report with its figures as readers see them: the first ones, and all by subject. */
export interface ShownReport extends RunReport {
  readonly headline: readonly Figure[];
  readonly figure_groups: readonly FigureGroup[];
}

export interface TradingResults {
  readonly place_order: null;
  readonly cancel_order: null;
  readonly replace_order: null;
  readonly flatten: null;
  readonly resume_trading: null;
  readonly trading_report: ShownReport | null;
}

/** The changes of orders and the account. Instants are UTC epoch ms of the session clock. */
export interface TradingUpdate {
  readonly account: AccountSnapshot;
  /** All positions, in the order in which they were opened. */
  readonly positions: readonly Position[];
  /** New or changed orders; they replace rows of the same `id`. */
  readonly orders: readonly Order[];
  /** New fills, to be appended. */
  readonly fills: readonly Fill[];
}
