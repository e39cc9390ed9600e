import { asEpochMs, asTicker, type Ticker } from '../../base/epoch-ms.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { createIndicator, indicatorKey } from '../../data-processor/indicators/registry.ts';
import type { Caller, SessionCommand } from './command.ts';
import type { PostedCommand } from './command-queue.ts';
import { adhocRequirements, fullRequirements, type AdhocAsk } from '../loading/requirements.ts';
import { applyFeed } from './apply-feed.ts';
import { applyTrading } from './apply-trading.ts';
import type { SessionDay } from '../streaming/session-day.ts';
import type { TradedSession } from './trading.ts';
import { requestSymbol } from './request-symbol.ts';
import type { SymbolRecord } from '../../session-data/symbol-record.ts';

type Answer = (result: Result<null>) => void;

/**
 * Applies what has arrived, each command journaled before it takes effect; true when there was any. Only ever called
 * between two instants. `settle` is called after each: what one command changes is in the log before the next one's, be
 * they given one by one, as a trader does, or lie at hand together, as in a replay.
 */
export function takeCommands(run: TradedSession, day: SessionDay, settle: () => void): boolean {
  const now = run.clock.now();
  if (!run.queue.isDue(now, run.step)) return false;
  for (const posted of run.queue.take(now, run.step)) {
    run.journal(posted.command);
    apply(run, day, posted);
    settle();
  }
  return true;
}

function apply(run: TradedSession, day: SessionDay, { command, answer }: PostedCommand): void {
  switch (command.type) {
    case 'add':
      return addFull(run, day, command, answer);
    case 'upgrade':
      return upgrade(run, day, command, answer);
    case 'adhoc':
      return addAdhoc(run, day, asTicker(command.symbol), command.ask, answer);
    case 'remove':
      return settled(run, command, answer, remove(run, day, asTicker(command.symbol)));
    case 'place_order':
    case 'cancel_order':
    case 'replace_order':
    case 'flatten':
    case 'resume_trading':
      return settled(run, command, answer, applyTrading(run, command));
    case 'bars':
    case 'trading_status':
    case 'no_trades':
    case 'advance':
      return settled(run, command, answer, applyFeed(run, day, command));
    case 'account_opened':
    case 'account_link':
    case 'order_report':
    case 'fill_report':
    case 'account_finding':
      return settled(run, command, answer, run.trading.takeReport(command));
    default:
      return settled(run, command, answer, applyPace(run, command));
  }
}

/** Answers, and puts a refusal on record. */
function settled(run: TradedSession, command: SessionCommand, answer: Answer, result: Result<null>): void {
  if (!result.ok) {
    const { code, message: reason } = result.failure;
    const symbol = 'symbol' in command ? (command.symbol ?? null) : null;
    run.log.add({ type: 'command_refused', command: command.type, symbol, code, reason });
  }
  answer(result);
}

type PaceCommand = Extract<
  SessionCommand,
  { type: 'pause' | 'resume' | 'step' | 'run_to' | 'speed' | 'catchup_pace' | 'stop' }
>;

function applyPace(run: TradedSession, command: PaceCommand): Result<null> {
  const { pace } = run;
  switch (command.type) {
    case 'pause':
      pace.pause();
      run.updateState('paused');
      return ok(null);
    case 'resume':
      pace.resume();
      run.updateState('resumed');
      return ok(null);
    case 'step':
      pace.step(command.count);
      run.updateState(`stepping ${command.count}`);
      return ok(null);
    case 'run_to':
      return runTo(run, command.clock_ms);
    case 'speed':
      pace.setSpeed(command.multiplier);
      return ok(null);
    case 'catchup_pace':
      pace.setCatchupPace(command.bars_per_second);
      return ok(null);
    case 'stop':
      run.stopReason = command.reason;
      return ok(null);
  }
}

