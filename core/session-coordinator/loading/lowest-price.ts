import type { Ticker } from '../../base/epoch-ms.ts';
import { instrumentOf } from '../../model/instrument.ts';
import type { SessionConfig } from '../../model/session-config.ts';

/**
 * The bound that a bar's low must lie above: 0, and nothing for futures, whose prices can be negative. The config decides: its
 * `instruments`, its exchange group, its asset class and the symbol's form.
 */
export const lowestPrice =
  (config: SessionConfig) =>
  (symbol: Ticker): number => {
    const { instruments, exchange_group: exchangeGroup, asset_class: assetClass } = config;
    const instrument = instrumentOf(symbol, { config: instruments, exchangeGroup, assetClass });
    return instrument.assetClass === 'FUTURE' ? Number.NEGATIVE_INFINITY : 0;
  };
