import { z } from 'zod';
import { INTERVALS, isInterval, type Interval } from '../base/interval.ts';
import { checkHistoricalIndicator } from '../data-processor/historical-indicators/registry.ts';
import { createIndicator } from '../data-processor/indicators/registry.ts';
import { interval } from '../model/config-values.ts';
import { historicalIndicatorSchema, sessionIndicatorSchema } from '../model/session-config.ts';
import type { OrderChange } from '../execution/order.ts';
import type { AdhocRequest, Needs, OrderTerms, ScanSchedule } from './strategy-api.ts';
import { lineOf } from './strategy-words.ts';

/**
 * Checks every argument that a strategy passes, in the call itself. A strategy may be a file without types: a slip throws
 * into the strategy, with a sentence for its author, and never reaches the session.
 */

const MOST_DAYS = 10_000;
const MOST_SCANS = 1_000;

const days = z.int().min(1).max(MOST_DAYS);

const indicator = sessionIndicatorSchema.superRefine((spec, context) => {
  const created = createIndicator(spec);
  if (!created.ok) context.addIssue({ code: 'custom', message: created.failure.message });
});

const historicalIndicator = historicalIndicatorSchema.superRefine((spec, context) => {
  const known = checkHistoricalIndicator(spec);
  if (!known.ok) context.addIssue({ code: 'custom', message: known.failure.message });
});

const adhocKinds = {
  bars: z.strictObject({ bars: interval }),
  history: z.strictObject({ history: interval, days }),
  indicator: z.strictObject({ indicator }),
} as const;

const termsSchema = z.strictObject({
  type: z.enum(['market', 'limit', 'stop', 'stop_limit']).optional(),
  limitPrice: z.number().optional(),
  stopPrice: z.number().optional(),
  timeInForce: z.enum(['day', 'gtc', 'open', 'close', 'ioc', 'fok']).optional(),
  takeProfit: z.number().optional(),
  stopLoss: z.number().optional(),
  trailAmount: z.number().optional(),
  trailPercent: z.number().optional(),
  ocoWith: z.number().optional(),
  tag: z.string().max(1_000).optional(),
});

const changeSchema = z.strictObject({
  quantity: z.number().optional(),
  limitPrice: z.number().optional(),
  stopPrice: z.number().optional(),
});

const needsSchema = z.strictObject({
  intervals: z.array(interval).optional(),
  indicators: z.array(indicator).optional(),
  history: z.array(z.strictObject({ interval, trailing_days: days })).optional(),
  historical_indicators: z.array(historicalIndicator).optional(),
  bars_of_session: z
    .array(
      z.strictObject({ interval, count: z.int().min(1), minutes_before_close: z.number().min(0).optional() }),
    )
    .optional(),
});

const scheduleSchema = z.strictObject({
  at: z.array(z.string().max(20)).max(MOST_SCANS).optional(),
  every: z.int().min(0).optional(),
});

/** Throws a sentence that begins with `what`. */
function checked(schema: z.ZodType, value: unknown, what: string): unknown {
  const read = schema.safeParse(value);
  if (read.success) return value;
  const [issue] = read.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` ${issue.path.map(String).join('.')}`;
  throw new Error(`${what}${place}: ${issue?.message ?? 'wrong shape'}`);
}

/** The request of `ctx.symbols.adhoc`. */
export function adhocOf(request: unknown): AdhocRequest {
  const kinds = Object.keys(adhocKinds) as (keyof typeof adhocKinds)[];
  const named = kinds.filter(
    (kind) => typeof request === 'object' && request !== null && Object.hasOwn(request, kind),
  );
  const [kind] = named;
  if (kind === undefined || named.length > 1)
    throw new Error(
      `"${lineOf(request).slice(0, 100)}" is nothing that adhoc can ask; expected one of { bars: '5m' }, { history: '1d', days: 10 } and { indicator: { name: 'sma', interval: '5m', period: 20 } }`,
    );
  return checked(adhocKinds[kind], request, 'adhoc') as AdhocRequest;
}

/** What `needs` returns; nothing is needed where there is no answer. */
export const needsOf = (needs: unknown): Needs => checked(needsSchema, needs ?? {}, 'needs') as Needs;

/** What `schedule` returns. */
export const scheduleOf = (schedule: unknown): ScanSchedule =>
  checked(scheduleSchema, schedule, 'schedule') as ScanSchedule;

export const termsOf = (terms: unknown): OrderTerms =>
  terms === undefined ? {} : (checked(termsSchema, terms, 'the terms of an order:') as OrderTerms);

export const changeOf = (change: unknown): OrderChange =>
  checked(changeSchema, change, 'the change of an order:') as OrderChange;

const notA = (what: string, value: unknown, expected: string): Error =>
  new Error(`${what}: "${lineOf(value).slice(0, 100)}" is not ${expected}`);

/** The size of an order. One that the account refuses is no slip: the answer of the call says so. */
export function quantityOf(quantity: unknown): number {
  if (typeof quantity === 'number') return quantity;
  throw notA('quantity', quantity, 'a number');
}

export function orderIdOf(id: unknown): number {
  if (typeof id === 'number') return id;
  throw notA("an order's id", id, 'a number');
}

/** A text that names a symbol, or nothing that the session has. */
export function symbolTextOf(symbol: unknown): string {
  if (typeof symbol === 'string') return symbol;
  throw notA('symbol', symbol, 'a text');
}

export function intervalOf(text: unknown): Interval {
  if (typeof text === 'string' && isInterval(text)) return text;
  throw notA('interval', text, `an interval; expected one of ${INTERVALS.join(', ')}`);
}

export function numberOf(value: unknown, what: string): number {
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  throw notA(what, value, 'a number');
}

export function keyOf(key: unknown): string {
  if (typeof key === 'string') return key;
  throw notA('key', key, "a text like 'sma(20)@5m'");
}

export function outputOf(output: unknown): number | undefined {
  if (output === undefined || (typeof output === 'number' && Number.isInteger(output) && output >= 0))
    return output;
  throw notA('output', output, 'a whole number from 0 up');
}
