import { z } from 'zod';
import type { Needs } from '../../analysis-engine/strategy-api.ts';
import type { Strategy } from '../../analysis-engine/strategy.ts';
import { asTradingDay } from '../../base/epoch-ms.ts';
import { INTERVALS, isCalendarInterval, spanMs } from '../../base/interval.ts';
import { nearestWord } from '../../base/nearest-word.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { checkHistoricalIndicator } from '../../data-processor/historical-indicators/registry.ts';
import { historicalKeyError } from '../../data-processor/historical-indicators/historical-key.ts';
import { indicatorKeyError } from '../../data-processor/indicators/indicator-key.ts';
import { createIndicator, indicatorKey } from '../../data-processor/indicators/registry.ts';
import {
  historicalIndicatorSchema,
  sessionIndicatorSchema,
  type SessionConfig,
} from '../../model/session-config.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';

const MINUTE_MS = 60_000;

const interval = z.enum(INTERVALS);
const needsSchema = z.strictObject({
  intervals: z.array(interval).optional(),
  indicators: z.array(sessionIndicatorSchema).optional(),
  history: z.array(z.strictObject({ interval, trailing_days: z.int().min(1).max(2_000) })).optional(),
  historical_indicators: z.array(historicalIndicatorSchema).optional(),
  bars_of_session: z
    .array(
      z.strictObject({ interval, count: z.int().min(1), minutes_before_close: z.number().min(0).optional() }),
    )
    .optional(),
});

/**
 * Finds what would keep strategies silent for a whole run: needs with an unknown name, indicators that nothing computes, an
 * interval with too few bars in a session. Fails with `bad_config` and the strategy's name.
 */
export function checkStrategies(
  calendar: MarketCalendar,
  config: SessionConfig,
  strategies: readonly Strategy[],
): Result<null> {
  for (const strategy of strategies) {
    const error =
      needsError(strategy.needs ?? {}) ??
      barsError(strategy.needs ?? {}, calendar, config) ??
      keysError(strategy, config, strategies);
    if (error !== undefined) return fail('bad_config', `${strategy.name}: ${error}`);
  }
  return ok(null);
}

function needsError(needs: Needs): string | undefined {
  const parsed = needsSchema.safeParse(needs);
  if (!parsed.success) return issueText(parsed.error.issues[0]);
  for (const spec of parsed.data.indicators ?? []) {
    const created = createIndicator(spec);
    if (!created.ok) return `needs.indicators: ${created.failure.message}`;
  }
  for (const spec of parsed.data.historical_indicators ?? []) {
    const checked = checkHistoricalIndicator(spec);
    if (!checked.ok) return `needs.historical_indicators: ${checked.failure.message}`;
  }
  return undefined;
}

function issueText(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'needs: it is not as the API has it';
  const path = ['needs', ...issue.path].join('.');
  if (issue.code !== 'unrecognized_keys') return `${path}: ${issue.message}`;
  const key = issue.keys[0] ?? '';
  const known = Object.keys(needsSchema.shape);
  const near = issue.path.length === 0 ? nearestWord(key, known) : undefined;
  const guess =
    issue.path.length > 0
      ? ''
      : near === undefined
        ? `; known here: ${known.join(', ')}`
        : `; did you mean ${near}?`;
  return `${path}: there is no "${key}"${guess}`;
}

/** A session has too few bars of an interval for the strategy ever to act. */
function barsError(
  { bars_of_session: wanted = [] }: Needs,
  calendar: MarketCalendar,
  config: SessionConfig,
): string | undefined {
  const longest = longestSessionMs(calendar, config);
  if (longest === undefined) return undefined;
  for (const { interval: of, count, minutes_before_close: minutes = 0 } of wanted) {
    const time = longest - minutes * MINUTE_MS;
    // A bar that closes with the time left over closes too late to act on, unless positions stay overnight.
    const most = isCalendarInterval(of)
      ? Number(minutes === 0)
      : Math.max(0, minutes === 0 ? Math.floor(time / spanMs(of)) : Math.ceil(time / spanMs(of)) - 1);
    if (count <= most) continue;
    const until = minutes === 0 ? '' : ` more than ${minutes} minutes before its close`;
    return (
      `it needs ${count} closed ${count === 1 ? 'bar' : 'bars'} of ${of} in one session${until}, and a session has ${most} at most. ` +
      'It can never trade so: choose a shorter interval or fewer bars.'
    );
  }
  return undefined;
}

/** Undefined for a live config, whose day is not known yet. */
function longestSessionMs(calendar: MarketCalendar, config: SessionConfig): number | undefined {
  if (config.mode === 'live') return undefined;
  const { start_date, end_date } = config.backtest_config;
  const lengths = calendar
    .tradingDays(asTradingDay(start_date), asTradingDay(end_date))
    .flatMap((day) => calendar.tradingSession(day) ?? [])
    .map(({ open, close }) => close - open);
  return lengths.length === 0 ? undefined : lengths.reduce((a, b) => Math.max(a, b));
}

/** A strategy reads an indicator that does not exist, or that neither the config nor any strategy requires. */
function keysError(
  { readsIndicators: reads = [], readsHistory = [] }: Strategy,
  config: SessionConfig,
  strategies: readonly Strategy[],
): string | undefined {
  const errors = [...reads.map(indicatorKeyError), ...readsHistory.map(historicalKeyError)];
  const wrong = errors.find((error) => error !== undefined);
  if (wrong !== undefined) return wrong;
  // A scanner, or the strategy itself, may ask for an indicator while the session runs.
  if (strategies.some(({ role, asksForData }) => role === 'scanner' || asksForData === true))
    return undefined;
  const specs = [
    ...config.session_data_config.indicators.session,
    ...strategies.flatMap(({ needs }) => needs?.indicators ?? []),
  ];
  const computed = new Set(specs.map((spec) => indicatorKey(spec as Parameters<typeof indicatorKey>[0])));
  const missing = reads.find((key) => !computed.has(key));
  if (missing === undefined) return undefined;
  const there = computed.size === 0 ? 'it has none' : `it has ${[...computed].join(', ')}`;
  return `it reads the indicator ${missing}, which the session does not compute (${there}). Add it to needs.indicators.`;
}
