import { z } from 'zod';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { PaperOrderTerms } from './paper-order.ts';

/** An order as a client requests it: numbers or text, as Alpaca accepts both. */

const number = z.union([z.string(), z.number()]).transform(Number).pipe(z.number().positive());
const price = number.refine(
  (value) =>
    Math.abs(value * (value >= 1 ? 100 : 10_000) - Math.round(value * (value >= 1 ? 100 : 10_000))) < 1e-6,
  {
    error: ({ input }) =>
      `invalid price ${String(input)}. sub-penny increment does not fulfill minimum pricing criteria`,
  },
);

const requestSchema = z.object({
  symbol: z.string().min(1),
  qty: number.refine(Number.isInteger, { error: 'qty must be whole shares here' }),
  side: z.enum(['buy', 'sell']),
  type: z.enum(['market', 'limit', 'stop', 'stop_limit']),
  time_in_force: z.enum(['day', 'gtc']),
  limit_price: price.nullish(),
  stop_price: price.nullish(),
  client_order_id: z.string().max(128).nullish(),
  order_class: z.enum(['', 'simple', 'bracket', 'oto']).nullish(),
  take_profit: z.object({ limit_price: price }).nullish(),
  stop_loss: z.object({ stop_price: price }).nullish(),
});

export interface PaperRequest extends PaperOrderTerms {
  readonly takeProfit: number | undefined;
  readonly stopLoss: number | undefined;
}

const changeSchema = z.object({
  qty: number.refine(Number.isInteger, { error: 'qty must be whole shares here' }).nullish(),
  limit_price: price.nullish(),
  stop_price: price.nullish(),
  client_order_id: z.string().max(128).nullish(),
});
export type PaperChange = z.infer<typeof changeSchema>;

/** The failure's sentence is Alpaca's `message` of a 422. */
export function readPaperRequest(body: unknown, fallbackId: () => string): Result<PaperRequest> {
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) return fail('bad_usage', words(parsed.error));
  const { data } = parsed;
  const needsLimit = data.type === 'limit' || data.type === 'stop_limit';
  const needsStop = data.type === 'stop' || data.type === 'stop_limit';
  if (needsLimit !== (typeof data.limit_price === 'number')) {
    return fail('bad_usage', `${data.type} orders ${needsLimit ? 'require a' : 'must not have'} limit price`);
  }
  if (needsStop !== (typeof data.stop_price === 'number')) {
    return fail('bad_usage', `${data.type} orders ${needsStop ? 'require a' : 'must not have'} stop price`);
  }
  const orderClass = data.order_class ?? '';
  const exits = [data.take_profit, data.stop_loss].filter(
    (exit) => exit !== null && exit !== undefined,
  ).length;
  const wanted = orderClass === 'bracket' ? 2 : orderClass === 'oto' ? 1 : 0;
  if (exits !== wanted)
    return fail('bad_usage', `${orderClass === '' ? 'simple' : orderClass} orders take ${wanted} exits`);
  return ok({
    symbol: data.symbol,
    side: data.side,
    type: data.type,
    qty: data.qty,
    limit: data.limit_price ?? undefined,
    stop: data.stop_price ?? undefined,
    timeInForce: data.time_in_force,
    orderClass,
    clientOrderId: data.client_order_id ?? fallbackId(),
    takeProfit: data.take_profit?.limit_price,
    stopLoss: data.stop_loss?.stop_price,
  });
}

export function readPaperChange(body: unknown): Result<PaperChange> {
  const parsed = changeSchema.safeParse(body);
  return parsed.success ? ok(parsed.data) : fail('bad_usage', words(parsed.error));
}

const words = ({ issues }: z.ZodError): string => {
  const [issue] = issues;
  const place = issue?.path.join('.') ?? '';
  return place === ''
    ? (issue?.message ?? 'request body format is invalid')
    : `${place}: ${issue?.message ?? ''}`;
};
