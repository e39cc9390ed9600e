import type { AddedBy } from './symbol-metadata.ts';
import type { FindingKind } from './finding.ts';
import type { FailureCode } from '../base/result.ts';
import type { TradingEventBody } from './trading-event.ts';

/** The names of the events in `events.jsonl`. */
export type SessionState =
  | 'idle'
  | 'loading'
  | 'active'
  | 'catching_up'
  | 'paused'
  | 'day_ended'
  | 'completed'
  | 'failed';

export type SignalDirection = 'long' | 'short' | 'flat';

/** An event as `events.jsonl` has it: the keys are those of the file. No value depends on the wall clock. */
export type SessionEventBody =
  | TradingEventBody
  | {
      readonly type: 'session_state';
      readonly from: SessionState;
      readonly to: SessionState;
      readonly reason: string;
    }
  | {
      readonly type: 'symbol_requested';
      readonly symbol: string;
      readonly added_by: AddedBy;
      readonly intervals: readonly string[];
    }
  | {
      readonly type: 'symbol_loaded';
      readonly symbol: string;
      readonly base_interval: string | null;
      readonly queued_bars: number;
      readonly historical_bars: number;
    }
  | {
      readonly type: 'symbol_active';
      readonly symbol: string;
      readonly caught_up_bars: number;
      readonly dropped_notifications: number;
    }
  | { readonly type: 'symbol_removed'; readonly symbol: string; readonly reason: string }
  | {
      readonly type: 'symbol_failed';
      readonly symbol: string;
      readonly code: FailureCode;
      readonly reason: string;
    }
  | { readonly type: 'symbol_upgraded'; readonly symbol: string; readonly added_by: AddedBy }
  | { readonly type: 'symbol_unchanged'; readonly symbol: string; readonly reason: string }
  | {
      readonly type: 'command_refused';
      readonly command: string;
      readonly symbol: string | null;
      readonly code: FailureCode;
      readonly reason: string;
    }
  /** A known bar of today got other values, or a bar came when later ones were already present. */
  | {
      readonly type: 'bar_corrected';
      readonly symbol: string;
      readonly interval: string;
      readonly open: string;
      readonly why: 'corrected' | 'late';
      /** Fills that the bar's earlier values caused: they remain. */
      readonly fills: readonly number[];
    }
  | {
      readonly type: 'trading_status';
      readonly symbol: string;
      readonly halted: boolean;
      readonly reason: string;
    }
  | {
      readonly type: 'strategy_stopped';
      readonly strategy: string;
      readonly reason: string;
      /** Lines of the user's file, innermost first: `my-strategy.ts:12 in onInstant`; empty for a built-in one. */
      readonly stack: readonly string[];
    }
  | {
      readonly type: 'strategy_log';
      readonly strategy: string;
      readonly level: 'info' | 'warn';
      readonly text: string;
    }
  | { readonly type: 'day_skipped'; readonly day: string; readonly reason: string }
  | {
      readonly type: 'day_started';
      readonly day: string;
      readonly open: string;
      readonly close: string;
      readonly early_close: boolean;
      readonly symbols: readonly string[];
    }
  | {
      readonly type: 'day_ended';
      readonly day: string;
      readonly bars: number;
      readonly outside_hours: number;
    }
  | {
      readonly type: 'finding';
      readonly symbol: string;
      readonly interval: string;
      readonly kind: FindingKind;
      readonly first: string;
      readonly last: string;
      readonly count: number;
      readonly detail: string;
    }
  | {
      readonly type: 'signal';
      readonly symbol: string;
      readonly strategy: string;
      readonly direction: SignalDirection;
      readonly price: number;
      readonly text: string;
    };

export type SessionEventType = SessionEventBody['type'];

/** `seq` counts from 1 without a gap; `clock` is the session clock in ISO 8601 UTC. */
export type SessionEvent = { readonly seq: number; readonly clock: string } & SessionEventBody;
