import type { WritableBarStore } from '../../core/data-manager/bar-store.ts';
import { INDICATORS } from '../../core/data-processor/indicators/registry.ts';
import type { Catalog } from '../contract/requests.ts';
import type { ConfigCatalog } from './config-catalog.ts';
import type { StrategyLibrary } from './strategies/strategy-library.ts';

/** What a window can choose from. A store that cannot be looked into is told; the rest is there all the same. */
export async function readCatalog(
  store: WritableBarStore,
  configs: ConfigCatalog,
  library: StrategyLibrary,
  { unfinished, first_start }: Pick<Catalog, 'unfinished' | 'first_start'>,
): Promise<Catalog> {
  const symbols = await store.symbols();
  return {
    configs: await configs.list(),
    symbols: (symbols.ok ? symbols.value : []).map(({ symbol, intervals, firstMonth, lastMonth }) => ({
      symbol,
      intervals,
      first_month: firstMonth,
      last_month: lastMonth,
    })),
    strategies: library
      .all()
      .map(({ name, kind: { role, description, parameters } }) => ({ name, role, description, parameters })),
    indicators: INDICATORS.map(({ name, parameters }) => ({ name, parameters })),
    store_location: store.location,
    store_failure: symbols.ok ? null : symbols.failure,
    unfinished,
    first_start,
  };
}
