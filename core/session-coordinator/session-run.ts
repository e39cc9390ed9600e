import { isoUtc, type EpochMs, type Ticker, type TradingDay } from '../base/epoch-ms.ts';
import { InvariantError } from '../base/invariant.ts';
import type { Logger } from '../base/logger.ts';
import { fail, ok, type Failure, type Result } from '../base/result.ts';
import type { BarStore } from '../data-manager/bar-store.ts';
import type { Strategy } from '../analysis-engine/strategy.ts';
import type { BacktestSessionConfig } from '../model/session-config.ts';
import type { SessionEvent, SessionState } from '../model/session-event.ts';
import { SessionView } from '../session-data/session-view.ts';
import type { MarketCalendar } from '../time-manager/market-calendar.ts';
import { SessionGrid } from '../time-manager/session-grid.ts';
import { SimulatedClock } from '../time-manager/simulated-clock.ts';
import { weekOf } from '../time-manager/trading-week.ts';
import { ActivityGate } from './activity-gate.ts';
import { isTold, type JournalEntry, type PlannedCommand, type SessionCommand } from './command.ts';
import { CommandQueue } from './command-queue.ts';
import { EventLog } from './event-log.ts';
import { Notifier } from './notifier.ts';
import { Pace, type WallClock } from './pace.ts';
import { createDay } from './create-day.ts';
import type { SessionDay } from './session-day.ts';
import { exportSession, type SessionExport } from './session-export.ts';
import type { LiveOptions } from './live-options.ts';
import { nothingLoaded } from './nothing-loaded.ts';
import { loadDay, streamDay } from './session-loop.ts';
import { SessionStateMachine } from './session-state-machine.ts';
import { RunTotals } from './run-totals.ts';
import { Trading } from './trading.ts';

/** Where a run's lasting record goes, as it happens; the host writes files. */
export interface Recorder {
  event(event: SessionEvent): void;
  /** Called before the command takes effect. */
  journal(entry: JournalEntry): void;
  /** `at` is the clock time asked for. */
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
  /** Commands known beforehand: of the command line, or of a journal. */
  readonly planned: readonly PlannedCommand[];
  readonly exportsAt: readonly EpochMs[];
  /** Up to this clock time nothing waits for wall time: a rebuilt past, or (`Infinity`) a whole replay. */
  readonly hurryUntil: number;
  /** What makes a session live; undefined for a backtest. */
  readonly live?: LiveOptions | undefined;
  /** Begins with a pause, which the journal has like any other. */
  readonly startPaused: boolean;
  /** What keeps a symbol from being removed (an open position, a pending order), in words. */
  readonly lockedBy: (symbol: Ticker) => string | undefined;
}

