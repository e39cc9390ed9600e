import { asEpochMs, asTicker, type Ticker } from '../../base/epoch-ms.ts';
import { fail, ok, type Failure, type Result } from '../../base/result.ts';
import { createIndicator, indicatorKey } from '../../data-processor/indicators/registry.ts';
import type { Caller, SessionCommand } from './command.ts';
import { adhocRequirements, fullRequirements, type AdhocAsk } from '../loading/requirements.ts';
import { applyFeed } from './apply-feed.ts';
import { applyTrading } from './apply-trading.ts';
import type { SessionDay } from '../streaming/session-day.ts';
import type { TradedSession } from './trading.ts';
import { requestSymbol, type SymbolRequest } from './request-symbol.ts';
import type { Session } from './session.ts';
import type { SymbolRecord } from '../../session-data/symbol-record.ts';

/**
 * The outcome of a command: an immediate result, or a request whose result comes when its bars are loaded. `logged`
 * means that the event log names the refusal already.
 */
type Reply = { readonly result: Result<null>; readonly logged?: true } | { readonly request: SymbolRequest };

/**
 * Applies the due commands, each journaled before it takes effect; returns true when there was one. Called only between
 * two instants. `settle` is called after each command: its events precede those of the next, both for commands given
 * one by one and for a replay that has them all.
 */
export function takeCommands(run: TradedSession, day: SessionDay, settle: () => void): boolean {
  const { session } = run;
  const now = session.clock.now();
  if (!session.queue.isDue(now, session.step)) return false;
  for (const { command, answer } of session.queue.take(now, session.step)) {
    session.journal(command);
    const reply = apply(run, day, command);
    if ('request' in reply) requestSymbol(session, day, reply.request, answer);
    else {
      if (!reply.result.ok && reply.logged !== true) logRefusal(session, command, reply.result.failure);
      answer(reply.result);
    }
    // The loop keeps values of records by place; a command may have changed any of them.
    day.feed.refresh();
    settle();
  }
  return true;
}

function apply(run: TradedSession, day: SessionDay, command: SessionCommand): Reply {
  switch (command.type) {
    case 'add':
      return add(run.session, day, command);
    case 'upgrade':
      return upgrade(run.session, day, command);
    case 'adhoc':
      return addAdhoc(run.session, day, asTicker(command.symbol), command.ask);
    case 'remove':
      return { result: remove(run, day, asTicker(command.symbol)) };
    case 'place_order':
    case 'cancel_order':
    case 'replace_order':
    case 'flatten':
    case 'resume_trading':
      return { result: applyTrading(run, command) };
    case 'bars':
    case 'trading_status':
    case 'no_trades':
    case 'advance':
      return { result: applyFeed(run, day, command) };
    case 'account_opened':
    case 'account_link':
    case 'order_report':
    case 'fill_report':
    case 'account_finding':
      return { result: run.trading.takeReport(command) };
    default:
      return { result: applyPace(run.session, command) };
  }
}

function logRefusal(session: Session, command: SessionCommand, { code, message: reason }: Failure): void {
  const symbol = 'symbol' in command ? (command.symbol ?? null) : null;
  session.log.add({ type: 'command_refused', command: command.type, symbol, code, reason });
}

type PaceCommand = Extract<
  SessionCommand,
  { type: 'pause' | 'resume' | 'step' | 'run_to' | 'speed' | 'catchup_pace' | 'stop' }
>;

function applyPace(session: Session, command: PaceCommand): Result<null> {
  const { pace } = session;
  switch (command.type) {
    case 'pause':
      pace.pause();
      session.updateState('paused');
      return ok(null);
    case 'resume':
      pace.resume();
      session.updateState('resumed');
      return ok(null);
    case 'step':
      pace.step(command.count);
      session.updateState(`stepping ${command.count}`);
      return ok(null);
    case 'run_to':
      return runTo(session, command.clock_ms);
    case 'speed':
      pace.setSpeed(command.multiplier);
      return ok(null);
    case 'catchup_pace':
      pace.setCatchupPace(command.bars_per_second);
      return ok(null);
    case 'stop':
      session.stopReason = command.reason;
      return ok(null);
  }
}

