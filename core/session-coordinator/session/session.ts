import { isoUtc, type EpochMs, type Ticker, type TradingDay } from '../../base/epoch-ms.ts';
import type { Logger } from '../../base/logger.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { BarStore } from '../../data-manager/bar-store.ts';
import type { Strategy } from '../../analysis-engine/strategy.ts';
import type { BacktestSessionConfig } from '../../model/session-config.ts';
import type { SessionEvent, SessionState } from '../../model/session-event.ts';
import { SessionView } from '../../session-data/session-view.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import { SimulatedClock } from '../../time-manager/simulated-clock.ts';
import { ActivityGate } from './activity-gate.ts';
import { isExternalReport, type JournalEntry, type PlannedCommand, type SessionCommand } from './command.ts';
import { CommandQueue } from './command-queue.ts';
import { EventLog } from './event-log.ts';
import { PlaybackPace, type WallClock } from './playback-pace.ts';
import type { SessionDay } from '../streaming/session-day.ts';
import { exportSession, type SessionExport } from './session-export.ts';
import type { LiveOptions } from './live-options.ts';
import { SessionStateMachine } from './session-state-machine.ts';
import { RunTotals } from './run-totals.ts';

/** Receives a run's lasting record while it happens; the host writes the files. */
export interface Recorder {
  event(event: SessionEvent): void;
  /** Called before the command takes effect. */
  journal(entry: JournalEntry): void;
  /** `at` is the requested clock time. */
  export(at: EpochMs, content: SessionExport): void;
}

export interface SessionRunOptions {
  readonly config: BacktestSessionConfig;
  readonly store: BarStore;
  readonly calendar: MarketCalendar;
  readonly wall: WallClock;
  readonly logger: Logger;
  readonly recorder: Recorder;
  readonly strategies: readonly Strategy[];
  /** Commands known before the run: from the command line or from a journal. */
  readonly planned: readonly PlannedCommand[];
  readonly exportsAt: readonly EpochMs[];
  /** Up to this clock time nothing waits for wall time: a rebuilt past, or (`Infinity`) a whole replay. */
  readonly fastForwardUntil: number;
  /** The speed to start with, in place of the config's. */
  readonly speed?: number | undefined;
  /** Makes a session live; undefined for a backtest. */
  readonly live?: LiveOptions | undefined;
  /** Starts with a pause, which the journal records like any other. */
  readonly startPaused: boolean;
  /** Why a symbol cannot be removed (an open position, a pending order), in words; undefined when it can. */
  readonly lockedBy: (symbol: Ticker) => string | undefined;
}

const withoutReplayMark = ({ at, step, command }: PlannedCommand): PlannedCommand =>
  step === undefined ? { at, command } : { at, step, command };

/** States in which bars stream, or can. */
const STREAMING: ReadonlySet<SessionState> = new Set(['active', 'catching_up', 'paused']);

/**
 * The state of one run of a session config: its clock, log, symbols and current day. It knows neither strategies nor
 * orders, nor the driver of the run: `SessionRun` does.
 */
export class Session {
  readonly options: SessionRunOptions;
  readonly config: BacktestSessionConfig;
  readonly clock = new SimulatedClock();
  readonly log: EventLog;
  readonly machine: SessionStateMachine;
  readonly gate: ActivityGate;
  readonly pace: PlaybackPace;
  readonly queue = new CommandQueue();
  readonly totals = new RunTotals();
  /** The external face: strategies, exports and analysis panels read it. */
  readonly view: SessionView;
  readonly days: readonly TradingDay[];
  /** Symbols that each following day starts with: the config's, less the removed ones, plus those the user keeps. */
  readonly symbols: Set<Ticker>;
  day: SessionDay | undefined;
  dayIndex = 0;
  /** Number of instants, finished loads and started days so far: with the clock time, the position of a command. */
  step = 0;
  stopReason: string | undefined;
  /** Clock times at which bars arrived, oldest first: the places to step back to. */
  readonly instants: EpochMs[] = [];
  readonly #exportsAt: EpochMs[];
  #journaled = 0;

