import type { TradingDay } from '../../base/epoch-ms.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { checkHistoricalIndicator } from '../../data-processor/historical-indicators/registry.ts';
import { createIndicator, indicatorKey } from '../../data-processor/indicators/registry.ts';
import type {
  SessionConfig,
  BacktestSessionConfig,
  HistoricalIndicatorSpec,
  SessionIndicatorSpec,
} from '../../model/session-config.ts';
import { unknownDay } from '../../time-manager/known-days.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import type { Needs } from '../../analysis-engine/strategy-api.ts';
import { INTERVALS } from '../../base/interval.ts';

/** Checks beyond the schema of a config: indicators and their parameters, and days without trading. */
export function checkConfig(
  { calendar }: { readonly calendar: MarketCalendar },
  config: SessionConfig,
): Result<null> {
  const problem = checkIndicators(config);
  if (problem !== undefined) return problem;
  if (config.session_data_config.extended_hours && !calendar.hasExtendedHours) {
    return fail(
      'bad_config',
      `session_data_config.extended_hours: ${calendar.exchangeGroup} has no extended hours; expected false.`,
    );
  }
  if (config.mode === 'live') return ok(null);
  const { start_date, end_date } = config.backtest_config;
  for (const [key, day] of [
    ['start_date', start_date],
    ['end_date', end_date],
  ] as const) {
    const unknown = unknownDay(calendar, day as TradingDay);
    if (unknown === undefined) continue;
    return { ok: false, failure: { ...unknown, message: `backtest_config.${key}: ${unknown.message}` } };
  }
  const days = calendar.tradingDays(start_date as TradingDay, end_date as TradingDay);
  if (days.length > 0) return ok(null);
  return fail('missing_data', `There is no trading day from ${start_date} to ${end_date}.`);
}

function checkIndicators(config: SessionConfig): Result<never> | undefined {
  const { session, historical } = config.session_data_config.indicators;
  const path = 'session_data_config.indicators';
  for (const [index, spec] of session.entries()) {
    const created = createIndicator(spec);
    if (!created.ok) return fail('bad_config', `${path}.session.${index}: ${created.failure.message}`);
  }
  for (const [index, spec] of historical.entries()) {
    const checked = checkHistoricalIndicator(spec);
    if (!checked.ok) return fail('bad_config', `${path}.historical.${index}: ${checked.failure.message}`);
  }
  return undefined;
}

/** The config with the additional needs of its strategies; its own entries stay unchanged. */
export function withNeeds(config: BacktestSessionConfig, needs: readonly Needs[]): BacktestSessionConfig {
  const data = config.session_data_config;
  const wanted = needs.flatMap(({ intervals = [] }) => intervals);
  const missing = INTERVALS.filter((each) => wanted.includes(each) && !data.streams.includes(each));
  return {
    ...config,
    session_data_config: {
      ...data,
      streams: [...data.streams, ...missing],
      historical: {
        ...data.historical,
        data: [
          ...data.historical.data,
          ...needs
            .flatMap(({ history = [] }) => history)
            .map(({ interval, trailing_days }) => ({
              trailing_days,
              intervals: [interval],
              apply_to: 'all' as const,
            })),
        ],
      },
      indicators: {
        session: distinct(
          [
            ...data.indicators.session,
            ...needs.flatMap(({ indicators = [] }) => indicators as readonly SessionIndicatorSpec[]),
          ],
          indicatorKey,
        ),
        historical: distinct(
          [
            ...data.indicators.historical,
            ...needs
              .flatMap(({ historical_indicators = [] }) => historical_indicators)
              .map((each): HistoricalIndicatorSpec => ({ unit: 'days', ...each })),
          ],
          ({ name, period, unit, interval }) => `${name} ${period} ${unit} ${interval}`,
        ),
      },
    },
  };
}

function distinct<T>(list: readonly T[], keyOf: (each: T) => string): T[] {
  const byKey = new Map<string, T>();
  for (const each of list) if (!byKey.has(keyOf(each))) byKey.set(keyOf(each), each);
  return [...byKey.values()];
}
