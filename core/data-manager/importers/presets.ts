import type { Stamp } from './proposal.ts';

/** What is known of a vendor's exports beyond what their files say. */
export interface Preset {
  readonly source: string;
  /** Zone of times that carry none. */
  readonly zone?: string;
  readonly stamp?: Stamp;
}

/**
 * Vendors by name. Left out is what their files or their history leave open: Alpha Vantage stamped closes for years and
 * stamps opens now, so the evidence decides.
 */
export const PRESETS: Readonly<Record<string, Preset>> = {
  alpaca: { source: 'alpaca', zone: 'UTC', stamp: 'open' },
  polygon: { source: 'polygon', zone: 'UTC', stamp: 'open' },
  massive: { source: 'polygon', zone: 'UTC', stamp: 'open' },
  databento: { source: 'databento', zone: 'UTC', stamp: 'open' },
  yfinance: { source: 'yfinance', zone: 'America/New_York', stamp: 'open' },
  alphavantage: { source: 'alphavantage', zone: 'America/New_York' },
  tradingview: { source: 'tradingview', zone: 'UTC', stamp: 'open' },
  ninjatrader: { source: 'ninjatrader', zone: 'UTC', stamp: 'close' },
};
