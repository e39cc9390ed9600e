import { z } from 'zod';
import type { RefusedSymbol } from '../../core/live-feed/feed-events.ts';
import type { SymbolTruth } from '../../core/live-feed/feed-stats.ts';

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

/** What can be tried out on a simulated feed, and what it does. */
export const REHEARSALS = {
  drop: 'The connection breaks off',
  mute: 'Two minutes without a word, though pings are answered',
  late: 'Two minutes of bars come half a minute late',
  duplicate: 'Two minutes of bars come twice',
  correction: 'Two minutes of bars come wrong, and are put right half a minute later',
  halt: 'Trading stands still for three minutes',
} as const;

export type Rehearsal = keyof typeof REHEARSALS;

/** What a window asks about live feeds. */
export const LIVE_PARAMS = {
  /** What a session can go live on. */
  live_feeds: nothing,
  /** Opens a config on a feed, today's in place of a backtest's days; the session that is on is closed properly first. */
  open_live: z.strictObject({ config_id: z.string().min(1).max(200), on: feedChoice }),
  /** Has something go wrong on a simulated feed, from now on. */
  rehearse: z.strictObject({ fault: z.enum(Object.keys(REHEARSALS) as [Rehearsal, ...Rehearsal[]]) }),
  /** How the feed of the live session has served so far; null without one. */
  feed_truth: nothing,
  /** The raw frames of the last hours, for a report of a fault: lines of JSON, without keys; null without a live session. */
  flight_recording: nothing,
} as const;

/** What a feed gave and what it owed, as it stands now. Instants are the market's, UTC epoch ms. */
export interface FeedTruthAnswer {
  readonly now_ms: number;
  readonly symbols: readonly SymbolTruth[];
  readonly refused: readonly RefusedSymbol[];
}

export interface LiveFeeds {
  /** Where the keys for Alpaca are: kept for the user by the desktop application, in the environment, or nowhere. */
  readonly alpaca_keys: 'kept' | 'environment' | 'none';
  /** The last trading day up to today: what a simulated market plays. */
  readonly day: string;
}

export interface LiveResults {
  readonly live_feeds: LiveFeeds;
  readonly rehearse: null;
  readonly open_live: null;
  readonly feed_truth: FeedTruthAnswer | null;
  readonly flight_recording: string | null;
}
