import { type Ticker, type TradingDay, isoUtc } from '../../base/epoch-ms.ts';
import { fail, type Failure, ok, type Result } from '../../base/result.ts';
import { InvariantError } from '../../base/invariant.ts';
import { SessionGrid } from '../../time-manager/session-grid.ts';
import { weekOf } from '../../time-manager/trading-week.ts';
import { createDay } from './create-day.ts';
import { StrategyRunner } from './strategy-runner.ts';
import { Session, type SessionRunOptions } from './session.ts';
import type { SessionDay } from '../streaming/session-day.ts';
import { loadDay, streamDay } from './session-loop.ts';
import { Trading } from './trading.ts';

/** Symbols that a sentence names; of more it says how many. */
const NAMED = 5;

/** Why a day has no symbol at all: which ones were wanted, and what is wrong with the first of them. */
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

/** Drives one run of a session config through its days, from idle to completed. Runs once. */
export class SessionRun extends Session {
  /** Orders, positions and the account, over all days of the run. */
  readonly trading: Trading;
  readonly notifier: StrategyRunner;

  constructor(options: SessionRunOptions) {
    super(options);
    this.trading = new Trading(this);
    this.notifier = new StrategyRunner(this, options.strategies);
  }

  /** Why a symbol cannot be removed, in words; undefined when it can. */
  lockedBy(symbol: Ticker): string | undefined {
    return this.trading.lockedBy(symbol);
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
        this.trading.skipDay(day);
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
    this.enterStreaming(`${day} is open`);
  }

  #endDay(day: SessionDay): void {
    day.abandonLoads();
    for (const slot of day.feed.slots) slot.countAfterHours();
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
