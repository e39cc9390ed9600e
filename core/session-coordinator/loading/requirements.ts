import {
  BASE_INTERVALS,
  bySpan,
  isDividedBy,
  PREFERRED_BASES,
  spanMs,
  type BaseInterval,
  type Interval,
} from '../../base/interval.ts';
import { DAY_MS, MINUTE_MS } from '../../base/epoch-ms.ts';
import type {
  HistoricalIndicatorSpec,
  SessionConfig,
  SessionIndicatorSpec,
} from '../../model/session-config.ts';
import { shortestSessionMs } from '../../time-manager/shortest-session.ts';

export interface HistoryRequirement {
  readonly interval: Interval;
  readonly trailingDays: number;
  readonly purpose: HistoryPurpose;
}

/**
 * `read`: requested and readable. `warm_up`: the start of session indicators. `look_back`: for historical indicators.
 */
export type HistoryPurpose = 'read' | 'warm_up' | 'look_back';

/** The data that one symbol needs to be in the session; the same shape for the config's symbols and for adhoc calls. */
export interface SymbolRequirements {
  /** Intervals of today, shortest first, each with its reason; the base interval follows from these. */
  readonly intervals: readonly { readonly interval: Interval; readonly because: string }[];
  readonly history: readonly HistoryRequirement[];
  readonly indicators: readonly SessionIndicatorSpec[];
  readonly historicalIndicators: readonly HistoricalIndicatorSpec[];
  readonly quotes: boolean;
}

/** The request of one adhoc caller, and nothing more. */
export type AdhocAsk =
  | { readonly kind: 'bars'; readonly interval: Interval }
  | { readonly kind: 'history'; readonly interval: Interval; readonly trailing_days: number }
  | { readonly kind: 'indicator'; readonly spec: SessionIndicatorSpec };

/** Everything that the session config requires of a symbol. */
export function fullRequirements(config: SessionConfig, symbol: string): SymbolRequirements {
  const { streams, historical, indicators } = config.session_data_config;
  const history = historical.data
    .filter(({ apply_to }) => apply_to === 'all' || apply_to.includes(symbol))
    .flatMap(({ trailing_days, intervals }) =>
      intervals.map((interval) => ({ interval, trailingDays: trailing_days, purpose: 'read' as const })),
    );
  const readable = longestPerInterval(history);
  const streamed = streams.filter((stream): stream is Interval => stream !== 'quotes');
  return {
    intervals: withReasons([
      ...streamed.map((interval) => ({ interval, because: interval })),
      ...indicators.session.map(({ name, interval }) => ({ interval, because: `${name} on ${interval}` })),
    ]),
    history: [
      ...readable,
      ...warmUpHistory(readable, indicators.session),
      ...longestPerInterval(
        historyForHistorical(indicators.historical, shortestSessionMs(config.exchange_group)),
      ),
    ],
    indicators: indicators.session,
    historicalIndicators: indicators.historical,
    quotes: streams.includes('quotes'),
  };
}

export function adhocRequirements(ask: AdhocAsk): SymbolRequirements {
  const nothing = { intervals: [], history: [], indicators: [], historicalIndicators: [], quotes: false };
  switch (ask.kind) {
    case 'bars':
      return { ...nothing, intervals: [{ interval: ask.interval, because: ask.interval }] };
    case 'history':
      return {
        ...nothing,
        history: [{ interval: ask.interval, trailingDays: ask.trailing_days, purpose: 'read' }],
      };
    case 'indicator': {
      const { name, interval } = ask.spec;
      return {
        ...nothing,
        intervals: [{ interval, because: `${name} on ${interval}` }],
        indicators: [ask.spec],
      };
    }
  }
}

/** The usual base (1s, 1m, 1d) from which all of today's intervals can be built; undefined when nothing is streamed. */
export function requiredBase(requirements: SymbolRequirements): BaseInterval | undefined {
  const [shortest] = requirements.intervals;
  if (shortest === undefined) return undefined;
  const span = spanMs(shortest.interval);
  if (span < MINUTE_MS) return '1s';
  return span < DAY_MS ? '1m' : '1d';
}

/** Stored intervals that could carry `interval`, coarsest first: itself or finer ones that divide it, never a coarser one. */
export const carriersOf = (interval: Interval): readonly BaseInterval[] =>
  BASE_INTERVALS.filter((base) => isDividedBy(interval, base)).reverse();

/**
 * Stored intervals that could be the base of all intervals of today, in order of preference: the usual base, finer
 * usual ones, then the coarsest that divides all of them. Empty when nothing is streamed.
 */
export function basesFor(requirements: SymbolRequirements): readonly BaseInterval[] {
  const required = requiredBase(requirements);
  if (required === undefined) return [];
  const usual = PREFERRED_BASES.filter((base) => spanMs(base) <= spanMs(required)).reverse();
  const dividing = BASE_INTERVALS.filter((base) =>
    requirements.intervals.every(({ interval }) => isDividedBy(interval, base)),
  ).reverse();
  return [...new Set<BaseInterval>([...usual, ...dividing])];
}

function withReasons(
  wanted: readonly { interval: Interval; because: string }[],
): SymbolRequirements['intervals'] {
  const first = new Map<Interval, string>();
  for (const { interval, because } of wanted) if (!first.has(interval)) first.set(interval, because);
  return [...first]
    .map(([interval, because]) => ({ interval, because }))
    .sort((a, b) => bySpan(a.interval, b.interval));
}

/** Historical indicators require their days, and one more to compare with. */
const historyForHistorical = (
  specs: readonly HistoricalIndicatorSpec[],
  shortestMs: number,
): HistoryRequirement[] =>
  specs.map(({ interval, period, unit }) => ({
    interval,
    trailingDays: (unit === 'days' ? period : daysOfBars(interval, period, shortestMs)) + 1,
    purpose: 'look_back',
  }));

/** Trading days that certainly hold this many bars: as if each were the group's shortest. */
function daysOfBars(interval: Interval, count: number, shortestMs: number): number {
  const span = spanMs(interval);
  if (span >= DAY_MS) return Math.ceil((count * span) / DAY_MS);
  return Math.ceil(count / Math.max(1, Math.floor(shortestMs / span)));
}

/** Indicators on an interval without history of its own warm from bars derived of a finer one. */
function warmUpHistory(
  history: readonly HistoryRequirement[],
  indicators: readonly SessionIndicatorSpec[],
): readonly HistoryRequirement[] {
  const extra = new Map<Interval, number>();
  for (const { interval } of indicators) {
    const finer = history.filter((each) => spanMs(each.interval) < spanMs(interval));
    const there = history.some((each) => each.interval === interval);
    if (there || finer.length === 0) continue;
    extra.set(interval, Math.max(...finer.map(({ trailingDays }) => trailingDays)));
  }
  return [...extra].map(([interval, trailingDays]) => ({ interval, trailingDays, purpose: 'warm_up' }));
}

function longestPerInterval(wanted: readonly HistoryRequirement[]): readonly HistoryRequirement[] {
  const longest = new Map<Interval, HistoryRequirement>();
  for (const each of wanted) {
    if (each.trailingDays > (longest.get(each.interval)?.trailingDays ?? 0)) longest.set(each.interval, each);
  }
  return [...longest.values()].sort((a, b) => bySpan(a.interval, b.interval));
}
