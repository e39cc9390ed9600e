import { z } from 'zod';

/**
 * Alpaca's trading protocol, version 2: the part of it that a session needs. Numbers come as text.
 * Source: https://docs.alpaca.markets/docs/orders-at-alpaca, …/docs/websocket-streaming, …/docs/account-activities,
 * …/reference/postorder (2026).
 */

const number = z.union([z.string(), z.number()]).transform(Number).pipe(z.number());
const optional = number.nullish().transform((value) => value ?? undefined);

const orderFields = {
  id: z.string(),
  client_order_id: z.string(),
  symbol: z.string(),
  side: z.string(),
  type: z.string(),
  status: z.string(),
  qty: optional,
  filled_qty: optional.transform((value) => value ?? 0),
  limit_price: optional,
  stop_price: optional,
  submitted_at: z.string().nullish(),
};
const legSchema = z.object(orderFields);
export const orderSchema = z.object({
  ...orderFields,
  legs: z
    .array(legSchema)
    .nullish()
    .transform((legs) => legs ?? []),
});
export const ordersSchema = z.array(orderSchema);
/** An order as Alpaca reports it; `legs` are the exits of a bracket. */
export type VenueOrder = z.infer<typeof orderSchema>;
export type VenueLeg = z.infer<typeof legSchema>;

export const positionsSchema = z.array(
  z.object({ symbol: z.string(), qty: number, avg_entry_price: number, current_price: optional }),
);
export type VenuePosition = z.infer<typeof positionsSchema>[number];

export const accountSchema = z.object({
  id: z.string(),
  status: z.string(),
  cash: number,
  trading_blocked: z.boolean().default(false),
  account_blocked: z.boolean().default(false),
});
export type VenueAccount = z.infer<typeof accountSchema>;

/** One execution as the account's history has it: `cum_qty` shares of the order are filled after it. */
export const activitiesSchema = z.array(
  z.object({ id: z.string(), order_id: z.string(), qty: number, cum_qty: number, price: number }),
);
export type VenueExecution = z.infer<typeof activitiesSchema>[number];

const updateSchema = z.object({
  event: z.string(),
  price: optional,
  qty: optional,
  order: orderSchema,
});
export type TradeUpdate = z.infer<typeof updateSchema>;

const messageSchema = z.discriminatedUnion('stream', [
  z.object({ stream: z.literal('authorization'), data: z.object({ status: z.string() }) }),
  z.object({ stream: z.literal('listening'), data: z.object({ streams: z.array(z.string()).default([]) }) }),
  z.object({ stream: z.literal('trade_updates'), data: updateSchema }),
]);
export type TradingMessage = z.infer<typeof messageSchema>;

/** One message of the trading stream; undefined for anything else. */
export function readTradingMessage(text: string): TradingMessage | undefined {
  const content = parseJson(text);
  const parsed = messageSchema.safeParse(content);
  return parsed.success ? parsed.data : undefined;
}

/** Undefined for text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const problemSchema = z.object({ code: z.number().optional(), message: z.string() });

/** The message of an answer that is not a success, in Alpaca's words. */
export function problemOf(body: string): string {
  const parsed = problemSchema.safeParse(parseJson(body));
  return parsed.success ? parsed.data.message : '';
}