function runTo(session: Session, clockMs: number): Result<null> {
  const { session: hours } = session.clock;
  if (hours === undefined || clockMs > hours.close) {
    return fail('not_allowed', 'That time is after the close of this session.');
  }
  if (clockMs <= session.clock.now())
    return fail('not_allowed', 'That time has passed; step back or restart instead.');
  session.pace.runTo(asEpochMs(clockMs));
  session.updateState('running to a time');
  return ok(null);
}

/** Requests everything that the config requires of a symbol. With `keep`, the following days start with it too. */
function add(
  session: Session,
  day: SessionDay,
  { symbol: name, added_by, keep = false }: Extract<SessionCommand, { type: 'add' }>,
): Reply {
  const symbol = asTicker(name);
  const reply = wantFull(session, day, symbol, added_by);
  if ('request' in reply) return { request: { ...reply.request, keep } };
  const record = day.data.record(symbol);
  if (!keep || record === undefined) return reply;
  record.keep = true;
  if (hasFull(record)) session.symbols.add(symbol);
  return reply;
}

function upgrade(
  session: Session,
  day: SessionDay,
  command: Extract<SessionCommand, { type: 'upgrade' }>,
): Reply {
  const symbol = asTicker(command.symbol);
  if (day.data.record(symbol) === undefined) return { result: notInSession(symbol) };
  return wantFull(session, day, symbol, command.added_by);
}

/** Requests everything that the config requires of a symbol, unless the session has it or has requested it already. */
function wantFull(session: Session, day: SessionDay, symbol: Ticker, caller: Caller): Reply {
  if (hasFull(day.data.record(symbol))) return unchanged(session, symbol, 'is already there');
  if (day.provisioner.fullUnderWay(symbol)) return unchanged(session, symbol, 'is already on its way');
  const requirements = fullRequirements(session.config, symbol);
  return { request: { symbol, requirements, caller, full: true } };
}

const hasFull = (record: SymbolRecord | undefined): boolean =>
  record?.admitted === true && record.metadata.meets_session_config_requirements;

function addAdhoc(session: Session, day: SessionDay, symbol: Ticker, ask: AdhocAsk): Reply {
  if (ask.kind === 'indicator') {
    const indicator = createIndicator(ask.spec);
    if (!indicator.ok) {
      const { code, message: reason } = indicator.failure;
      session.log.add({ type: 'symbol_failed', symbol, code, reason });
      return { result: indicator, logged: true };
    }
  }
  const record = day.data.record(symbol);
  if (record !== undefined && hasAlready(record, ask)) return unchanged(session, symbol, 'has that already');
  return { request: { symbol, requirements: adhocRequirements(ask), caller: 'adhoc', full: false } };
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

function unchanged(session: Session, symbol: Ticker, why: string): Reply {
  session.log.add({ type: 'symbol_unchanged', symbol, reason: `${symbol} ${why}` });
  return { result: ok(null) };
}

/** Removes everything of the symbol at once; the following days start without it. */
function remove({ session, trading }: TradedSession, day: SessionDay, symbol: Ticker): Result<null> {
  const record = day.data.record(symbol);
  if (record === undefined) return notInSession(symbol);
  const lock = trading.lockedBy(symbol);
  if (lock !== undefined) return fail('locked_symbol', `${symbol} cannot be removed: ${lock}.`);
  day.provisioner.cancel(symbol);
  day.stopStreaming(record);
  day.data.remove(symbol);
  session.symbols.delete(symbol);
  session.log.add({ type: 'symbol_removed', symbol, reason: 'asked for' });
  return ok(null);
}

const notInSession = (symbol: string): Result<null> =>
  fail('not_in_session', `${symbol} is not in the session.`);
