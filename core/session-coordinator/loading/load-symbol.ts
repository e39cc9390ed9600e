import type { EpochMs, Ticker, TradingDay } from '../../base/epoch-ms.ts';
import type { BaseInterval, Interval } from '../../base/interval.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { BarStore } from '../../data-manager/bar-store.ts';
import {
  BarColumns,
  firstIndexAtOrAfter,
  sliceColumns,
  type ReadonlyBarColumns,
} from '../../model/bar-columns.ts';
import type { Finding } from '../../model/finding.ts';
import type { AddedBy } from '../../model/symbol-metadata.ts';
import type { HistorySeries } from '../../session-data/symbol-record.ts';
import type { MarketCalendar, TradingSession } from '../../time-manager/market-calendar.ts';
import { weekOf } from '../../time-manager/trading-week.ts';
import type { Adjustment } from '../../model/corporate-action.ts';
import { adjustHistory, type HistoryAdjustment } from './adjust-history.ts';
import { loadHistory, type HistoryOptions } from './load-history.ts';
import type { HistoryPurpose, SymbolRequirements } from './requirements.ts';
import { StoredHistory } from './stored-history.ts';
import type { HistoryPlan, SymbolValidationResult } from './validate-symbol.ts';

/** Past bars by their purpose, then by interval. */
export type LoadedHistories = Readonly<Record<HistoryPurpose, ReadonlyMap<Interval, HistorySeries>>>;

/** A symbol's bars as read from the store, before any of them is part of the session. */
export interface LoadedBars {
  /** The whole exchange day of the base interval, of all hours; undefined when it was not requested. */
  readonly today: ReadonlyBarColumns | undefined;
  /** Regular base bars of the week's sessions before today, when a weekly bar is requested. */
  readonly weekSoFar: ReadonlyBarColumns | undefined;
  readonly histories: LoadedHistories;
  readonly findings: readonly Finding[];
  readonly synthetic: boolean;
}

export interface LoadSources extends HistoryOptions {
  readonly store: BarStore;
  readonly calendar: MarketCalendar;
  readonly extendedHours: boolean;
  /** The bound that a symbol's lows lie above; 0 where left out. */
  readonly lowestPrice?: (symbol: Ticker) => number;
  /** How bars of days before the session's are adjusted for splits and dividends. */
  readonly adjustment: Adjustment;
}

/** The data to read of the base interval: today's queue, and the days before it that begin a weekly bar. */
export interface LoadScope {
  readonly today: boolean;
  readonly weekSoFar: boolean;
  /** The interval the symbol streams already, when it does. */
  readonly streamedBase: BaseInterval | undefined;
}

/** A caller's request for one symbol, new to the session or already in it. */
export interface ProvisionRequest {
  readonly symbol: Ticker;
  readonly requirements: SymbolRequirements;
  readonly caller: AddedBy;
  /** True for everything that the config requires, false for only the data that an adhoc caller named. */
  readonly full: boolean;
  /** Clock time of the request; null before the session. */
  readonly addedAt: string | null;
  readonly scope: LoadScope;
  /** Reports the outcome to the caller. */
  readonly answer: (result: Result<null>) => void;
  /** Called when validation has passed and loading starts. */
  readonly startsLoading: () => void;
}

/** Reads the data that a validation found available. Fails as a whole; the caller has nothing to undo. */
export async function loadSymbol(
  sources: LoadSources,
  validation: SymbolValidationResult,
  scope: LoadScope,
): Promise<Result<LoadedBars>> {
  const { symbol, day, baseInterval } = validation;
  const session = sources.calendar.tradingSession(day);
  if (session === undefined) return fail('missing_data', `${day} is not a trading day`);
  const base = scope.today ? baseInterval : scope.streamedBase;
  const adjust = { adjustment: sources.adjustment, actions: validation.actions, day };
  const streamed = await loadStreamed(sources, symbol, session, base, scope, adjust);
  if (!streamed.ok) return streamed;
  const stored = new StoredHistory({ ...sources, adjust }, symbol, storedDays(validation.history));
  const histories = await loadHistories(sources, stored, symbol, validation.history);
  if (!histories.ok) return histories;
  return ok({
    ...streamed.value,
    histories: histories.value,
    findings: [...streamed.value.findings, ...stored.findings],
    synthetic: validation.synthetic || streamed.value.synthetic || stored.synthetic,
  });
}

type Streamed = Omit<LoadedBars, 'histories'>;

async function loadStreamed(
  { store, calendar }: LoadSources,
  symbol: Ticker,
  session: TradingSession,
  base: BaseInterval | undefined,
  scope: LoadScope,
  adjust: HistoryAdjustment,
): Promise<Result<Streamed>> {
  const nothing = { today: undefined, weekSoFar: undefined, findings: [], synthetic: false };
  if (base === undefined || !(scope.today || scope.weekSoFar)) return ok(nothing);
  const earlier = scope.weekSoFar ? weekOf(calendar, session.day).filter(({ day }) => day < session.day) : [];
  const from = earlier[0]?.dayStart ?? session.dayStart;
  const read = await store.getBars(symbol, base, { from, to: session.dayEnd });
  if (!read.ok) return read;
  const { bars, findings, synthetic } = read.value;
  const begin = firstIndexAtOrAfter(bars, session.dayStart);
  return ok({
    today: scope.today ? sliceFrom(bars, begin) : undefined,
    weekSoFar: scope.weekSoFar
      ? adjustHistory(regularBars(bars, begin, earlier), adjust, calendar)
      : undefined,
    findings,
    synthetic,
  });
}

const sliceFrom = (bars: ReadonlyBarColumns, begin: number): ReadonlyBarColumns =>
  begin === 0 ? bars : sliceColumns(bars, begin, bars.length);

function regularBars(
  bars: ReadonlyBarColumns,
  end: number,
  sessions: readonly TradingSession[],
): ReadonlyBarColumns {
  const kept = new BarColumns(end);
  const before = (instant: EpochMs): number => Math.min(end, firstIndexAtOrAfter(bars, instant));
  for (const { open, close } of sessions) kept.appendFrom(bars, before(open), before(close));
  return kept;
}

/** Every day that a plan may look at, by stored interval, ascending. */
function storedDays(plans: readonly HistoryPlan[]): ReadonlyMap<BaseInterval, readonly TradingDay[]> {
  const all = new Map<BaseInterval, Set<TradingDay>>();
  for (const { stored } of plans) {
    for (const { interval, days } of stored) {
      const known = all.get(interval) ?? new Set();
      for (const day of days) known.add(day);
      all.set(interval, known);
    }
  }
  return new Map([...all].map(([interval, days]) => [interval, [...days].sort()]));
}

async function loadHistories(
  options: HistoryOptions,
  stored: StoredHistory,
  symbol: Ticker,
  plans: readonly HistoryPlan[],
): Promise<Result<LoadedHistories>> {
  const histories = {
    read: new Map<Interval, HistorySeries>(),
    warm_up: new Map<Interval, HistorySeries>(),
    look_back: new Map<Interval, HistorySeries>(),
  };
  for (const plan of plans) {
    if (plan.source === undefined) continue;
    const history = await loadHistory(stored, symbol, plan, plan.source, options);
    if (!history.ok) return history;
    histories[plan.purpose].set(plan.interval, history.value);
  }
  return ok(histories);
}
