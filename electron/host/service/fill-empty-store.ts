import type { Logger } from '../../../core/base/logger.ts';
import { ok, type Result } from '../../../core/base/result.ts';
import type { WritableBarStore } from '../../../core/data-manager/bar-store.ts';
import { generateSample } from '../../../core/data-manager/sample/generate-sample.ts';
import { generateMarketSamples } from '../../../core/data-manager/sample/market-samples.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';

/** Fills an empty store with the sample at the first start of the window. True when it did; false where there is anything. */
export async function fillEmptyStore(
  store: WritableBarStore,
  calendar: MarketCalendar,
  logger: Logger,
): Promise<Result<boolean>> {
  if (store.readOnly !== undefined) return ok(false);
  const symbols = await store.symbols();
  if (!symbols.ok || symbols.value.length > 0) return ok(false);
  const generated = await generateSample(store, calendar);
  const markets = generated.ok ? await generateMarketSamples(store) : generated;
  if (!markets.ok) logger.error('no sample data', { reason: markets.failure.message });
  return markets.ok ? ok(true) : markets;
}
