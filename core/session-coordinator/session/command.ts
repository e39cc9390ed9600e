import type { EpochMs } from '../../base/epoch-ms.ts';
import type { BrokerReport } from '../../execution/broker-report.ts';
import type { OrderSide, OrderType, TimeInForce } from '../../execution/order.ts';
import type { FeedRow } from '../streaming/live-bars.ts';
import type { AdhocAsk } from '../loading/requirements.ts';

export type Caller = 'user' | 'strategy' | 'scanner';

/** Set on a command of a strategy or scanner: a replay does not repeat it, the strategy does. */
export type CommandOrigin = 'strategy' | 'scanner';

/**
 * The user's commands to the account; strategies access it directly and are not journaled. `flatten` without a symbol
 * is the kill switch: it also halts trading until `resume_trading`.
 *
 * `received_ms` is set in a live session: the market's time at which the command was given, UTC. The session's clock
 * may be behind it, for example while the feed is down, and bars that opened before it take no part in filling the
 * order.
 */
export type TradingCommand =
  | {
      readonly type: 'place_order';
      readonly symbol: string;
      readonly side: OrderSide;
      readonly quantity: number;
      readonly order_type: OrderType;
      readonly limit_price?: number;
      readonly stop_price?: number;
      readonly trail_amount?: number;
      readonly trail_percent?: number;
      readonly time_in_force?: TimeInForce;
      readonly take_profit?: number;
      readonly stop_loss?: number;
      readonly oco_with?: number;
      readonly tag?: string;
      readonly received_ms?: number;
    }
  | { readonly type: 'cancel_order'; readonly order: number }
  | {
      readonly type: 'replace_order';
      readonly order: number;
      readonly quantity?: number;
      readonly limit_price?: number;
      readonly stop_price?: number;
      readonly received_ms?: number;
    }
  | { readonly type: 'flatten'; readonly symbol?: string; readonly received_ms?: number }
  | { readonly type: 'resume_trading' };

/** A live feed's messages to a session: journaled like any other command, so that the journal is the recorded feed. */
export type FeedCommand =
  | { readonly type: 'bars'; readonly received_ms: number; readonly rows: readonly FeedRow[] }
  | {
      readonly type: 'trading_status';
      readonly symbol: string;
      readonly halted: boolean;
      readonly reason: string;
    }
  /** Minutes that the vendor's history does not have: there were no trades in them. */
  | { readonly type: 'no_trades'; readonly rows: readonly (readonly [symbol: string, openMs: number])[] }
  /**
   * Time has passed without a connection: the clock continues immediately, and bars that closed in between are caught
   * up.
   */
  | { readonly type: 'advance'; readonly clock_ms: number };

/** Every command of a running session. The keys are those of `journal.jsonl`. */
export type SessionCommand =
  | TradingCommand
  | FeedCommand
  | BrokerReport
  | {
      readonly type: 'add';
      readonly symbol: string;
      readonly added_by: Caller;
      readonly keep?: boolean;
      readonly origin?: CommandOrigin;
    }
  | {
      readonly type: 'adhoc';
      readonly symbol: string;
      readonly ask: AdhocAsk;
      readonly origin?: CommandOrigin;
    }
  | { readonly type: 'upgrade'; readonly symbol: string; readonly added_by: Caller }
  | { readonly type: 'remove'; readonly symbol: string; readonly origin?: CommandOrigin }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'step'; readonly count: number }
  | { readonly type: 'run_to'; readonly clock_ms: number }
  | { readonly type: 'speed'; readonly multiplier: number }
  | { readonly type: 'catchup_pace'; readonly bars_per_second: number }
  | { readonly type: 'stop'; readonly reason: string };

const PACE: ReadonlySet<SessionCommand['type']> = new Set([
  'pause',
  'resume',
  'step',
  'run_to',
  'speed',
  'catchup_pace',
  'stop',
]);

/**
 * True for a command that only controls when the loop runs: no result depends on it, and a rebuilt past leaves it out.
 */
export const isPace = ({ type }: SessionCommand): boolean => PACE.has(type);

const EXTERNAL_REPORTS: ReadonlySet<SessionCommand['type']> = new Set([
  'bars',
  'trading_status',
  'no_trades',
  'advance',
  'account_opened',
  'account_link',
  'order_report',
  'fill_report',
  'account_finding',
]);

/** True for a report of a feed or a broker's account: no user or strategy asked for it. */
export const isExternalReport = ({ type }: SessionCommand): boolean => EXTERNAL_REPORTS.has(type);

/**
 * A command with the position at which it was applied: the clock, and how many steps (instants, finished loads, days
 * begun) the session had taken. The clock alone is not enough: it is stopped during a catch-up.
 */
export interface JournalEntry {
  readonly seq: number;
  readonly clock: string;
  readonly step: number;
  readonly command: SessionCommand;
}

/** A command that waits for its time. With `step` it also waits for exactly that step, as a journal's commands do. */
export interface PlannedCommand {
  readonly at: EpochMs;
  readonly step?: number;
  readonly command: SessionCommand;
  /** Its issuer issues it again: it only keeps its place among the commands of the same step. */
  readonly reissuedOnReplay?: true;
}