export type RunOutcome =
  | { readonly kind: 'completed' }
  | { readonly kind: 'stopped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

const asGiven = ({ at, step, command }: PlannedCommand): PlannedCommand =>
  step === undefined ? { at, command } : { at, step, command };

/** States in which bars stream, or could. */
const STREAMING: ReadonlySet<SessionState> = new Set(['active', 'catching_up', 'paused']);

/** One run of a session config: its days one after another, from idle to completed. Runs once. */
export class SessionRun {
  readonly options: SessionRunOptions;
  readonly config: BacktestSessionConfig;
  readonly clock = new SimulatedClock();
  readonly log: EventLog;
  readonly machine: SessionStateMachine;
  readonly gate: ActivityGate;
  readonly pace: Pace;
  readonly queue = new CommandQueue();
  readonly notifier: Notifier;
  readonly totals = new RunTotals();
  /** Orders, positions and the account, over all days of the run. */
  readonly trading: Trading;
  /** The external face: what strategies, exports and analysis panels read. */
  readonly view: SessionView;
  readonly days: readonly TradingDay[];
  /** Symbols that each following day starts with: the config's, less what was removed, more what the user keeps. */
  readonly symbols: Set<Ticker>;
  day: SessionDay | undefined;
  dayIndex = 0;
  /** Instants, finished loads and begun days so far: a command's place besides its clock time. */
  step = 0;
  stopReason: string | undefined;
  /** Clock times at which bars came, oldest first: the places to step back to. */
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
    this.pace = new Pace(wall, speed_multiplier, options.hurryUntil);
    this.view = new SessionView(this.gate, () => this.day?.data);
    this.trading = new Trading(this);
    this.notifier = new Notifier(this, options.strategies);
    this.days = calendar.tradingDays(start_date as TradingDay, end_date as TradingDay);
    this.symbols = new Set(symbols as Ticker[]);
    this.#exportsAt = [...options.exportsAt].sort((a, b) => a - b);
    this.queue.plan(options.live === undefined ? options.planned : options.planned.map(asGiven));
    if (options.startPaused) void this.queue.post({ type: 'pause' });
  }

  get state(): SessionState {
    return this.machine.state;
  }

  /** Asks for something; answers once it was applied between two instants, or refused. */
  post(command: SessionCommand): Promise<Result<null>> {
    if (this.state === 'completed' || this.state === 'failed') {
      const what = this.state === 'completed' ? 'The session has ended.' : 'The session failed.';
      return Promise.resolve(fail('not_allowed', what, 'Step back into it, or restart it.'));
    }
    const { live } = this.options;
    if (live === undefined || isTold(command)) return this.queue.post(command);
    // What was recorded is played as it was, also what a strategy asked for: a feed takes its time to answer.
    if (this.isRecorded && 'origin' in command && command.origin !== undefined)
      return Promise.resolve(ok(null));
    const post = (timed: SessionCommand): Promise<Result<null>> => this.queue.post(timed);
    return live.time?.around(command, post) ?? post(command);
  }

  /** True while a live day is played as it was: from its journal, or up to where the present one had come. */
  get isRecorded(): boolean {
    const { live, hurryUntil } = this.options;
    return live?.time === undefined || (this.clock.session !== undefined && this.clock.now() < hurryUntil);
  }

  /** Plays all days to the end. Never throws: a broken invariant becomes a failed session with its reason. */
  async run(): Promise<RunOutcome> {
    const { wall } = this.options;
    const begun = wall.now();
    const outcome = await this.#playAll().catch((error: unknown) => this.#broken(error));
    this.totals.totalMs = wall.now() - begun;
    this.day?.abandonLoads();
    this.queue.refuseRest({ code: 'not_allowed', message: 'The session has ended.' });
    return outcome;
  }

  /** The state follows from two facts: is the session deactivated, and is it paused. */
  updateState(reason: string): void {
    if (this.isStreaming) this.#enterStreaming(reason);
  }

  /** True from a day's open to its end, paused or not. */
  get isStreaming(): boolean {
    return STREAMING.has(this.state);
  }

  #enterStreaming(reason: string): void {
    this.machine.enter(!this.gate.active ? 'catching_up' : this.pace.paused ? 'paused' : 'active', reason);
  }

  /** What holds a symbol in the session, in words; undefined when it may go. */
  lockedBy(symbol: Ticker): string | undefined {
    return this.options.lockedBy(symbol) ?? this.trading.broker.lockedBy(symbol);
  }

  journal(command: SessionCommand): void {
    const clock = isoUtc(this.clock.now());
    this.options.recorder.journal({ seq: ++this.#journaled, clock, step: this.step, command });
  }

  /** Up to where the clock may go by itself: live, as far as the market is known; in a backtest anywhere. */
  get horizon(): number {
    const time = this.options.live?.time;
    if (time === undefined) return Number.POSITIVE_INFINITY;
    // A day that is picked up is played up to where it stood, and not beyond.
    return this.clock.now() < this.options.hurryUntil
      ? this.options.hurryUntil
      : Math.max(this.clock.now(), time.horizon());
  }

  /** The next time at which an export is wanted. */
  get nextExport(): number {
    return this.#exportsAt[0] ?? Number.POSITIVE_INFINITY;
  }

  /** Writes the exports whose time has come; called only when nobody is behind. */
  exportDue(): void {
    while (this.nextExport <= this.clock.now()) {
      const at = this.#exportsAt.shift() as EpochMs;
      const { session_name: name } = this.config;
      const session = { name, clock: this.clock.now(), state: this.state };
      this.options.recorder.export(at, exportSession(this.view, session));
    }
  }

  /** Export times that were never reached. */
  get missedExports(): readonly EpochMs[] {
    return this.#exportsAt;
  }

  async #playAll(): Promise<RunOutcome> {
    let played = 0;
    let problem: Failure | undefined;
    for (const [index, day] of this.days.entries()) {
      this.dayIndex = index;
      const begun = this.options.wall.now();
      const started = await this.#startDay(day);
      this.totals.loadMs += this.options.wall.now() - begun;
      if (started.ok) {
        played++;
        this.trading.startDay();
        this.notifier.startDay(day);
        await streamDay(this, started.value);
        this.notifier.endDay();
        this.#endDay(started.value);
      } else if (this.stopReason === undefined) {
        problem ??= started.failure;
        this.log.add({ type: 'day_skipped', day, reason: started.failure.message });
        if (index === this.days.length - 1 && played === 0) return this.#failed(problem);
        this.machine.enter('day_ended', started.failure.message);
      }
      if (this.stopReason !== undefined) break;
    }
    this.notifier.end();
    this.trading.broker.end();
    this.machine.enter('completed', this.stopReason ?? 'the last session has ended');
    return this.stopReason === undefined
      ? { kind: 'completed' }
      : { kind: 'stopped', reason: this.stopReason };
  }

  async #startDay(day: TradingDay): Promise<Result<SessionDay>> {
    const { calendar } = this.options;
    const session = calendar.tradingSession(day);
    if (session === undefined) return fail('missing_data', `${day} is not a trading day.`);
    const { extended_hours: extendedHours } = this.config.session_data_config;
    const grid = new SessionGrid(session, { extendedHours, week: () => weekOf(calendar, day) });
    this.clock.startSession({ open: grid.start, close: grid.end });
    this.machine.enter('loading', `loading ${day}`);
    this.step++;
    this.day = createDay(this, grid);
    this.pace.restartRealTime();
    const failures = await loadDay(this, this.day);
    if (this.stopReason !== undefined) return fail('cancelled', this.stopReason);
    if (this.day.data.loadedSymbols().length === 0 && this.symbols.size > 0)
      return { ok: false, failure: nothingLoaded(day, failures) };
    this.#announceDay(this.day);
    return ok(this.day);
  }

  #announceDay({ grid, data }: SessionDay): void {
    const { day, earlyClose } = grid.session;
    this.log.add({
      type: 'day_started',
      day,
      open: isoUtc(grid.start),
      close: isoUtc(grid.end),
      early_close: earlyClose,
      symbols: data.loadedSymbols(),
    });
    this.#enterStreaming(`${day} is open`);
  }

  #endDay(day: SessionDay): void {
    day.abandonLoads();
    for (const slot of day.feed.slots) slot.countRest();
    this.trading.endDay(day, this.stopReason === undefined ? this.days[this.dayIndex + 1] : undefined);
    this.totals.addDay(day);
    const records = [...day.data.records()];
    const outside = records.reduce((sum, { outsideHours }) => sum + outsideHours, 0);
    this.machine.enter('day_ended', this.stopReason ?? `${day.grid.session.day} has closed`);
    this.log.add({ type: 'day_ended', day: day.grid.session.day, bars: day.bars, outside_hours: outside });
  }

  #failed(failure: Failure): RunOutcome {
    this.machine.enter('failed', failure.message);
    return { kind: 'failed', failure };
  }

  #broken(error: unknown): RunOutcome {
    const message = error instanceof Error ? error.message : String(error);
    this.options.logger.error('the session broke', { error: error instanceof Error ? error.stack : message });
    const what = error instanceof InvariantError ? `expected ${message}` : message;
    return this.#failed({ code: 'unsupported', message: `The session broke: ${what}` });
  }
}
