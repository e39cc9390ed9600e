import type { TradingDay } from '../base/epoch-ms.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { checkHistoricalIndicator } from '../data-processor/historical-indicators/registry.ts';
import { createIndicator } from '../data-processor/indicators/registry.ts';
import type { SessionConfig } from '../model/session-config.ts';
import type { MarketCalendar } from '../time-manager/market-calendar.ts';

/** What the schema of a config cannot know: indicators and their parameters, and days without trading. */
export function checkConfig(
  { calendar }: { readonly calendar: MarketCalendar },
  config: SessionConfig,
): Result<null> {
  const problem = checkIndicators(config);
  if (problem !== undefined) return problem;
  if (config.mode === 'live') return ok(null);
  const { start_date, end_date } = config.backtest_config;
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
