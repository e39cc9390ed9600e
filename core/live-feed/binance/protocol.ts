/**
 * Binance's public market data for spot markets: no key, no account. Sources: "Spot API documentation", REST API
 * (general information, limits, klines, exchangeInfo), and the README of "binance-public-data" (archive files).
 */

/** Market data of the exchange; `data-api.binance.vision` answers the same requests. */
export const BINANCE_REST = 'https://api.binance.com';
/** Archive files: a month or a day of klines a file, each with its SHA-256 beside it. */
export const BINANCE_ARCHIVE = 'https://data.binance.vision';

/** The most klines of one answer ("limit: default 500; max 1000"). */
export const MAX_KLINES = 1_000;
/** Weight of one request for klines, and the weight that an address may use in a minute. */
export const KLINES_WEIGHT = 2;
export const WEIGHT_PER_MINUTE = 6_000;
/** The header in which the exchange counts the weight that was used in the running minute. */
export const USED_WEIGHT_HEADER = 'x-mbx-used-weight-1m';

/** Intervals that both the exchange and the bar store have, with the exchange's word. */
export const BINANCE_INTERVALS = ['1s', '1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '1d'] as const;
export type BinanceInterval = (typeof BINANCE_INTERVALS)[number];

/** The exchange's word for a symbol as people write it: `BTC/USDT` and `btc-usdt` are `BTCUSDT`. */
export const binanceSymbol = (symbol: string): string => symbol.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();

export interface KlinesRequest {
  readonly symbol: string;
  readonly interval: BinanceInterval;
  /** `[from, to)` in UTC epoch ms, by the klines' open. */
  readonly from: number;
  readonly to: number;
}

/** `GET /api/v3/klines`; the exchange's end is included. */
export function klinesUrl(rest: string, { symbol, interval, from, to }: KlinesRequest): string {
  const query = `symbol=${encodeURIComponent(symbol)}&interval=${interval}&startTime=${from}&endTime=${to - 1}&limit=${MAX_KLINES}`;
  return `${rest}/api/v3/klines?${query}`;
}

/** The archive file of a month (`2024-03`) or a day (`2024-03-05`). */
export function archiveUrl(
  archive: string,
  symbol: string,
  interval: BinanceInterval,
  period: string,
): string {
  const span = period.length === 7 ? 'monthly' : 'daily';
  return `${archive}/data/spot/${span}/klines/${symbol}/${interval}/${symbol}-${interval}-${period}.zip`;
}

/** The file that holds the SHA-256 of an archive file: 64 hexadecimal digits, spaces, the file's name. */
export const checksumUrl = (url: string): string => `${url}.CHECKSUM`;

/** Times after this are microseconds: milliseconds reach it in the year 5138. */
const FIRST_MICROSECONDS = 1e14;

/**
 * The open of a kline in UTC epoch ms. Archive files of spot markets count milliseconds up to 2024 and microseconds from
 * 2025-01-01 on, so each row is looked at on its own.
 */
export const openMsOf = (time: number): number =>
  time >= FIRST_MICROSECONDS ? Math.floor(time / 1_000) : time;
