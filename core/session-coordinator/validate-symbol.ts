import { bySpan, type BaseInterval, type Interval } from '../base/interval.ts';
import type { Ticker, TradingDay } from '../base/epoch-ms.ts';
import { nearestWord } from '../base/nearest-word.ts';
import type { FailureCode } from '../base/result.ts';
import type { BarStore, IntervalAvailability, SymbolAvailability } from '../data-manager/bar-store.ts';
import type { MarketCalendar } from '../time-manager/market-calendar.ts';
import {
  carriersOf,
  requiredBase,
  type HistoryRequirement,
  type SymbolRequirements,
} from './requirements.ts';

/** Where the bars of one history requirement come from, and how much of what was asked for exists. */
export interface HistoryPlan {
  readonly interval: Interval;
  /** The stored interval it is read or derived from; undefined when there is none. */
  readonly source: BaseInterval | undefined;
  readonly daysWanted: readonly TradingDay[];
  readonly daysThere: readonly TradingDay[];
  readonly warmUpOnly: boolean;
}

/** Whether a symbol can join a session day and with what; found out by reading only. */
export interface SymbolValidationResult {
  readonly symbol: Ticker;
  readonly day: TradingDay;
  readonly canProceed: boolean;
  /** Why not, as a code; undefined when it can. */
  readonly code: FailureCode | undefined;
  readonly baseInterval: BaseInterval | undefined;
  readonly derivedIntervals: readonly Interval[];
  readonly dataForToday: boolean;
  readonly history: readonly HistoryPlan[];
  readonly meetsSessionConfigRequirements: boolean;
  readonly synthetic: boolean;
  readonly firstDay: TradingDay | undefined;
  readonly lastDay: TradingDay | undefined;
  /** Everything worth knowing, in words; with `canProceed` these are remarks. */
  readonly reasons: readonly string[];
}

export interface ValidationSources {
  readonly store: BarStore;
  readonly calendar: MarketCalendar;
}

/** Asks the store whether it can give what is required of a symbol on a day. Writes nothing anywhere. */
export async function validateSymbol(
  sources: ValidationSources,
  symbol: Ticker,
  day: TradingDay,
  requirements: SymbolRequirements,
  full: boolean,
): Promise<SymbolValidationResult> {
  const availability = await sources.store.availability(symbol);
  if (availability === undefined || availability.intervals.length === 0) {
    return refusedUnknown(sources, symbol, day, requirements, availability);
  }
  const required = requiredBase(requirements);
  const carriers = required === undefined ? [] : carriersOf(required);
  const base = carriers.find((interval) => hasDay(availability, interval, day));
  const history = requirements.history.map((wanted) => planHistory(sources, availability, day, wanted));
  const canProceed =
    required === undefined ? history.some(({ daysThere }) => daysThere.length > 0) : base !== undefined;
  const missing = canProceed ? undefined : missingBase(availability, symbol, day, requirements, carriers);
  return {
    symbol,
    day,
    canProceed,
    code: missing?.code,
    baseInterval: base ?? required,
    derivedIntervals: derivedFrom(requirements, base ?? required),
    dataForToday: base !== undefined,
    history,
    meetsSessionConfigRequirements: full && canProceed,
    synthetic: availability.synthetic,
    ...dateRange(availability),
    reasons: [
      ...(missing === undefined ? [] : [missing.reason]),
      ...(base !== undefined && base !== required
        ? [`${base} bars stand in for ${required ?? base}, which is not stored for ${day}`]
        : []),
      ...history.flatMap(historyRemark),
      ...availability.damaged.map(({ path, reason }) => `${path} is damaged and set aside: ${reason}`),
    ],
  };
}

/** Intervals built from the base, shortest first. */
export const derivedFrom = (
  requirements: SymbolRequirements,
  base: BaseInterval | undefined,
): readonly Interval[] =>
  requirements.intervals.map(({ interval }) => interval).filter((interval) => interval !== base);

/** "1m, 2025-07-01 to 2025-07-18; 1d, …": what the store has, for messages. */
export const describeAvailability = (intervals: readonly IntervalAvailability[]): string =>
  [...intervals]
    .sort((a, b) => bySpan(a.interval, b.interval))
    .map(({ interval, firstDay, lastDay }) => `${interval}, ${firstDay} to ${lastDay}`)
    .join('; ');