  constructor(options: SessionRunOptions) {
    const { config, wall, calendar } = options;
    const { start_date, end_date, speed_multiplier } = config.backtest_config;
    const { streaming, symbols } = config.session_data_config;
    this.options = options;
    this.config = config;
    this.log = new EventLog(() => this.clock.now());
    this.log.subscribe((event) => options.recorder.event(event));
    this.machine = new SessionStateMachine((from, to, reason) =>
      this.log.add({ type: 'session_state', from, to, reason }),
    );
    this.gate = new ActivityGate(streaming.catchup_threshold_seconds, (_active, reason) =>
      this.updateState(reason),
    );
    this.pace = new PlaybackPace(wall, options.speed ?? speed_multiplier, options.fastForwardUntil);
    this.view = new SessionView(this.gate, () => this.day?.data);
    this.days = calendar.tradingDays(start_date as TradingDay, end_date as TradingDay);
    this.symbols = new Set(symbols as Ticker[]);
    this.#exportsAt = [...options.exportsAt].sort((a, b) => a - b);
    this.queue.plan(options.live === undefined ? options.planned : options.planned.map(withoutReplayMark));
    if (options.startPaused) void this.queue.post({ type: 'pause' });
  }

  get state(): SessionState {
    return this.machine.state;
  }

  /** Posts a command; resolves once it is applied between two instants, or refused. */
  post(command: SessionCommand): Promise<Result<null>> {
    if (this.state === 'completed' || this.state === 'failed') {
      const what = this.state === 'completed' ? 'The session has ended.' : 'The session failed.';
      return Promise.resolve(fail('not_allowed', what, 'Step back into it, or restart it.'));
    }
    const { live } = this.options;
    if (live === undefined || isExternalReport(command)) return this.queue.post(command);
    // A recorded day plays its recorded commands, also those of strategies: a feed takes time to answer.
    if (this.isRecorded && 'origin' in command && command.origin !== undefined)
      return Promise.resolve(ok(null));
    const post = (timed: SessionCommand): Promise<Result<null>> => this.queue.post(timed);
    return live.time?.around(command, post) ?? post(command);
  }

  /** True while a live day plays from its journal, or up to the point that the present one had reached. */
  get isRecorded(): boolean {
    const { live, fastForwardUntil } = this.options;
    return (
      live?.time === undefined || (this.clock.session !== undefined && this.clock.now() < fastForwardUntil)
    );
  }

  /** True while a resumed live day plays up to where it was interrupted. */
  get isResuming(): boolean {
    const { fastForwardUntil } = this.options;
    return Number.isFinite(fastForwardUntil) && (this.clock.session === undefined || this.isRecorded);
  }

  /** Enters the state that follows from two facts: whether the gate is closed, and whether the pace is paused. */
  updateState(reason: string): void {
    if (this.isStreaming) this.enterStreaming(reason);
  }

  /** Enters the same state when a day opens, from `loading`. */
  enterStreaming(reason: string): void {
    this.machine.enter(!this.gate.active ? 'catching_up' : this.pace.paused ? 'paused' : 'active', reason);
  }

  /** True from a day's open to its end, paused or not. */
  get isStreaming(): boolean {
    return STREAMING.has(this.state);
  }

  journal(command: SessionCommand): void {
    const clock = isoUtc(this.clock.now());
    this.options.recorder.journal({ seq: ++this.#journaled, clock, step: this.step, command });
  }

  /** The latest clock time that may be played now: live, as far as the market is known; in a backtest, unlimited. */
  get horizon(): number {
    const time = this.options.live?.time;
    if (time === undefined) return Number.POSITIVE_INFINITY;
    // A resumed day plays up to where it was interrupted before the market's time counts.
    return this.clock.now() < this.options.fastForwardUntil
      ? this.options.fastForwardUntil
      : Math.max(this.clock.now(), time.horizon());
  }

  /** The next clock time at which an export is due; `Infinity` when there is none. */
  get nextExport(): number {
    return this.#exportsAt[0] ?? Number.POSITIVE_INFINITY;
  }

  /** Writes the exports that are due; called only while no symbol is behind the clock. */
  exportDue(): void {
    while (this.nextExport <= this.clock.now()) {
      const at = this.#exportsAt.shift() as EpochMs;
      const { session_name: name } = this.config;
      const session = { name, clock: this.clock.now(), state: this.state };
      this.options.recorder.export(at, exportSession(this.view, session));
    }
  }

  /** Export times that the run never reached. */
  get missedExports(): readonly EpochMs[] {
    return this.#exportsAt;
  }
}
