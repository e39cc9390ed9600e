import { BarColumns } from '../model/bar-columns.ts';
import { invariant } from '../base/invariant.ts';
import { isoUtc, type EpochMs, type Ticker } from '../base/epoch-ms.ts';
import { ok, type Failure } from '../base/result.ts';
import { noteFinding } from '../data-quality/note-finding.ts';
import type { Finding } from '../model/finding.ts';
import type { SymbolRecord } from '../session-data/symbol-record.ts';
import { FeedSlot } from './feed-slot.ts';
import { installRequirements } from './install-symbol.ts';
import type { Provisioned, ProvisionRequest } from './provisioner.ts';
import { metadataAfter, needsQueue, withPresent } from './request-symbol.ts';
import type { SessionDay } from './session-day.ts';
import type { SessionRun } from './session-run.ts';

/**
 * Makes everything that was loaded part of the session: all of it at once, in the order in which it was asked for, so
 * that symbols added in one go share one catch-up. What failed leaves no trace. Answers why it did, by symbol.
 */
export function admitLoaded(
  run: SessionRun,
  day: SessionDay,
  midSession: boolean,
): ReadonlyMap<Ticker, Failure> {
  const failures = new Map<Ticker, Failure>();
  const settled = day.provisioner.takeSettled();
  for (const [index, { request, outcome }] of settled.entries()) {
    if (outcome.ok) {
      admit(run, day, request, outcome.value, midSession);
      request.answer(ok(null));
    } else {
      failures.set(request.symbol, outcome.failure);
      const wantedAgain = settled.slice(index + 1).some((later) => later.request.symbol === request.symbol);
      rollBack(run, day, request, outcome.failure, wantedAgain);
      request.answer(outcome);
    }
  }
  announceArrived(run, day);
  return failures;
}

/** A symbol of which nothing came goes, unless the next request for it may still bring it in. */
function rollBack(
  run: SessionRun,
  day: SessionDay,
  { symbol }: ProvisionRequest,
  { code, message }: Failure,
  wantedAgain: boolean,
): void {
  if (!wantedAgain && day.data.record(symbol)?.admitted === false) day.data.remove(symbol);
  run.log.add({ type: 'symbol_failed', symbol, code, reason: message });
}

function admit(
  run: SessionRun,
  day: SessionDay,
  request: ProvisionRequest,
  { validation, loaded }: Provisioned,
  midSession: boolean,
): void {
  const { symbol } = request;
  const record = day.data.record(symbol);
  invariant(record !== undefined, () => `${symbol} is registered before it is admitted`);
  const metadata = metadataAfter(record, request);
  const upgraded = metadata.upgraded_from_adhoc && !record.metadata.upgraded_from_adhoc;
  const streamsAnew = loaded.today !== undefined && needsQueue(record, request.requirements);
  let { requirements } = request;
  if (streamsAnew && record.baseInterval !== undefined) {
    requirements = withPresent(record, requirements);
    day.stopStreaming(record);
    record.forgetToday(day.grid.session.dayStart);
  }
  const options = {
    now: run.clock.now(),
    skipIncomplete: run.config.session_data_config.derived_bars.incomplete === 'skip',
    mayChange: run.options.live !== undefined,
  };
  installRequirements(record, day.grid, requirements, validation, loaded, options);
  record.metadata = metadata;
  record.synthetic ||= loaded.synthetic;
  if (record.keep) run.symbols.add(symbol);
  record.notifiedUntil = day.streamedUntil.get(symbol) ?? record.notifiedUntil;
  announceLoaded(run, record, loaded, upgraded);
  for (const finding of loaded.findings) reportFinding(run, record, finding);
  if (streamsAnew) startCatchUp(run, day, record, loaded.today, midSession);
  else refreshSlot(day, record);
}

/** Puts a finding of the store on the symbol's list, and the first of its kind into the log. */
function reportFinding(run: SessionRun, record: SymbolRecord, finding: Finding): void {
  const { firstMs, lastMs, symbol, interval, kind, count, detail } = finding;
  const known = record.findings.some(
    (each) => each.kind === kind && each.interval === interval && each.firstMs === firstMs,
  );
  if (known || !noteFinding(record.findings, finding)) return;
  const [first, last] = [isoUtc(firstMs as EpochMs), isoUtc(lastMs as EpochMs)];
  run.log.add({ type: 'finding', symbol, interval, kind, first, last, count, detail });
}

function announceLoaded(
  run: SessionRun,
  record: SymbolRecord,
  loaded: Provisioned['loaded'],
  upgraded: boolean,
): void {
  const historical = [...loaded.histories.read.values()].reduce((sum, { bars }) => sum + bars.length, 0);
  run.log.add({
    type: 'symbol_loaded',
    symbol: record.symbol,
    base_interval: record.baseInterval ?? null,
    queued_bars: run.options.live?.bars.of(record.symbol).bars.length ?? loaded.today?.length ?? 0,
    historical_bars: historical,
  });
  if (upgraded) {
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
  // Live, the queue is the feed's own and grows; the session's bars stand apart from it.
  const live = run.options.live?.bars.of(record.symbol);
  if (live !== undefined) {
    slot.follow(live.bars);
    record.noTrades = live.noTrades;
  } else if (record.base !== undefined) {
    record.base.bars = BarColumns.within(slot.bars);
    slot.inPlace = record.base.bars.isWithin(slot.bars);
  }
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
