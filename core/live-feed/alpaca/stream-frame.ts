import { z } from 'zod';
import type { FeedBar, TradingStatus } from '../feed-events.ts';
import { parseRfc3339 } from './rfc3339.ts';

/** The contents of one frame, sorted. */
export interface StreamFrame {
  readonly successes: readonly string[];
  readonly errors: readonly { readonly code: number; readonly msg: string }[];
  /** The whole set of symbols whose bars are subscribed, as the last message of the frame says. */
  readonly subscription: readonly string[] | undefined;
  readonly bars: readonly FeedBar[];
  readonly statuses: readonly TradingStatus[];
  /** Messages that could not be read, or of an unknown type. */
  readonly unreadable: number;
}

const barSchema = z.object({
  S: z.string(),
  t: z.string(),
  o: z.number(),
  h: z.number(),
  l: z.number(),
  c: z.number(),
  v: z.number(),
});
const messageSchema = z.discriminatedUnion('T', [
  z.object({ T: z.literal('success'), msg: z.string() }),
  z.object({ T: z.literal('error'), code: z.number(), msg: z.string() }),
  z.object({ T: z.literal('subscription'), bars: z.array(z.string()).default([]) }),
  barSchema.extend({ T: z.literal('b') }),
  barSchema.extend({ T: z.literal('u') }),
  z.object({
    T: z.literal('s'),
    S: z.string(),
    sc: z.string(),
    sm: z.string().default(''),
    rm: z.string().default(''),
    t: z.string(),
  }),
]);

/** Messages that come with a subscription and have no use here. */
const UNUSED: ReadonlySet<unknown> = new Set(['d', 't', 'q', 'l', 'c', 'x']);
/** Status codes that mean: no trading. Tape C: H, P; tapes A and B: 2, D. */
const HALTED: ReadonlySet<string> = new Set(['H', 'P', '2', 'D']);

/** Reads a frame; never throws, for any content. */
export function readFrame(text: string): StreamFrame {
  const frame = {
    successes: [] as string[],
    errors: [] as { code: number; msg: string }[],
    subscription: undefined as readonly string[] | undefined,
    bars: [] as FeedBar[],
    statuses: [] as TradingStatus[],
    unreadable: 0,
  };
  for (const raw of messagesOf(text)) {
    const parsed = messageSchema.safeParse(raw);
    if (!parsed.success) {
      if (!UNUSED.has((raw as { T?: unknown } | null)?.T)) frame.unreadable++;
      continue;
    }
    const message = parsed.data;
    const instant = 't' in message ? parseRfc3339(message.t) : 0;
    if (instant === undefined) frame.unreadable++;
    else if (message.T === 'success') frame.successes.push(message.msg);
    else if (message.T === 'error') frame.errors.push({ code: message.code, msg: message.msg });
    else if (message.T === 'subscription') frame.subscription = message.bars;
    else if (message.T === 's') frame.statuses.push(statusOf(message, instant));
    else frame.bars.push(barOf(message, instant));
  }
  return frame;
}

/** Always an array, of any length; a value that is not an array counts as one unreadable message. */
function messagesOf(text: string): readonly unknown[] {
  try {
    const content: unknown = JSON.parse(text);
    return Array.isArray(content) ? content : [undefined];
  } catch {
    return [undefined];
  }
}

const barOf = (bar: z.infer<typeof barSchema> & { readonly T: 'b' | 'u' }, openMs: number): FeedBar => ({
  symbol: bar.S,
  kind: bar.T === 'u' ? 'correction' : 'new',
  openMs,
  open: bar.o,
  high: bar.h,
  low: bar.l,
  close: bar.c,
  volume: bar.v,
});

const statusOf = (
  status: { readonly S: string; readonly sc: string; readonly sm: string; readonly rm: string },
  atMs: number,
): TradingStatus => ({
  symbol: status.S,
  halted: HALTED.has(status.sc),
  reason: [status.sm, status.rm].filter((words) => words !== '').join(': '),
  atMs,
});
