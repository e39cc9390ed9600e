import type { Failure, Result } from '../../../core/base/result.ts';
import type { WritableBarStore } from '../../../core/data-manager/bar-store.ts';
import { INDICATORS } from '../../../core/data-processor/indicators/registry.ts';
import type { Catalog } from '../../contract/requests.ts';
import type { ConfigCatalog } from '../session/config-catalog.ts';
import type { StrategyLibrary } from '../strategies/strategy-library.ts';

interface Started extends Pick<Catalog, 'unfinished'> {
  /** Whether the sample was generated for an empty store, or why it could not be. */
  readonly sample: Result<boolean>;
}

/**
 * The choices of a window. It reports a store that cannot be read, or that is empty because it cannot be written; the
 * other choices are available all the same.
 */
export async function readCatalog(
  store: WritableBarStore,
  configs: ConfigCatalog,
  library: StrategyLibrary,
  { unfinished, sample }: Started,
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
    store_failure: failureOf(symbols, sample),
    unfinished,
    first_start: sample.ok && sample.value,
  };
}

function failureOf(symbols: Result<readonly unknown[]>, sample: Result<boolean>): Failure | null {
  if (!symbols.ok) return symbols.failure;
  return symbols.value.length === 0 && !sample.ok ? sample.failure : null;
}
