import { BarColumns } from '../../model/bar-columns.ts';
import { invariant } from '../../base/invariant.ts';
import { isoUtc, type EpochMs, type Ticker } from '../../base/epoch-ms.ts';
import { ok, type Failure } from '../../base/result.ts';
import { noteFinding } from '../../data-quality/inspect-bar.ts';
import type { Finding } from '../../model/finding.ts';
import type { SymbolRecord } from '../../session-data/symbol-record.ts';
import { SymbolQueue } from '../streaming/symbol-queue.ts';
import { installRequirements } from '../streaming/install-symbol.ts';
import type { ProvisionRequest } from '../loading/load-symbol.ts';
import type { Provisioned } from '../loading/provisioner.ts';
import { metadataAfter, needsQueue, withPresent } from './request-symbol.ts';
import type { SessionDay } from '../streaming/session-day.ts';
import type { Session } from './session.ts';

/**
 * Makes everything that was loaded part of the session: all of it at once, in the order of the requests, so that
 * symbols added together share one catch-up. A failed request leaves no trace. Returns the reasons of failures, by
 * symbol.
 */
export function admitLoaded(
  session: Session,
  day: SessionDay,
  midSession: boolean,
): ReadonlyMap<Ticker, Failure> {
  const failures = new Map<Ticker, Failure>();
  const settled = day.provisioner.takeSettled();
  for (const [index, { request, outcome }] of settled.entries()) {
    if (outcome.ok) {
      admit(session, day, request, outcome.value, midSession);
      request.answer(ok(null));
    } else {
      failures.set(request.symbol, outcome.failure);
      const wantedAgain = settled.slice(index + 1).some((later) => later.request.symbol === request.symbol);
      rollBack(session, day, request, outcome.failure, wantedAgain);
      request.answer(outcome);
    }
  }
  // The loop keeps values of records by place: new series of a symbol that streams already change when it closes next.
  day.feed.refresh();
  announceArrived(session, day);
  return failures;
}

/** A symbol without any data is removed, unless the next request for it may still provide some. */
function rollBack(
  session: Session,
  day: SessionDay,
  { symbol }: ProvisionRequest,
  { code, message }: Failure,
  wantedAgain: boolean,
): void {
  if (!wantedAgain && day.data.record(symbol)?.admitted === false) day.data.remove(symbol);
  session.log.add({ type: 'symbol_failed', symbol, code, reason: message });
}

function admit(
  session: Session,
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
    now: session.clock.now(),
    skipIncomplete: session.config.session_data_config.derived_bars.incomplete === 'skip',
    mayChange: session.options.live !== undefined,
  };
  installRequirements(record, day.grid, requirements, validation, loaded, options);
  record.metadata = metadata;
  record.synthetic ||= loaded.synthetic;
  if (record.keep) session.symbols.add(symbol);
  record.notifiedUntil = day.streamedUntil.get(symbol) ?? record.notifiedUntil;
  announceLoaded(session, record, loaded, upgraded);
  for (const finding of loaded.findings) reportFinding(session, record, finding);
  if (streamsAnew) startCatchUp(session, day, record, loaded.today, midSession);
  else if (day.feed.slotOf(symbol) === undefined) record.stage = 'active';
}

/** Puts a finding of the store on the symbol's list, and the first of its kind into the log. */
function reportFinding(session: Session, record: SymbolRecord, finding: Finding): void {
  const { firstMs, lastMs, symbol, interval, kind, count, detail } = finding;
  const known = record.findings.some(
    (each) => each.kind === kind && each.interval === interval && each.firstMs === firstMs,
  );
  if (known || !noteFinding(record.findings, finding)) return;
  const [first, last] = [isoUtc(firstMs as EpochMs), isoUtc(lastMs as EpochMs)];
  session.log.add({ type: 'finding', symbol, interval, kind, first, last, count, detail });
}

function announceLoaded(
  session: Session,
  record: SymbolRecord,
  loaded: Provisioned['loaded'],
  upgraded: boolean,
): void {
  const historical = [...loaded.histories.read.values()].reduce((sum, { bars }) => sum + bars.length, 0);
  session.log.add({
    type: 'symbol_loaded',
    symbol: record.symbol,
    base_interval: record.baseInterval ?? null,
    queued_bars: session.options.live?.bars.of(record.symbol).bars.length ?? loaded.today?.length ?? 0,
    historical_bars: historical,
  });
  if (upgraded) {
    session.log.add({ type: 'symbol_upgraded', symbol: record.symbol, added_by: record.metadata.added_by });
  }
}

function startCatchUp(
  session: Session,
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
  const slot = new SymbolQueue(record, baseInterval, today, day.grid);
  // Live, the queue belongs to the feed and grows; the session's bars are separate from it.
  const live = session.options.live?.bars.of(record.symbol);
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
  day.catchUps.start(slot, session.clock.now(), session.options.wall.now(), midSession);
}

/** After each instant of a catch-up: records its progress, and admits the symbols that have no bars left before now. */
export function admitArrived(session: Session, day: SessionDay, instant: number): void {
  if (!day.catchUps.any) return;
  for (const { slot } of day.catchUps.running) slot.record.knownUntil = instant;
  announceArrived(session, day);
}

function announceArrived(session: Session, day: SessionDay): void {
  const now = session.clock.now();
  for (const catchUp of day.catchUps.takeArrived(now)) {
    const { record } = catchUp.slot;
    record.stage = 'active';
    record.knownUntil = undefined;
    record.lagMs = 0;
    day.catchUps.report(catchUp, now, session.options.wall.now());
    session.log.add({
      type: 'symbol_active',
      symbol: record.symbol,
      caught_up_bars: catchUp.doneBars,
      dropped_notifications: catchUp.droppedNotifications,
    });
  }
}
