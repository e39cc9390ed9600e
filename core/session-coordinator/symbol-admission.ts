import { isoUtc, type Ticker } from '../base/epoch-ms.ts';
import { invariant } from '../base/invariant.ts';
import { ok, type Failure, type Result } from '../base/result.ts';
import { spanMs } from '../base/interval.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import { SymbolRecord } from '../session-data/symbol-record.ts';
import { FeedSlot } from './bar-feed.ts';
import { installRequirements } from './install-symbol.ts';
import type { Provisioned, ProvisionRequest } from './provisioner.ts';
import { fullRequirements, requiredBase, type SymbolRequirements } from './requirements.ts';
import type { SessionDay } from './session-day.ts';
import type { SessionRun } from './session-run.ts';

const NO_ANSWER = (): void => {};

/** Asks for the symbols that a day starts with, by the same path that every later symbol takes. */
export function requestConfigured(run: SessionRun, day: SessionDay): void {
  const configured = new Set<string>(run.config.session_data_config.symbols);
  for (const symbol of run.symbols) {
    const added_by = configured.has(symbol) ? 'config' : 'user';
    requestSymbol(
      run,
      day,
      symbol,
      fullRequirements(run.config, symbol),
      fullMetadata(added_by, null),
      NO_ANSWER,
    );
  }
}

export const fullMetadata = (
  added_by: SymbolMetadata['added_by'],
  added_at: string | null,
): SymbolMetadata => ({
  meets_session_config_requirements: true,
  added_by,
  auto_provisioned: false,
  added_at,
  upgraded_from_adhoc: false,
});

/** Registers what is wanted and starts to load it. A symbol new to the session shows as pending from here on. */
export function requestSymbol(
  run: SessionRun,
  day: SessionDay,
  symbol: Ticker,
  requirements: SymbolRequirements,
  metadata: SymbolMetadata,
  answer: (result: Result<null>) => void,
): void {
  const record = day.data.record(symbol);
  if (record === undefined) day.data.add(new SymbolRecord(symbol, metadata));
  run.log.add({
    type: 'symbol_requested',
    symbol,
    added_by: metadata.added_by,
    intervals: requirements.intervals.map(({ interval }) => interval),
  });
  const upgrade = record !== undefined && metadata.upgraded_from_adhoc;
  const loadsToday = requirements.intervals.length > 0 && needsQueue(record, requirements);
  const wanted = loadsToday && record !== undefined ? withPresent(record, requirements) : requirements;
  day.provisioner.request({ symbol, requirements: wanted, metadata, upgrade, loadsToday, answer });
  if (record === undefined) (day.data.record(symbol) as SymbolRecord).stage = 'loading';
}

/** True when the symbol has no queue yet, or one in an interval too coarse for what is wanted now. */
function needsQueue(record: SymbolRecord | undefined, requirements: SymbolRequirements): boolean {
  const required = requiredBase(requirements);
  if (record?.baseInterval === undefined || required === undefined) return true;
  return spanMs(record.baseInterval) > spanMs(required);
}

/** What a symbol has already stays: it is streamed again from the finer base together with what is new. */
function withPresent(record: SymbolRecord, requirements: SymbolRequirements): SymbolRequirements {
  const wanted = new Set(requirements.intervals.map(({ interval }) => interval));
  const present = [...record.series.keys()].filter((interval) => !wanted.has(interval));
  return {
    ...requirements,
    intervals: [
      ...requirements.intervals,
      ...present.map((interval) => ({ interval, because: interval })),
    ].sort((a, b) => spanMs(a.interval) - spanMs(b.interval)),
  };
}

/**
 * Makes everything that was loaded part of the session: all of it at once, in the order in which it was asked for, so
 * that symbols added in one go share one catch-up. What failed leaves no trace. Answers the first failure.
 */
export function admitLoaded(run: SessionRun, day: SessionDay, midSession: boolean): Failure | undefined {
  let problem: Failure | undefined;
  for (const { request, outcome } of day.provisioner.takeSettled()) {
    if (outcome.ok) {
      admit(run, day, request, outcome.value, midSession);
      request.answer(ok(null));
    } else {
      problem ??= outcome.failure;
      rollBack(run, day, request, outcome.failure);
      request.answer(outcome);
    }
  }
  announceArrived(run, day);
  return problem;
}

