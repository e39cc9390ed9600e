import { asTicker, asEpochMs, type Ticker } from '../base/epoch-ms.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { createIndicator } from '../data-processor/indicators/registry.ts';
import type { Caller, SessionCommand } from './command.ts';
import type { PostedCommand } from './command-queue.ts';
import { adhocRequirements, fullRequirements, type AdhocAsk } from './requirements.ts';
import type { SessionDay } from './session-day.ts';
import type { SessionRun } from './session-run.ts';
import { addedAt, fullMetadata, requestSymbol } from './symbol-admission.ts';

type Answer = (result: Result<null>) => void;

/**
 * Applies what has arrived, each command journaled before it takes effect; true when there was any. Only ever called
 * between two instants.
 */
export function takeCommands(run: SessionRun, day: SessionDay): boolean {
  const now = run.clock.now();
  if (!run.queue.isDue(now, run.step)) return false;
  for (const posted of run.queue.take(now, run.step)) {
    run.journal(posted.command);
    apply(run, day, posted);
  }
  return true;
}

function apply(run: SessionRun, day: SessionDay, { command, answer }: PostedCommand): void {
  switch (command.type) {
    case 'add':
      return addFull(run, day, command, answer);
    case 'upgrade':
      return upgrade(run, day, command, answer);
    case 'adhoc':
      return addAdhoc(run, day, asTicker(command.symbol), command.ask, answer);
    case 'remove':
      return settled(run, command, answer, remove(run, day, asTicker(command.symbol)));
    default:
      return settled(run, command, answer, applyPace(run, command));
  }
}

/** Answers, and puts a refusal on record. */
function settled(run: SessionRun, command: SessionCommand, answer: Answer, result: Result<null>): void {
  if (!result.ok) {
    const { code, message: reason } = result.failure;
    const symbol = 'symbol' in command ? command.symbol : null;
    run.log.add({ type: 'command_refused', command: command.type, symbol, code, reason });
  }
  answer(result);
}

type PaceCommand = Extract<
  SessionCommand,
  { type: 'pause' | 'resume' | 'step' | 'run_to' | 'speed' | 'catchup_pace' | 'stop' }
>;

function applyPace(run: SessionRun, command: PaceCommand): Result<null> {
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

function runTo(run: SessionRun, clockMs: number): Result<null> {
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
  run: SessionRun,
  day: SessionDay,
  { symbol: name, added_by, keep }: Extract<SessionCommand, { type: 'add' }>,
  answer: Answer,
): void {
  const symbol = asTicker(name);
  if (keep === true) run.symbols.add(symbol);
  const record = day.data.record(symbol);
  if (record?.metadata.meets_session_config_requirements === true) {
    run.log.add({ type: 'symbol_unchanged', symbol, reason: `${symbol} is already there` });
    return answer(ok(null));
  }
  if (record !== undefined) return requestUpgrade(run, day, symbol, added_by, answer);
  const metadata = fullMetadata(added_by, addedAt(run));
  requestSymbol(run, day, symbol, fullRequirements(run.config, symbol), metadata, answer);
}

function upgrade(
  run: SessionRun,
  day: SessionDay,
  command: Extract<SessionCommand, { type: 'upgrade' }>,
  answer: Answer,
): void {
  const symbol = asTicker(command.symbol);
  const record = day.data.record(symbol);
  if (record === undefined) return settled(run, command, answer, notInSession(symbol));
  if (record.metadata.meets_session_config_requirements) {
    run.log.add({ type: 'symbol_unchanged', symbol, reason: `${symbol} is already full` });
    return answer(ok(null));
  }
  requestUpgrade(run, day, symbol, command.added_by, answer);
}

/** Adhoc → full in place: what the symbol has is kept, `added_at` included. */
function requestUpgrade(
  run: SessionRun,
  day: SessionDay,
  symbol: Ticker,
  caller: Caller,
  answer: Answer,
): void {
  const record = day.data.record(symbol);
  const metadata = {
    ...fullMetadata(caller, record?.metadata.added_at ?? null),
    upgraded_from_adhoc: true,
  };
  requestSymbol(run, day, symbol, fullRequirements(run.config, symbol), metadata, answer);
}

function addAdhoc(run: SessionRun, day: SessionDay, symbol: Ticker, ask: AdhocAsk, answer: Answer): void {
  if (ask.kind === 'indicator') {
    const indicator = createIndicator(ask.spec);
    if (!indicator.ok) {
      const { code, message: reason } = indicator.failure;
      run.log.add({ type: 'symbol_failed', symbol, code, reason });
      return answer(indicator);
    }
  }
  const metadata = day.data.record(symbol)?.metadata ?? {
    meets_session_config_requirements: false,
    added_by: 'adhoc' as const,
    auto_provisioned: true,
    added_at: addedAt(run),
    upgraded_from_adhoc: false,
  };
  requestSymbol(run, day, symbol, adhocRequirements(ask), metadata, answer);
}

/** Everything of the symbol goes at once; the following days start without it. */
function remove(run: SessionRun, day: SessionDay, symbol: Ticker): Result<null> {
  const record = day.data.record(symbol);
  if (record === undefined) return notInSession(symbol);
  day.provisioner.cancel(symbol);
  const streamedUntil = Math.min(record.knownUntil ?? run.clock.now(), run.clock.now());
  if (record.stage !== 'loading') day.removedAt.set(symbol, asEpochMs(streamedUntil));
  day.feed.remove(symbol);
  day.catchUps.forget(symbol);
  day.data.remove(symbol);
  run.symbols.delete(symbol);
  run.log.add({ type: 'symbol_removed', symbol, reason: 'asked for' });
  return ok(null);
}

const notInSession = (symbol: string): Result<null> =>
  fail('not_in_session', `${symbol} is not in the session.`);