function runTo(run: TradedSession, clockMs: number): Result<null> {
  const session = run.clock.session;
  if (session === undefined || clockMs > session.close) {
    return fail('not_allowed', 'That time is after the close of this session.');
  }
  if (clockMs <= run.clock.now())
    return fail('not_allowed', 'That time has passed; step back or restart instead.');
  run.pace.runTo(asEpochMs(clockMs));
  run.updateState('running to a time');
  return ok(null);
}

function addFull(
  run: TradedSession,
  day: SessionDay,
  { symbol: name, added_by, keep }: Extract<SessionCommand, { type: 'add' }>,
  answer: Answer,
): void {
  const symbol = asTicker(name);
  const full = wantFull(run, day, symbol, added_by, answer);
  const record = day.data.record(symbol);
  if (keep !== true || record === undefined) return;
  record.keep = true;
  if (full) run.symbols.add(symbol);
}

function upgrade(
  run: TradedSession,
  day: SessionDay,
  command: Extract<SessionCommand, { type: 'upgrade' }>,
  answer: Answer,
): void {
  const symbol = asTicker(command.symbol);
  if (day.data.record(symbol) === undefined) return settled(run, command, answer, notInSession(symbol));
  wantFull(run, day, symbol, command.added_by, answer);
}

/** Asks for all that the config wants of a symbol, new or adhoc so far. True when it has it already. */
function wantFull(
  run: TradedSession,
  day: SessionDay,
  symbol: Ticker,
  caller: Caller,
  answer: Answer,
): boolean {
  const record = day.data.record(symbol);
  const there = record?.admitted === true && record.metadata.meets_session_config_requirements;
  if (there || day.provisioner.fullUnderWay(symbol)) {
    unchanged(run, symbol, there ? 'is already there' : 'is already on its way', answer);
    return there;
  }
  const requirements = fullRequirements(run.config, symbol);
  requestSymbol(run, day, { symbol, requirements, caller, full: true, answer });
  return false;
}

function addAdhoc(run: TradedSession, day: SessionDay, symbol: Ticker, ask: AdhocAsk, answer: Answer): void {
  if (ask.kind === 'indicator') {
    const indicator = createIndicator(ask.spec);
    if (!indicator.ok) {
      const { code, message: reason } = indicator.failure;
      run.log.add({ type: 'symbol_failed', symbol, code, reason });
      return answer(indicator);
    }
  }
  const record = day.data.record(symbol);
  if (record !== undefined && hasAlready(record, ask)) {
    return unchanged(run, symbol, 'has that already', answer);
  }
  const requirements = adhocRequirements(ask);
  requestSymbol(run, day, { symbol, requirements, caller: 'adhoc', full: false, answer });
}

function hasAlready(record: SymbolRecord, ask: AdhocAsk): boolean {
  switch (ask.kind) {
    case 'bars':
      return record.series.has(ask.interval);
    case 'history':
      return (record.history.get(ask.interval)?.wantedDays.length ?? 0) >= ask.trailing_days;
    case 'indicator':
      return record.indicators.has(indicatorKey(ask.spec));
  }
}

function unchanged(run: TradedSession, symbol: Ticker, why: string, answer: Answer): void {
  run.log.add({ type: 'symbol_unchanged', symbol, reason: `${symbol} ${why}` });
  answer(ok(null));
}

/** Everything of the symbol goes at once; the following days start without it. */
function remove(run: TradedSession, day: SessionDay, symbol: Ticker): Result<null> {
  const record = day.data.record(symbol);
  if (record === undefined) return notInSession(symbol);
  const lock = run.trading.lockedBy(symbol);
  if (lock !== undefined) return fail('locked_symbol', `${symbol} cannot be removed: ${lock}.`);
  day.provisioner.cancel(symbol);
  day.stopStreaming(record);
  day.data.remove(symbol);
  run.symbols.delete(symbol);
  run.log.add({ type: 'symbol_removed', symbol, reason: 'asked for' });
  return ok(null);
}

const notInSession = (symbol: string): Result<null> =>
  fail('not_in_session', `${symbol} is not in the session.`);
