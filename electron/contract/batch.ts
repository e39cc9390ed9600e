import type { InstrumentView } from './instrument-view.ts';
import type { Interval } from '../../core/base/interval.ts';
import type { LinkState } from '../../core/live-feed/feed-events.ts';
import type { SessionState } from '../../core/model/session-event.ts';
import type { SymbolMetadata } from '../../core/model/symbol-metadata.ts';
import type { TradingUpdate } from './trading.ts';

/** A symbol on its way into the session. `failed` rows stay until they are removed or the session ends. */
export type SymbolPhase = 'queued' | 'validating' | 'loading' | 'catching_up' | 'active' | 'failed';

/** One symbol that keeps the analysis side blocked. */
export interface CatchingUp {
  readonly symbol: string;
  readonly doneBars: number;
  readonly totalBars: number;
}

/** A catch-up that ended: kept on screen as past for a moment. */
export interface CatchupReport {
  readonly symbol: string;
  readonly bars: number;
  readonly droppedNotifications: number;
  readonly wallMs: number;
  readonly clockMs: number;
}

/** The engine's speed, over the last second or so of wall time. */
export interface EngineFigures {
  readonly barsPerSecond: number;
  /** Bars of the day that wait in the queues of all symbols, and in the longest of them. */
  readonly queuedBars: number;
  readonly longestQueue: number;
  /** Time that the engine worked for one turn of its loop, in microseconds; null while it took none. */
  readonly loopMicros: number | null;
  /** Share of the time in which it worked. */
  readonly loopBusyPercent: number;
}

/** The connection of a live session to its feed. Instants are the market's, UTC epoch ms. */
export interface FeedHeader {
  readonly name: string;
  readonly simulated: boolean;
  /** Market seconds per second: 1 except for a simulated market. */
  readonly marketSpeed: number;
  readonly state: LinkState;
  /** The reason for a bad state; empty otherwise. */
  readonly reason: string;
  readonly sinceMs: number;
  /** The time of the feed's last message; null before the first. */
  readonly lastMessageMs: number | null;
  readonly reconnects: number;
  /** The time and reason of the last interruption: it may be over before a poll sees it. Null before the first. */
  readonly brokeAtMs: number | null;
  readonly brokeBy: string;
  readonly unreadable: number;
  /** Symbols requested and granted. */
  readonly asked: number;
  readonly granted: number;
}

/** The destination of a live session's orders. */
export interface AccountHeader {
  readonly kind: 'simulated' | 'alpaca_paper';
  /** Why orders cannot reach it now; empty when they can. */
  readonly problem: string;
}

/** A stretch in which the market is closed: a night between two sessions, or a break within one. UTC epoch ms, `toMs` exclusive. */
export interface Closure {
  readonly fromMs: number;
  readonly toMs: number;
  readonly isBreak: boolean;
}

/** The session as a whole; sent whenever any part of it changed. All instants are UTC epoch ms. */
export interface SessionHeader extends EngineFigures {
  readonly configId: string;
  readonly sessionName: string;
  readonly mode: 'backtest' | 'live';
  /** Null in a replay. */
  readonly feed: FeedHeader | null;
  /** Null in a replay: its orders are simulated. */
  readonly account: AccountHeader | null;
  /** True when any bar on screen was generated. */
  readonly synthetic: boolean;
  readonly zone: string;
  readonly state: SessionState;
  readonly stateReason: string;
  /** True while the analysis side is deactivated: its panels show the notice and nothing newer than the block. */
  readonly blocked: boolean;
  readonly playing: boolean;
  readonly clockMs: number | null;
  readonly day: string | null;
  readonly dayIndex: number;
  readonly dayCount: number;
  readonly openMs: number;
  readonly closeMs: number;
  readonly earlyClose: boolean;
  /** The exchange group of the session: `CME_EQUITY`. */
  readonly group: string;
  /** Nights and breaks, oldest first, from some hundred sessions back to the current one's close. */
  readonly closures: readonly Closure[];
  readonly speedMultiplier: number;
  readonly catchupBarsPerSecond: number;
  readonly catchupThresholdSeconds: number;
  readonly catchingUp: readonly CatchingUp[];
  /** Dropped since the present (or last) block began. */
  readonly droppedInBlock: number;
  readonly delivered: number;
  readonly dropped: number;
  readonly barsProcessed: number;
  /** The intervals that the session streams or derives, shortest first. */
  readonly intervals: readonly Interval[];
  /** The session's own indicators, as its config lists them. */
  readonly indicators: readonly {
    readonly name: string;
    readonly interval: Interval;
    readonly parameters: Readonly<Record<string, number>>;
  }[];
  /** Why the run is no longer recorded, for example because the disk is full; the session continues. */
  readonly unrecorded: string | null;
  /** Why the session failed, in words, when `state` is `failed`. */
  readonly failure: { readonly message: string; readonly hint: string | null } | null;
}