function rollBack(
  run: SessionRun,
  day: SessionDay,
  { symbol }: ProvisionRequest,
  { code, message }: Failure,
): void {
  if (day.data.record(symbol)?.stage === 'loading') day.data.remove(symbol);
  run.log.add({ type: 'symbol_failed', symbol, code, reason: message });
}

function admit(
  run: SessionRun,
  day: SessionDay,
  request: ProvisionRequest,
  { validation, loaded }: Provisioned,
  midSession: boolean,
): void {
  const { symbol, metadata, requirements } = request;
  const record = day.data.record(symbol);
  invariant(record !== undefined, () => `${symbol} is registered before it is admitted`);
  const streamsAnew = loaded.today !== undefined && needsQueue(record, requirements);
  if (streamsAnew && record.baseInterval !== undefined) {
    day.feed.remove(symbol);
    record.forgetToday();
  }
  const options = {
    now: run.clock.now(),
    skipIncomplete: run.config.session_data_config.derived_bars.incomplete === 'skip',
  };
  installRequirements(record, day.grid, requirements, validation, loaded, options);
  record.metadata = metadata;
  record.synthetic ||= loaded.synthetic;
  record.findings.push(...loaded.findings);
  record.notifiedUntil = day.removedAt.get(symbol) ?? record.notifiedUntil;
  announceLoaded(run, request, record, loaded);
  if (streamsAnew) startCatchUp(run, day, record, loaded.today, midSession);
  else refreshSlot(day, record);
}

function announceLoaded(
  run: SessionRun,
  request: ProvisionRequest,
  record: SymbolRecord,
  loaded: Provisioned['loaded'],
): void {
  const historical = [...loaded.history.values()].reduce((sum, { bars }) => sum + bars.length, 0);
  run.log.add({
    type: 'symbol_loaded',
    symbol: record.symbol,
    base_interval: record.baseInterval ?? null,
    queued_bars: loaded.today?.length ?? 0,
    historical_bars: historical,
  });
  if (request.upgrade) {
    run.log.add({ type: 'symbol_upgraded', symbol: record.symbol, added_by: record.metadata.added_by });
  }
}

function startCatchUp(
  run: SessionRun,
  day: SessionDay,
  record: SymbolRecord,
  today: Provisioned['loaded']['today'],
  midSession: boolean,
): void {
  const { baseInterval } = record;
  invariant(
    baseInterval !== undefined && today !== undefined,
    () => `${record.symbol} has a base and a queue`,
  );
  const slot = new FeedSlot(record, baseInterval, today, day.grid);
  day.feed.add(slot);
  record.stage = 'catching_up';
  record.knownUntil = day.grid.start;
  day.catchUps.start(slot, run.clock.now(), run.options.wall.now(), midSession);
}

/** A symbol that streams already got series more: their bars in progress end when the calendar says. */
function refreshSlot(day: SessionDay, record: SymbolRecord): void {
  const slot = day.feed.slotOf(record.symbol);
  if (slot === undefined) {
    record.stage = 'active';
    return;
  }
  slot.findNextDerivedClose();
  day.feed.refresh();
}

/** After each instant of a catch-up: notes how far it got, and lets those in who have nothing left before now. */
export function admitArrived(run: SessionRun, day: SessionDay, instant: number): void {
  if (!day.catchUps.any) return;
  for (const { slot } of day.catchUps.running) slot.record.knownUntil = instant;
  announceArrived(run, day);
}

function announceArrived(run: SessionRun, day: SessionDay): void {
  const now = run.clock.now();
  for (const catchUp of day.catchUps.takeArrived(now)) {
    const { record } = catchUp.slot;
    record.stage = 'active';
    record.knownUntil = undefined;
    record.lagMs = 0;
    day.catchUps.report(catchUp, now, run.options.wall.now());
    run.log.add({
      type: 'symbol_active',
      symbol: record.symbol,
      caught_up_bars: catchUp.doneBars,
      dropped_notifications: catchUp.droppedNotifications,
    });
  }
}

export const addedAt = (run: SessionRun): string => isoUtc(run.clock.now());
