import { asEpochMs, type Ticker, type TradingDay } from '../base/epoch-ms.ts';
import { spanMs, type BaseInterval, type Interval } from '../base/interval.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { BarStore } from '../data-manager/bar-store.ts';
import { closeForming, mergeIntoForming } from '../data-processor/derive-bars.ts';
import { BarColumns, firstIndexAtOrAfter, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { Finding } from '../model/finding.ts';
import { qualityPercent } from '../session-data/quality.ts';
import { Series } from '../session-data/series.ts';
import type { HistorySeries } from '../session-data/symbol-record.ts';
import type { MarketCalendar } from '../time-manager/market-calendar.ts';
import { SessionGrid } from '../time-manager/session-grid.ts';
import type { HistoryPlan, SymbolValidationResult } from './validate-symbol.ts';

/** A symbol's bars as read from the store, before anything of them is part of the session. */
export interface LoadedBars {
  /** The whole exchange day of the base interval, hours not yet looked at; undefined for history only. */
  readonly today: ReadonlyBarColumns | undefined;
  readonly history: ReadonlyMap<Interval, HistorySeries>;
  readonly findings: readonly Finding[];
  readonly synthetic: boolean;
}

export interface LoadSources {
  readonly store: BarStore;
  readonly calendar: MarketCalendar;
  readonly extendedHours: boolean;
  /** Derived bars with holes are dropped, in history as today. */
  readonly skipIncomplete: boolean;
}

/** Reads what a validation said can be had. Fails as a whole; the caller has nothing to undo. */
export async function loadSymbol(
  sources: LoadSources,
  validation: SymbolValidationResult,
  streamed: boolean,
): Promise<Result<LoadedBars>> {
  const { symbol, day, baseInterval } = validation;
  const session = sources.calendar.tradingSession(day);
  if (session === undefined) return fail('missing_data', `${day} is not a trading day`);
  const findings: Finding[] = [];
  let synthetic = validation.synthetic;
  let today: ReadonlyBarColumns | undefined;
  if (streamed && baseInterval !== undefined) {
    const range = { from: session.dayStart, to: session.dayEnd };
    const read = await sources.store.getBars(symbol, baseInterval, range);
    if (!read.ok) return read;
    today = read.value.bars;
    synthetic ||= read.value.synthetic;
    findings.push(...read.value.findings);
  }
  const history = await loadHistories(sources, symbol, validation.history);
  if (!history.ok) return history;
  return ok({ today, history: history.value, findings, synthetic });
}

async function loadHistories(
  sources: LoadSources,
  symbol: Ticker,
  plans: readonly HistoryPlan[],
): Promise<Result<ReadonlyMap<Interval, HistorySeries>>> {
  const histories = new Map<Interval, HistorySeries>();
  const read = new Map<BaseInterval, ReadonlyBarColumns>();
  for (const plan of plans) {
    if (plan.source === undefined) continue;
    const stored = read.get(plan.source) ?? (await readHistory(sources, symbol, plan.source, plans));
    if ('ok' in stored) {
      if (!stored.ok) return stored;
      read.set(plan.source, stored.value);
    }
    const bars = read.get(plan.source) as ReadonlyBarColumns;
    histories.set(plan.interval, deriveHistory(sources, symbol, plan, plan.source, bars));
  }
  return ok(histories);
}

/** One read per stored interval, over all the days that any plan wants of it. */
async function readHistory(
  { store, calendar }: LoadSources,
  symbol: Ticker,
  source: BaseInterval,
  plans: readonly HistoryPlan[],
): Promise<Result<ReadonlyBarColumns>> {
  const days = plans.filter((plan) => plan.source === source).flatMap(({ daysThere }) => daysThere);
  days.sort();
  const first = calendar.tradingSession(days[0] as TradingDay);
  const last = calendar.tradingSession(days.at(-1) as TradingDay);
  if (first === undefined || last === undefined) return ok(new BarColumns(0));
  const read = await store.getBars(symbol, source, { from: first.dayStart, to: last.dayEnd });
  return read.ok ? ok(read.value.bars) : read;
}

function deriveHistory(
  { calendar, extendedHours, skipIncomplete }: LoadSources,
  symbol: Ticker,
  plan: HistoryPlan,
  source: BaseInterval,
  stored: ReadonlyBarColumns,
): HistorySeries {
  const bars = new BarColumns(plan.interval === source ? stored.length : 16);
  const derived = plan.interval === source ? undefined : new Series(symbol, plan.interval, source, 0);
  const days: { day: string; bars: number; quality: number }[] = [];
  for (const day of plan.daysWanted) {
    const session = calendar.tradingSession(day);
    if (session === undefined) continue;
    const grid = new SessionGrid(session, { extendedHours, endsWeek: endsWeek(calendar, day) });
    const from = firstIndexAtOrAfter(stored, session.dayStart);
    const to = firstIndexAtOrAfter(stored, session.dayEnd);
    const kept = appendDay(
      { target: derived?.bars ?? bars, derived, source, grid, skipIncomplete },
      stored,
      from,
      to,
    );
    if (kept === 0) continue;
    const expected = grid.expectedBars(source, session.close);
    days.push({ day, bars: kept, quality: qualityPercent(Math.min(kept, expected), expected) ?? 0 });
  }
  return { interval: plan.interval, bars: derived?.bars ?? bars, wantedDays: plan.daysWanted.length, days };
}

interface DayTarget {
  readonly target: BarColumns;
  /** Set when the wanted interval is built from the stored one. */
  readonly derived: Series | undefined;
  readonly source: BaseInterval;
  readonly grid: SessionGrid;
  readonly skipIncomplete: boolean;
}

/** Appends one day of stored bars; answers how many of them lie in the day's hours. */
function appendDay(day: DayTarget, stored: ReadonlyBarColumns, from: number, to: number): number {
  let kept = 0;
  for (let index = from; index < to; index++) {
    const openMs = stored.openMs[index] as number;
    if (!day.grid.contains(day.source, openMs)) continue;
    kept++;
    if (day.derived === undefined) day.target.appendFrom(stored, index, index + 1);
    else {
      closeForming(day.derived, openMs, day.skipIncomplete);
      mergeStored(day.derived, day.grid, stored, index);
    }
  }
  if (day.derived !== undefined) closeForming(day.derived, Number.MAX_SAFE_INTEGER, day.skipIncomplete);
  return kept;
}

/** Merges the stored bar at `index` into a series' bar in progress. */
export function mergeStored(
  series: Series,
  grid: SessionGrid,
  stored: ReadonlyBarColumns,
  index: number,
): void {
  mergeIntoForming(
    series,
    grid,
    stored.openMs[index] as number,
    stored.open[index] as number,
    stored.high[index] as number,
    stored.low[index] as number,
    stored.close[index] as number,
    stored.volume[index] as number,
  );
}

/** True when no trading day of the same calendar week (Monday to Sunday) follows. */
export function endsWeek(calendar: MarketCalendar, day: TradingDay): boolean {
  const next = calendar.nextTradingDay(day);
  if (next === undefined) return true;
  const weekOf = (each: TradingDay): number => {
    const session = calendar.tradingSession(each);
    // 1970-01-01 was a Thursday: three days more make weeks that begin on Mondays.
    return Math.floor((Math.floor((session?.open ?? asEpochMs(0)) / spanMs('1d')) + 3) / 7);
  };
  return weekOf(next) !== weekOf(day);
}
