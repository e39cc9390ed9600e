import { z } from 'zod';
import type { RefusedSymbol } from '../../core/live-feed/feed-events.ts';
import type { SymbolTruth } from '../../core/live-feed/feed-truth.ts';

/** Market seconds in a second of a simulated market. */
export const MARKET_SPEEDS = [1, 10, 60, 300] as const;

/** What a session goes live on. */
export const feedChoice = z.discriminatedUnion('feed', [
  z.strictObject({
    feed: z.literal('sim'),
    speed: z.number().positive().max(3_600),
    /** The day that is played; today, else the last trading day, without it. */
    day: z.iso.date().optional(),
    /** Exchange time at which the market begins; half a minute before the open without it. */
    at: z
      .string()
      .regex(/^\d\d:\d\d$/, 'a time like 10:00')
      .optional(),
  }),
  z.strictObject({ feed: z.literal('alpaca'), source: z.enum(['iex', 'sip']) }),
]);

export type FeedChoice = z.infer<typeof feedChoice>;

const nothing = z.strictObject({});

/** What a window asks about live feeds. */
export const LIVE_PARAMS = {
  /** Opens a config of mode `live` on a feed; the session that is on is closed properly first. */
  open_live: z.strictObject({ config_id: z.string().min(1).max(200), on: feedChoice }),
  /** How the feed of the live session has served so far; null without one. */
  feed_truth: nothing,
} as const;

/** What a feed gave and what it owed, as it stands now. Instants are the market's, UTC epoch ms. */
export interface FeedTruthAnswer {
  readonly now_ms: number;
  readonly symbols: readonly SymbolTruth[];
  readonly refused: readonly RefusedSymbol[];
}

export interface LiveResults {
  readonly open_live: null;
  readonly feed_truth: FeedTruthAnswer | null;
}
