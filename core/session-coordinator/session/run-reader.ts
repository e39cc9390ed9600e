import type { EpochMs, Ticker, TradingDay } from '../../base/epoch-ms.ts';
import type { Result } from '../../base/result.ts';
import type { Broker } from '../../execution/broker.ts';
import type { BacktestSessionConfig } from '../../model/session-config.ts';
import type { SessionEvent, SessionState } from '../../model/session-event.ts';
import type { SessionData } from '../../session-data/session-data.ts';
import type { SessionView } from '../../session-data/session-view.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import type { SessionBounds } from '../../time-manager/simulated-clock.ts';
import type { SessionGrid } from '../../time-manager/session-grid.ts';
import type { CatchUps } from '../streaming/catch-ups.ts';
import type { ActivityGate } from './activity-gate.ts';
import type { PlannedCommand, SessionCommand } from './command.ts';
import type { PlaybackPace } from './playback-pace.ts';
import type { RunTotals } from './run-totals.ts';

/** A host's view of the current day. */
export interface DayReader {
  readonly grid: SessionGrid;
  readonly data: Omit<SessionData, 'add' | 'remove' | 'pools'>;
  readonly catchUps: Pick<CatchUps, 'any' | 'of' | 'running' | 'reports'>;
  /** Bars that wait in each symbol's queue. */
  readonly feed: {
    readonly slots: readonly { readonly bars: { readonly length: number }; readonly cursor: number }[];
  };
  /** Base bars that became part of the session today. */
  readonly bars: number;
}

/** A host's view of a run. To change one, it posts a command. */
export interface RunReader {
  readonly config: BacktestSessionConfig;
  /** That of the config's exchange group. */
  readonly calendar: MarketCalendar;
  readonly state: SessionState;
  /** Why the run is in its state. */
  readonly stateReason: string;
  /** `session` is undefined before the first day; `now()` may be called only after it. */
  readonly clock: { now(): EpochMs; readonly session: SessionBounds | undefined };
  readonly log: {
    readonly events: readonly SessionEvent[];
    subscribe(listener: (event: SessionEvent) => void): Disposable;
  };
  readonly view: SessionView;
  readonly day: DayReader | undefined;
  readonly days: readonly TradingDay[];
  readonly dayIndex: number;
  /** Number of instants, finished loads and started days so far. */
  readonly step: number;
  /** Clock times at which bars arrived, oldest first. */
  readonly instants: readonly EpochMs[];
  readonly gate: Pick<ActivityGate, 'active' | 'droppedInBlock'>;
  readonly pace: Pick<PlaybackPace, 'paused' | 'speed' | 'catchupBarsPerSecond'>;
  readonly totals: Readonly<Omit<RunTotals, 'addDay'>>;
  readonly broker: Broker;
  readonly notifications: { readonly delivered: number; readonly dropped: number };
  /** Planned commands whose time has not come. */
  readonly unplayed: readonly PlannedCommand[];
  /** Export times that the run never reached. */
  readonly missedExports: readonly EpochMs[];
  /** Why a symbol cannot be removed, in words; undefined when it can. */
  lockedBy(symbol: Ticker): string | undefined;
  /** Posts a command; resolves once it is applied between two instants, or refused. */
  post(command: SessionCommand): Promise<Result<null>>;
}
