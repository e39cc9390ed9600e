import { isoUtc, type EpochMs, type Ticker, type TradingDay } from '../../base/epoch-ms.ts';
import { fail, type Failure, ok, type Result } from '../../base/result.ts';
import { InvariantError } from '../../base/invariant.ts';
import type { Broker } from '../../execution/broker.ts';
import type { SessionState } from '../../model/session-event.ts';
import type { SessionView } from '../../session-data/session-view.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import { SessionGrid } from '../../time-manager/session-grid.ts';
import { weekOf } from '../../time-manager/trading-week.ts';
import type { PlannedCommand, SessionCommand } from './command.ts';
import { createDay } from './create-day.ts';
import type { EventLog } from './event-log.ts';
import type { RunReader } from './run-reader.ts';
import { StrategyRunner } from './strategy-runner.ts';
import { Session, type SessionRunOptions } from './session.ts';
import type { SessionDay } from '../streaming/session-day.ts';
import { loadDay, streamDay } from './session-loop.ts';
import { Trading } from './trading.ts';

/** Most symbols that a sentence names; of more it gives the number. */
const NAMED = 5;

/** Why a day has no symbol at all: the requested ones, and the reason of the first of them. */
function nothingLoaded(day: TradingDay, failures: ReadonlyMap<Ticker, Failure>): Failure {
  const [first] = failures.values();
  if (first === undefined) return fail('missing_data', `No symbol has data on ${day}.`).failure;
  if (failures.size === 1) return first;
  const names = [...failures.keys()];
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  const which = `${names.slice(0, NAMED).join(', ')}${more}`;
  return { ...first, message: `None of ${names.length} symbols is there (${which}): ${first.message}` };
}

