import type { Ticker, TradingDay } from '../base/epoch-ms.ts';
import type { Interval } from '../base/interval.ts';
import { ok, type Result } from '../base/result.ts';
import { BarColumns, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { SessionConfig } from '../model/session-config.ts';
import { readHistories } from './read-histories.ts';
import { fullRequirements } from './requirements.ts';
import type { ValidationSources } from './validate-symbol.ts';

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
  const history = fullRequirements(config, symbol).history.filter(
    (each) => each.interval === interval && each.purpose !== 'look_back',
  );
  if (history.length === 0) return ok(new BarColumns(0));
  const histories = await readHistories(sources, config, symbol, day, history);
  if (!histories.ok) return histories;
  const { read, warm_up } = histories.value;
  return ok((read.get(interval) ?? warm_up.get(interval))?.bars ?? new BarColumns(0));
}