export interface SymbolRow {
  readonly symbol: string;
  readonly phase: SymbolPhase;
  /** Why it failed; empty otherwise. */
  readonly reason: string;
  readonly doneBars: number;
  readonly totalBars: number;
  /** Last close and change since the first open of the day; null before the first bar. */
  readonly last: number | null;
  readonly change: number | null;
  readonly changePercent: number | null;
  readonly volume: number;
  readonly lagMs: number;
  readonly worstLagMs: number;
  readonly barCount: number;
  /** Percent of the expected base bars that exist; null before one is expected. */
  readonly quality: number | null;
  readonly metadata: SymbolMetadata;
  readonly addedAtMs: number | null;
  readonly intervals: readonly Interval[];
  readonly synthetic: boolean;
  /** Why trading is halted, in the exchange's words; null while it is not. */
  readonly halted: string | null;
  /** Bars of today that the feed corrected after they had closed, or that came too late for their turn. */
  readonly corrections: number;
  /** The loaded history, in words: `1m: 2 days, 780 bars`. */
  readonly history: readonly string[];
  /** Why the symbol must stay in the session, in words; null when it can be removed. */
  readonly lockedBy: string | null;
  readonly instrument: InstrumentView;
  /** Up to 40 closes spread over the day so far. */
  readonly spark: readonly number[];
}

/** Figures of a row that change from bar to bar, in the order in which `RowFigures` has them. */
export const FIGURES = [
  'last',
  'change',
  'changePercent',
  'quality',
  'volume',
  'lagMs',
  'worstLagMs',
  'barCount',
  'doneBars',
  'totalBars',
] as const satisfies readonly (keyof SymbolRow)[];

/** Figures alone, of rows that are otherwise unchanged since they were sent: row after row, `NaN` for null. */
export interface RowFigures {
  readonly symbols: readonly string[];
  /** As many as `symbols`, times as many as `FIGURES`. */
  readonly values: Float64Array;
}

export interface SparkUpdate {
  readonly symbol: string;
  readonly closes: Float64Array;
}

/**
 * Bars of one chart in columns. With `reset` they are all of the chart's bars; without, they follow those sent before.
 */
export interface ChartUpdate {
  readonly chartId: string;
  readonly symbol: string;
  readonly interval: Interval;
  readonly reset: boolean;
  readonly openMs: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  /** Empty for bars that are not derived: each is complete. */
  readonly coverage: Float64Array;
  /** The bar in progress, drawn distinct; null when there is none. */
  readonly forming: FormingBarUpdate | null;
  /** One entry per requested indicator that exists, in the order of the request. */
  readonly studies: readonly StudyUpdate[];
  /** `[fromMs, toMs]` of the bars that arrived in catch-up, with the instant of adding at its end. */
  readonly catchup: { readonly fromMs: number; readonly toMs: number } | null;
  /**
   * Opens of bars that were corrected after they had closed; sent with `reset` alone, since a correction causes one.
   */
  readonly corrected: Float64Array;
}

/** An indicator's numbers at the bars of their update; `NaN` before it was warm. */
export interface StudyUpdate {
  /** As the session names it: `sma(20)@5m`. */
  readonly key: string;
  readonly name: string;
  readonly outputs: readonly string[];
  /** One column per output, each as long as the update's bars. */
  readonly values: readonly Float64Array[];
}

export interface FormingBarUpdate {
  readonly openMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export interface SignalRow {
  readonly id: number;
  /** Number of the signal in the run, from 1: a jump shows how many were not sent. */
  readonly nth: number;
  readonly clockMs: number;
  readonly symbol: string;
  readonly strategy: string;
  readonly direction: 'long' | 'short' | 'flat';
  readonly price: number;
  readonly text: string;
}

/** One line of the event log, in words. */
export interface LogRow {
  /** Counts by one from 1: a jump shows how many were not sent. */
  readonly seq: number;
  readonly clockMs: number | null;
  readonly type: string;
  readonly symbol: string | null;
  readonly text: string;
}

/** A mark on the progress bar. */
export interface ProgressMark {
  readonly clockMs: number;
  /** `halted` and `resumed` concern trading: of a symbol, or of the account when there is no symbol. */
  readonly kind: 'added' | 'removed' | 'failed' | 'signal' | 'fill' | 'halted' | 'resumed';
  readonly symbol: string | null;
}

/**
 * The changes since the batch before. `seq` counts by one; a gap means that the reader must request a snapshot. With
 * `full` the reader forgets its earlier state. Lists append except `symbols`, whose rows replace rows of the same
 * symbol, and lists that are `relisted`.
 */
export interface Batch {
  readonly seq: number;
  readonly full: boolean;
  /** The changed parts; all parts in a full batch. */
  readonly session: Partial<SessionHeader> | null;
  readonly symbols: readonly SymbolRow[];
  readonly removedSymbols: readonly string[];
  readonly figures: RowFigures | null;
  /** Of rows in sight. */
  readonly sparks: readonly SparkUpdate[];
  readonly charts: readonly ChartUpdate[];
  /**
   * True when `signals` and `log` replace the lists sent before: while they came too fast, only the newest were sent.
   */
  readonly relisted: boolean;
  /** Empty while blocked: the window gets only results that a strategy may see. */
  readonly signals: readonly SignalRow[];
  readonly log: readonly LogRow[];
  readonly marks: readonly ProgressMark[];
  readonly catchups: readonly CatchupReport[];
  /** Null when nothing of it changed. A catch-up does not block the user's own account. */
  readonly trading: TradingUpdate | null;
}
