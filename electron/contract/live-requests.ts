import { z } from 'zod';
import type { RefusedSymbol } from '../../core/live-feed/feed-events.ts';
import type { SymbolTruth } from '../../core/live-feed/feed-stats.ts';

/** Market seconds per second of a simulated market. */
export const MARKET_SPEEDS = [1, 10, 60, 300] as const;

/** The options of a live session. */
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

/** The faults that a simulated feed can have, and their effects. */
export const REHEARSALS = {
  drop: 'The connection is lost',
  mute: 'Two minutes without data, though pings are answered',
  late: 'Two minutes of bars come half a minute late',
  duplicate: 'Two minutes of bars come twice',
  correction: 'Two minutes of bars are wrong, and are corrected half a minute later',
  halt: 'Trading is halted for three minutes',
} as const;

export type Rehearsal = keyof typeof REHEARSALS;

/** A window's requests about live feeds. */
export const LIVE_PARAMS = {
  /** The feeds on which a session can go live. */
  live_feeds: nothing,
  /**
   * Opens a config on a feed, with today in place of a backtest's days; the running session is closed properly first.
   */
  open_live: z.strictObject({ config_id: z.string().min(1).max(200), on: feedChoice }),
  /** Causes a fault of a simulated feed, from now on. */
  rehearse: z.strictObject({ fault: z.enum(Object.keys(REHEARSALS) as [Rehearsal, ...Rehearsal[]]) }),
  /** The figures of the live session's feed so far; null without one. */
  feed_truth: nothing,
  /** The raw frames of the last hours, for a report of a fault: lines of JSON, without keys; null without a live session. */
  flight_recording: nothing,
} as const;

/** Bars delivered and missed by a feed so far. Instants are the market's, UTC epoch ms. */
export interface FeedTruthAnswer {
  readonly now_ms: number;
  readonly symbols: readonly SymbolTruth[];
  readonly refused: readonly RefusedSymbol[];
}

export interface LiveFeeds {
  /** The source of the keys for Alpaca: the desktop application's key store, the environment, or none. */
  readonly alpaca_keys: 'kept' | 'environment' | 'none';
  /** The last trading day up to today, which a simulated market plays. */
  readonly day: string;
}

export interface LiveResults {
  readonly live_feeds: LiveFeeds;
  readonly rehearse: null;
  readonly open_live: null;
  readonly feed_truth: FeedTruthAnswer | null;
  readonly flight_recording: string | null;
}
