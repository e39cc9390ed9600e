import type { Ticker, TradingDay } from '../base/epoch-ms.ts';
import type { Interval } from '../base/interval.ts';
import { ok, type Result } from '../base/result.ts';
import { BarColumns, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { SessionConfig } from '../model/session-config.ts';
import { loadSymbol } from './load-symbol.ts';
import { fullRequirements } from './requirements.ts';
import { validateSymbol, type ValidationSources } from './validate-symbol.ts';

/**
 * The bars from which an indicator on an interval starts when a symbol joins with everything that the config asks for:
 * its readable history, else what is derived of a finer one. Empty where there is neither. Reads the store.
 */
export async function warmUpBars(
  sources: ValidationSources,
  config: SessionConfig,
  symbol: Ticker,
  day: TradingDay,
  interval: Interval,
): Promise<Result<ReadonlyBarColumns>> {
  const { extended_hours, derived_bars, historical } = config.session_data_config;
  const requirements = fullRequirements(config, symbol);
  const history = requirements.history.filter(
    (each) => each.interval === interval && each.purpose !== 'look_back',
  );
  if (history.length === 0) return ok(new BarColumns(0));
  const validation = await validateSymbol(sources, symbol, day, { ...requirements, history }, true);
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
  if (!loaded.ok) return loaded;
  const { read, warm_up } = loaded.value.histories;
  return ok((read.get(interval) ?? warm_up.get(interval))?.bars ?? new BarColumns(0));
}
