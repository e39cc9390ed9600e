/**
 * Alpaca's market data protocol, version 2 of stocks: names and numbers that client and simulator share.
 * Source: https://docs.alpaca.markets/docs/streaming-market-data, …/real-time-stock-pricing-data,
 * …/reference/stockbars (January 2026).
 */

/** Meanings of `{"T":"error","code":…}` on the stream. */
export const STREAM_ERRORS = {
  400: 'invalid syntax',
  401: 'not authenticated',
  402: 'auth failed',
  403: 'already authenticated',
  404: 'auth timeout',
  405: 'symbol limit exceeded',
  406: 'connection limit exceeded',
  407: 'slow client',
  409: 'insufficient subscription',
  410: 'invalid subscribe action for this feed',
  500: 'internal error',
} as const;

export type StreamErrorCode = keyof typeof STREAM_ERRORS;

/** Channels of the stock stream, in the order of the `subscription` message. */
export const STREAM_CHANNELS = [
  'trades',
  'quotes',
  'bars',
  'updatedBars',
  'dailyBars',
  'statuses',
  'lulds',
  'corrections',
  'cancelErrors',
] as const;

export type StreamChannel = (typeof STREAM_CHANNELS)[number];

export const STOCK_FEEDS = ['iex', 'sip'] as const;
export type StockFeed = (typeof STOCK_FEEDS)[number];

export const ALPACA_ADJUSTMENTS = ['raw', 'split', 'dividend', 'all'] as const;
export type AlpacaAdjustment = (typeof ALPACA_ADJUSTMENTS)[number];

/** Bars that one page of the history can hold. */
export const MOST_BARS_PER_PAGE = 10_000;

/** A bar as both history and stream write it. `t` is its open, RFC 3339; `vw` its VWAP, `n` its number of trades. */
export interface AlpacaBar {
  readonly t: string;
  readonly o: number;
  readonly h: number;
  readonly l: number;
  readonly c: number;
  readonly v: number;
  readonly n: number;
  readonly vw: number;
}

/** One page of `GET /v2/stocks/bars`: symbol after symbol, each oldest first. */
export interface AlpacaBarsPage {
  readonly bars: Readonly<Record<string, readonly AlpacaBar[] | null>> | null;
  readonly next_page_token: string | null;
}
