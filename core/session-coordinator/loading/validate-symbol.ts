import { bySpan, type BaseInterval, type Interval } from '../../base/interval.ts';
import type { Ticker, TradingDay } from '../../base/epoch-ms.ts';
import { nearestWord } from '../../base/nearest-word.ts';
import type { FailureCode } from '../../base/result.ts';
import type { BarStore, IntervalAvailability, SymbolAvailability } from '../../data-manager/bar-store.ts';
import type { CorporateAction } from '../../model/corporate-action.ts';
import type { InstrumentTable } from '../../model/instrument.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import { weekOf } from '../../time-manager/trading-week.ts';
import {
  basesFor,
  carriersOf,
  requiredBase,
  type HistoryPurpose,
  type HistoryRequirement,
  type SymbolRequirements,
} from './requirements.ts';

/** The source of the bars for one history requirement, and how much of it exists. */
export interface HistoryPlan {
  readonly interval: Interval;
  /** The stored interval it is read or derived from; undefined without one. */
  readonly source: BaseInterval | undefined;
  readonly daysWanted: readonly TradingDay[];
  readonly daysThere: readonly TradingDay[];
  /** Stored intervals that can carry it, coarsest first, each with the wanted days that it has. */
  readonly stored: readonly StoredDays[];
  readonly purpose: HistoryPurpose;
  /** Not part of the readable request, or already reported by a plan that is. */
  readonly warmUpOnly: boolean;
}

export interface StoredDays {
  readonly interval: BaseInterval;
  readonly days: readonly TradingDay[];
}

/** Whether a symbol can join a session day and with which data; determined by reading only. */
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
  /**
   * A word for the store's data of the symbol: it differs when the data differs; undefined where the store cannot say.
   */
  readonly version: string | undefined;
  /** Splits, dividends and other actions of the symbol, in the order in which they take effect. */
  readonly actions: readonly CorporateAction[];
  /** The store's facts of instruments; undefined without any. */
  readonly instruments: InstrumentTable | undefined;
  readonly firstDay: TradingDay | undefined;
  readonly lastDay: TradingDay | undefined;
  /** All facts worth knowing, in words; with `canProceed` these are remarks. */
  readonly reasons: readonly string[];
}

export interface ValidationSources {
  readonly store: BarStore;
  readonly calendar: MarketCalendar;
}

/** Asks the store whether it can provide a symbol's requirements on a day. Writes nothing. */
export async function validateSymbol(
  sources: ValidationSources,
  symbol: Ticker,
  day: TradingDay,
  requirements: SymbolRequirements,
  full: boolean,
): Promise<SymbolValidationResult> {
  const found = await sources.store.availability(symbol);
  if (!found.ok) return refused(symbol, day, requirements, found.failure.code, found.failure.message);
  const availability = found.value;
  if (availability === undefined || availability.intervals.length === 0) {
    return refusedUnknown(sources, symbol, day, requirements, availability);
  }
  const { actions = [], adjusted = false } = availability;
  if (adjusted && actions.some(({ kind }) => kind === 'split' || kind === 'cash_dividend')) {
    return refused(symbol, day, requirements, 'not_allowed', adjustedTwice(symbol));
  }
  const required = requiredBase(requirements);
  const carriers = basesFor(requirements);
  const base = carriers.find((interval) => hasDay(availability, interval, day));
  const history = planHistories(sources, availability, day, requirements.history);
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
    version: availability.version,
    actions,
    instruments: availability.instruments,
    ...dateRange(availability),
    reasons: [
      ...(missing === undefined ? [] : [missing.reason]),
      ...(base !== undefined && base !== required
        ? [`${base} bars stand in for ${required ?? base}, which is not stored for ${day}`]
        : []),
      ...history.flatMap(historyRemark),
      ...(requirements.quotes ? ['quotes come from the last close (bid = ask) in a backtest'] : []),
      ...availability.damaged.map(({ path, reason }) => `${path} is damaged and set aside: ${reason}`),
    ],
  };
}

const adjustedTwice = (symbol: Ticker): string =>
  `${symbol} has bars that were adjusted when they were imported, and corporate actions, which would adjust them again; import its bars as they were traded, or remove its file from the store's actions folder`;

/** Intervals built from the base, shortest first. */
const derivedFrom = (requirements: SymbolRequirements, base: BaseInterval | undefined): readonly Interval[] =>
  requirements.intervals.map(({ interval }) => interval).filter((interval) => interval !== base);

/** "1m, 2025-07-01 to 2025-07-18; 1d, …": the store's contents, for messages. */
const describeAvailability = (intervals: readonly IntervalAvailability[]): string =>
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

function planHistories(
  sources: ValidationSources,
  availability: SymbolAvailability,
  day: TradingDay,
  wanted: readonly HistoryRequirement[],
): readonly HistoryPlan[] {
  const readable = new Set(
    wanted.filter(({ purpose }) => purpose === 'read').map(({ interval }) => interval),
  );
  return wanted.map((each) => {
    const told = each.purpose === 'warm_up' || (each.purpose === 'look_back' && readable.has(each.interval));
    return { ...planHistory(sources, availability, day, each), warmUpOnly: told };
  });
}

function planHistory(
  { calendar }: ValidationSources,
  availability: SymbolAvailability,
  day: TradingDay,
  { interval, trailingDays, purpose }: HistoryRequirement,
): Omit<HistoryPlan, 'warmUpOnly'> {
  const daysWanted = wholeWeeks(calendar, interval, calendar.previousTradingDays(day, trailingDays));
  const stored = carriersOf(interval).map((source): StoredDays => {
    const there = new Set(availability.intervals.find((each) => each.interval === source)?.days);
    return { interval: source, days: daysWanted.filter((wanted) => there.has(wanted)) };
  });
  const most = Math.max(...stored.map(({ days }) => days.length));
  const best = stored.find(({ days }) => days.length === most && most > 0);
  const there = new Set(stored.flatMap(({ days }) => days));
  const daysThere = daysWanted.filter((wanted) => there.has(wanted));
  return { interval, source: best?.interval, daysWanted, daysThere, stored, purpose };
}

/** A weekly bar needs all of its week: the requested days begin with one. */
function wholeWeeks(
  calendar: MarketCalendar,
  interval: Interval,
  days: readonly TradingDay[],
): readonly TradingDay[] {
  const [first] = days;
  if (interval !== '1w' || first === undefined) return days;
  return [
    ...weekOf(calendar, first)
      .map(({ day }) => day)
      .filter((day) => day < first),
    ...days,
  ];
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
  const symbols = await store.symbols();
  const known = symbols.ok ? symbols.value.map((stored) => stored.symbol as string) : [];
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
  return refused(symbol, day, requirements, damaged.length > 0 ? 'damaged_file' : 'unknown_symbol', reason);
}

/** Nothing is known of the symbol except why it cannot proceed. */
function refused(
  symbol: Ticker,
  day: TradingDay,
  requirements: SymbolRequirements,
  code: FailureCode,
  reason: string,
): SymbolValidationResult {
  const base = requiredBase(requirements);
  return {
    symbol,
    day,
    canProceed: false,
    code,
    baseInterval: base,
    derivedIntervals: derivedFrom(requirements, base),
    dataForToday: false,
    history: [],
    meetsSessionConfigRequirements: false,
    synthetic: false,
    version: undefined,
    actions: [],
    instruments: undefined,
    firstDay: undefined,
    lastDay: undefined,
    reasons: [reason],
  };
}
