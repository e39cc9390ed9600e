import type { Ticker, TradingDay } from '../base/epoch-ms.ts';
import { ok, type Result } from '../base/result.ts';
import type { SessionConfig } from '../model/session-config.ts';
import { loadSymbol, type LoadedHistories } from './load-symbol.ts';
import { fullRequirements, type HistoryRequirement } from './requirements.ts';
import { validateSymbol, type ValidationSources } from './validate-symbol.ts';

/** Histories of a symbol before a day, read and composed as a session would, without one. Reads the store. */
export async function readHistories(
  sources: ValidationSources,
  config: SessionConfig,
  symbol: Ticker,
  day: TradingDay,
  history: readonly HistoryRequirement[],
): Promise<Result<LoadedHistories>> {
  const { extended_hours, derived_bars, historical } = config.session_data_config;
  const requirements = { ...fullRequirements(config, symbol), history };
  const validation = await validateSymbol(sources, symbol, day, requirements, true);
  const loaded = await loadSymbol(
    {
      ...sources,
      extendedHours: extended_hours,
      skipIncomplete: derived_bars.incomplete === 'skip',
      measuresQuality: historical.enable_quality,
    },
    validation,
    { today: false, weekSoFar: false, streamedBase: undefined },
  );
  return loaded.ok ? ok(loaded.value.histories) : loaded;
}
