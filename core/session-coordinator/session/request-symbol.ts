import { isoUtc, type Ticker } from '../../base/epoch-ms.ts';
import { spanMs } from '../../base/interval.ts';
import type { AddedBy, SymbolMetadata } from '../../model/symbol-metadata.ts';
import { SymbolRecord } from '../../session-data/symbol-record.ts';
import type { ProvisionRequest } from '../loading/load-symbol.ts';
import { fullRequirements, requiredBase, type SymbolRequirements } from '../loading/requirements.ts';
import type { SessionDay } from '../streaming/session-day.ts';
import type { Session } from './session.ts';
import type { TradedSession } from './trading.ts';

/** A caller's request; the rest of the request follows from it. */
export interface SymbolRequest extends Pick<ProvisionRequest, 'symbol' | 'requirements' | 'caller' | 'full'> {
  /** The day starts with the symbol. */
  readonly beforeSession?: boolean;
  /** The following days start with it too. */
  readonly keep?: boolean;
}

const noAnswer = (): void => {};

/** Requests the symbols that a day starts with, by the same path that every later symbol takes. */
export function requestConfigured(run: TradedSession, day: SessionDay): void {
  for (const [symbol, caller] of callersAtStart(run)) {
    const requirements = fullRequirements(run.session.config, symbol);
    const request = { symbol, requirements, caller, full: true, beforeSession: true };
    requestSymbol(run.session, day, request, noAnswer);
  }
}

/** The request that `requestConfigured` would make if a day began now. */
export function configuredRequests(
  run: TradedSession,
): readonly Pick<ProvisionRequest, 'symbol' | 'requirements' | 'scope'>[] {
  return [...callersAtStart(run).keys()].map((symbol) => {
    const requirements = fullRequirements(run.session.config, symbol);
    return { symbol, requirements, scope: scopeOf(undefined, requirements) };
  });
}

/** The symbols that a day starts with, in the order of the requests, and their callers. */
function callersAtStart(run: TradedSession): ReadonlyMap<Ticker, AddedBy> {
  const configured = new Set<string>(run.session.config.session_data_config.symbols);
  const callers = new Map<Ticker, AddedBy>();
  for (const symbol of run.session.symbols) callers.set(symbol, configured.has(symbol) ? 'config' : 'user');
  for (const [symbol, caller] of run.trading.carriedOver)
    if (!callers.has(symbol)) callers.set(symbol, caller);
  return callers;
}

/** The data to read of the base interval, given the contents of the symbol's record. */
function scopeOf(
  present: SymbolRecord | undefined,
  requirements: SymbolRequirements,
): ProvisionRequest['scope'] {
  const intervals = requirements.intervals.map(({ interval }) => interval);
  const today = intervals.length > 0 && needsQueue(present, requirements);
  const weekSoFar = intervals.includes('1w') || (today && present?.series.has('1w') === true);
  return { today, weekSoFar, streamedBase: present?.baseInterval };
}

/**
 * Registers a request and starts to load it; `answer` is called when its bars are part of the session, or cannot be. A
 * symbol new to the session is listed from here on.
 */
export function requestSymbol(
  session: Session,
  day: SessionDay,
  { symbol, requirements, caller, full, beforeSession, keep }: SymbolRequest,
  answer: ProvisionRequest['answer'],
): void {
  const addedAt = beforeSession === true ? null : isoUtc(session.clock.now());
  const present = day.data.record(symbol);
  const record = present ?? new SymbolRecord(symbol, metadataOf(caller, full, addedAt), day.data.pools);
  if (present === undefined) {
    record.stage = 'validating';
    day.data.add(record);
  }
  if (keep === true) record.keep = true;
  const intervals = requirements.intervals.map(({ interval }) => interval);
  session.log.add({ type: 'symbol_requested', symbol, added_by: caller, intervals });
  const scope = scopeOf(present, requirements);
  const startsLoading = (): void => {
    if (!record.admitted) record.stage = 'loading';
  };
  day.provisioner.request({ symbol, requirements, caller, full, addedAt, scope, answer, startsLoading });
}

/** The table of docs/engine-rules.md#symbol-metadata. */
const metadataOf = (added_by: AddedBy, full: boolean, added_at: string | null): SymbolMetadata => ({
  meets_session_config_requirements: full,
  added_by,
  auto_provisioned: !full,
  added_at,
  upgraded_from_adhoc: false,
});

/**
 * The metadata of a symbol when a request is granted: an upgrade changes three fields, the others describe how it came.
 */
export function metadataAfter(
  record: SymbolRecord,
  { caller, full, addedAt }: ProvisionRequest,
): SymbolMetadata {
  if (!record.admitted) return metadataOf(caller, full, addedAt);
  if (!full || record.metadata.meets_session_config_requirements) return record.metadata;
  return {
    ...record.metadata,
    meets_session_config_requirements: true,
    added_by: caller,
    upgraded_from_adhoc: true,
  };
}

/** True when the symbol has no queue yet, or one in an interval too coarse for the request. */
export function needsQueue(record: SymbolRecord | undefined, requirements: SymbolRequirements): boolean {
  const required = requiredBase(requirements);
  if (record?.baseInterval === undefined || required === undefined) return true;
  return spanMs(record.baseInterval) > spanMs(required);
}

/** The symbol's existing data stays: it is streamed again from the finer base together with the new data. */
export function withPresent(record: SymbolRecord, requirements: SymbolRequirements): SymbolRequirements {
  const wanted = new Set(requirements.intervals.map(({ interval }) => interval));
  const present = [...record.series.keys()].filter((interval) => !wanted.has(interval));
  return {
    ...requirements,
    intervals: [
      ...requirements.intervals,
      ...present.map((interval) => ({ interval, because: interval })),
    ].sort((a, b) => spanMs(a.interval) - spanMs(b.interval)),
    indicators: [...requirements.indicators, ...[...record.indicators.values()].map(({ spec }) => spec)],
  };
}