const hasDay = (availability: SymbolAvailability, interval: BaseInterval, day: TradingDay): boolean =>
  availability.intervals.some((stored) => stored.interval === interval && stored.days.includes(day));

function dateRange({ intervals }: SymbolAvailability): {
  firstDay: TradingDay | undefined;
  lastDay: TradingDay | undefined;
} {
  const first = intervals.map(({ firstDay }) => firstDay).sort();
  const last = intervals.map(({ lastDay }) => lastDay).sort();
  return { firstDay: first[0], lastDay: last.at(-1) };
}

function planHistory(
  { calendar }: ValidationSources,
  availability: SymbolAvailability,
  day: TradingDay,
  { interval, trailingDays, warmUpOnly }: HistoryRequirement,
): HistoryPlan {
  const daysWanted = calendar.previousTradingDays(day, trailingDays);
  const plans = carriersOf(interval).map((source): HistoryPlan => {
    const there = new Set(availability.intervals.find((stored) => stored.interval === source)?.days);
    const daysThere = daysWanted.filter((wanted) => there.has(wanted));
    return { interval, source, daysWanted, daysThere, warmUpOnly: warmUpOnly === true };
  });
  const most = Math.max(...plans.map(({ daysThere }) => daysThere.length));
  const best = plans.find(({ daysThere }) => daysThere.length === most && most > 0);
  return best ?? { interval, source: undefined, daysWanted, daysThere: [], warmUpOnly: warmUpOnly === true };
}

function historyRemark({ interval, daysWanted, daysThere, warmUpOnly }: HistoryPlan): string[] {
  if (warmUpOnly || daysThere.length === daysWanted.length) return [];
  return [`history of ${interval}: ${daysThere.length} of ${daysWanted.length} days are stored`];
}

function missingBase(
  availability: SymbolAvailability,
  symbol: Ticker,
  day: TradingDay,
  requirements: SymbolRequirements,
  carriers: readonly BaseInterval[],
): { code: FailureCode; reason: string } {
  const damaged = availability.damaged.map(
    ({ path, reason }) => `; ${path} is damaged and set aside: ${reason}`,
  );
  const there = `the store has ${describeAvailability(availability.intervals)}${damaged.join('')}`;
  const [shortest] = requirements.intervals;
  const required = requiredBase(requirements);
  if (shortest === undefined || required === undefined) {
    return { code: 'missing_data', reason: `${symbol} has none of the history asked for; ${there}` };
  }
  const usable = availability.intervals.filter(({ interval }) => carriers.includes(interval));
  if (usable.length === 0) {
    return {
      code: 'missing_base_interval',
      reason: `${symbol} needs ${required} bars (for ${shortest.because}); ${there}`,
    };
  }
  return { code: 'missing_data', reason: `${symbol} has no ${required} bars on ${day}; ${there}` };
}

async function refusedUnknown(
  { store }: ValidationSources,
  symbol: Ticker,
  day: TradingDay,
  requirements: SymbolRequirements,
  availability: SymbolAvailability | undefined,
): Promise<SymbolValidationResult> {
  const known = (await store.symbols()).map((stored) => stored.symbol as string);
  const near = nearestWord(
    symbol,
    known.filter((name) => name !== symbol),
  );
  const damaged = availability?.damaged ?? [];
  const unreadable = damaged.map(({ path, reason }) => `${path} is damaged and set aside: ${reason}`);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  const reason =
    damaged.length > 0
      ? `${symbol} cannot be read: ${unreadable.join('; ')}`
      : `${symbol} is not in the bar store (${known.length} symbols there)${hint}`;
  const base = requiredBase(requirements);
  return {
    symbol,
    day,
    canProceed: false,
    code: damaged.length > 0 ? 'damaged_file' : 'unknown_symbol',
    baseInterval: base,
    derivedIntervals: derivedFrom(requirements, base),
    dataForToday: false,
    history: [],
    meetsSessionConfigRequirements: false,
    synthetic: false,
    firstDay: undefined,
    lastDay: undefined,
    reasons: [reason],
  };
}
