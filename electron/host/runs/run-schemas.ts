import { z } from 'zod';

/** The shapes of a run folder's files: a folder of somebody else may hold anything. */

const command = z.looseObject({
  type: z.string().max(100),
  symbol: z.string().max(100).optional(),
  origin: z.string().max(100).optional(),
});

const instant = z.number().refine((value) => Math.abs(value) <= 8.64e15, 'is no instant');

export const journalEntrySchema = z.looseObject({
  seq: z.number(),
  clock: z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'is no instant'),
  step: z.number(),
  command,
});

export const planSchema = z.looseObject({
  format: z.number().optional(),
  rules: z.number().optional(),
  engine_version: z.string().max(100).optional(),
  planned: z.array(z.looseObject({ at: instant, step: z.number().optional(), command })),
  exports_at: z.array(instant),
  config_id: z.string().max(300).optional(),
  live_day: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .optional(),
  live_feed: z.looseObject({ market_ms: instant, wall_ms: instant }).optional(),
});

export const positionSchema = z.looseObject({ clock_ms: instant, step: z.number() });

export const strategiesSchema = z.record(
  z.string(),
  z.object({ entry: z.string().max(1_000), files: z.record(z.string(), z.string()) }),
);

/** The part of a summary that the list and the detail of a run show. */
export const summarySchema = z.looseObject({
  session: z.string(),
  outcome: z.enum(['completed', 'stopped', 'failed']),
  reason: z.string().nullable(),
  days: z.array(z.string().max(100)),
  symbols: z.record(z.string(), z.looseObject({ bars: z.record(z.string(), z.number()) })),
  notifications: z.looseObject({ delivered: z.number(), dropped: z.number() }),
  catchups: z.array(z.looseObject({})),
  failures: z.array(z.looseObject({ symbol: z.string(), reason: z.string() })),
  findings: z.array(z.looseObject({})),
  results: z.looseObject({}),
  timing: z.looseObject({ bars: z.number() }),
});

const SHALLOW = 10_000;
const DEEPEST = 100;

/** V8 gives up, and with it the process, on millions of brackets within each other. A short text cannot hold them. */
function isTooDeep(text: string): boolean {
  if (text.length < SHALLOW) return false;
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) isQuoted = !isQuoted;
    else if (unit === BACKSLASH && isQuoted) at++;
    else if (isQuoted) continue;
    else if (unit === OPEN_LIST || unit === OPEN_RECORD) depth++;
    else if (unit === CLOSE_LIST || unit === CLOSE_RECORD) depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_RECORD = 123;
const CLOSE_RECORD = 125;

/** Reads a document by its schema. Throws a sentence with the file's name, the place and what was expected. */
export function readBy<T>(schema: z.ZodType<T>, text: string, name: string): T {
  let value: unknown;
  try {
    if (isTooDeep(text)) throw new Error('brackets within brackets without end');
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} is not JSON: ${(error as Error).message.slice(0, 200)}`, { cause: error });
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new Error(`${name}: ${place}${issue?.message ?? 'wrong shape'}`);
}