export type RunOutcome =
  | { readonly kind: 'completed' }
  | { readonly kind: 'stopped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Drives one run of a session config through its days, from idle to completed. Runs once. Hosts read it as a `RunReader`;
 * its parts are for the coordinator itself.
 */
export class SessionRun implements RunReader {
  readonly session: Session;
  /** Orders, positions and the account, over all days of the run. */
  readonly trading: Trading;
  readonly runner: StrategyRunner;

  constructor(options: SessionRunOptions) {
    this.session = new Session(options);
    this.trading = new Trading(this.session);
    this.runner = new StrategyRunner(this, options.strategies);
  }

  get config(): Session['config'] {
    return this.session.config;
  }

  get calendar(): MarketCalendar {
    return this.session.options.calendar;
  }

  get state(): SessionState {
    return this.session.state;
  }

  get stateReason(): string {
    return this.session.machine.reason;
  }

  get clock(): Session['clock'] {
    return this.session.clock;
  }

  get log(): EventLog {
    return this.session.log;
  }

  get view(): SessionView {
    return this.session.view;
  }

  get day(): SessionDay | undefined {
    return this.session.day;
  }

  get days(): readonly TradingDay[] {
    return this.session.days;
  }

  get dayIndex(): number {
    return this.session.dayIndex;
  }

  get step(): number {
    return this.session.step;
  }

  get instants(): readonly EpochMs[] {
    return this.session.instants;
  }

  get gate(): Session['gate'] {
    return this.session.gate;
  }

  get pace(): Session['pace'] {
    return this.session.pace;
  }

  get totals(): Session['totals'] {
    return this.session.totals;
  }

  get broker(): Broker {
    return this.trading.broker;
  }

  get notifications(): RunReader['notifications'] {
    return this.runner;
  }

  get unplayed(): readonly PlannedCommand[] {
    return this.session.queue.unplayed;
  }

  get missedExports(): readonly EpochMs[] {
    return this.session.missedExports;
  }

  lockedBy(symbol: Ticker): string | undefined {
    return this.trading.lockedBy(symbol);
  }

  /** Posts a command; resolves once it is applied between two instants, or refused. */
  post(command: SessionCommand): Promise<Result<null>> {
    return this.session.post(command);
  }

  /** Refuses every command that waits or comes: the run does not start. */
  refuse(failure: Failure): void {
    this.session.queue.refuseRest(failure);
  }

  /** Plays all days to the end. Never throws: a broken invariant becomes a failed session with its reason. */
  async run(): Promise<RunOutcome> {
    const { wall } = this.session.options;
    const begun = wall.now();
    const outcome = await this.#playAll().catch((error: unknown) => this.#broken(error));
    this.session.totals.totalMs = wall.now() - begun;
    this.session.day?.abandonLoads();
    this.session.queue.refuseRest({ code: 'not_allowed', message: 'The session has ended.' });
    return outcome;
  }

  async #playAll(): Promise<RunOutcome> {
    let played = 0;
    let problem: Failure | undefined;
    for (const [index, day] of this.session.days.entries()) {
      this.session.dayIndex = index;
      const begun = this.session.options.wall.now();
      const started = await this.#startDay(day);
      this.session.totals.loadMs += this.session.options.wall.now() - begun;
      if (started.ok) {
        played++;
        this.trading.startDay();
        this.runner.startDay(day);
        await streamDay(this, started.value);
        this.runner.endDay();
        this.#endDay(started.value);
      } else if (this.session.stopReason === undefined) {
        problem ??= started.failure;
        this.session.log.add({ type: 'day_skipped', day, reason: started.failure.message });
        this.trading.skipDay(day);
        if (index === this.session.days.length - 1 && played === 0) return this.#failed(problem);
        this.session.machine.enter('day_ended', started.failure.message);
      }
      if (this.session.stopReason !== undefined) break;
    }
    this.runner.end();
    this.trading.broker.end();
    this.session.machine.enter('completed', this.session.stopReason ?? 'the last session has ended');
    return this.session.stopReason === undefined
      ? { kind: 'completed' }
      : { kind: 'stopped', reason: this.session.stopReason };
  }

  async #startDay(day: TradingDay): Promise<Result<SessionDay>> {
    const { calendar } = this.session.options;
    const hours = calendar.tradingSession(day);
    if (hours === undefined) return fail('missing_data', `${day} is not a trading day.`);
    const { extended_hours: extendedHours } = this.session.config.session_data_config;
    const grid = new SessionGrid(hours, { extendedHours, week: () => weekOf(calendar, day) });
    this.session.clock.startSession({ open: grid.start, close: grid.end });
    this.session.machine.enter('loading', `loading ${day}`);
    this.session.step++;
    this.session.day = createDay(this.session, grid);
    this.session.pace.restartRealTime();
    const failures = await loadDay(this, this.session.day);
    if (this.session.stopReason !== undefined) return fail('cancelled', this.session.stopReason);
    if (this.session.day.data.loadedSymbols().length === 0 && this.session.symbols.size > 0)
      return { ok: false, failure: nothingLoaded(day, failures) };
    this.#announceDay(this.session.day);
    return ok(this.session.day);
  }

  #announceDay({ grid, data }: SessionDay): void {
    const { day, earlyClose } = grid.session;
    this.session.log.add({
      type: 'day_started',
      day,
      open: isoUtc(grid.start),
      close: isoUtc(grid.end),
      early_close: earlyClose,
      symbols: data.loadedSymbols(),
    });
    this.session.enterStreaming(`${day} is open`);
  }

  #endDay(day: SessionDay): void {
    day.abandonLoads();
    for (const slot of day.feed.slots) slot.countAfterHours();
    this.trading.endDay(
      day,
      this.session.stopReason === undefined ? this.session.days[this.session.dayIndex + 1] : undefined,
    );
    this.session.totals.addDay(day);
    const records = [...day.data.records()];
    const outside = records.reduce((sum, { outsideHours }) => sum + outsideHours, 0);
    this.session.machine.enter('day_ended', this.session.stopReason ?? `${day.grid.session.day} has closed`);
    this.session.log.add({
      type: 'day_ended',
      day: day.grid.session.day,
      bars: day.bars,
      outside_hours: outside,
    });
  }

  #failed(failure: Failure): RunOutcome {
    this.session.machine.enter('failed', failure.message);
    return { kind: 'failed', failure };
  }

  #broken(error: unknown): RunOutcome {
    const message = error instanceof Error ? error.message : String(error);
    this.session.options.logger.error('the session broke', {
      error: error instanceof Error ? error.stack : message,
    });
    const what = error instanceof InvariantError ? `expected ${message}` : message;
    return this.#failed({ code: 'unsupported', message: `The session broke: ${what}` });
  }
}
