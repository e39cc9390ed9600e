import { asTicker, type Ticker } from '../base/epoch-ms.ts';
import type { BaseInterval } from '../base/interval.ts';

/**
 * The location of bars in the store: `bars/interval=1m/symbol=RIVN/2025-07.parquet`.
 *
 * Hive partitioning, as DuckDB, polars and Spark read and write it. One file holds the bars of one symbol that open in
 * the month of its name, by New York's calendar, for every exchange (time-manager/storage-month.ts). Other stored
 * intervals have folders of their own: `interval=1s`, `interval=5m`, `interval=1h`, `interval=1d`.
 */
const BARS_FOLDER = 'bars';
const INTERVAL_PREFIX = 'interval=';
const SYMBOL_PREFIX = 'symbol=';
const MONTH_FILE = /^(\d{4}-(?:0[1-9]|1[0-2]))\.parquet$/;

export const LOCK_NAME = '.lock';
export const TEMPORARY_SUFFIX = '.tmp';

export const barsFolder = (location: string): string => `${location}/${BARS_FOLDER}`;

export const intervalFolderName = (interval: BaseInterval): string => `${INTERVAL_PREFIX}${interval}`;

export const intervalFolder = (location: string, interval: BaseInterval): string =>
  `${barsFolder(location)}/${intervalFolderName(interval)}`;

export const symbolFolder = (location: string, interval: BaseInterval, symbol: Ticker): string =>
  `${intervalFolder(location, interval)}/${SYMBOL_PREFIX}${escapePartition(symbol)}`;

export const monthFileName = (month: string): string => `${month}.parquet`;

/**
 * The location of splits, dividends and other actions: `actions/symbol=AAPL.parquet`, a file for each symbol that has
 * any.
 */
export const actionsFolder = (location: string): string => `${location}/actions`;

export const actionsPath = (location: string, symbol: Ticker): string =>
  `${actionsFolder(location)}/${SYMBOL_PREFIX}${escapePartition(symbol)}.parquet`;

/** The month `2025-07` of a file name; undefined for any other file. */
export const monthOfFileName = (name: string): string | undefined => MONTH_FILE.exec(name)?.[1];

/** The symbol of a folder name `symbol=BRK.B`; undefined for any other folder. */
export function symbolOfFolder(name: string): Ticker | undefined {
  if (!name.startsWith(SYMBOL_PREFIX)) return undefined;
  const symbol = unescapePartition(name.slice(SYMBOL_PREFIX.length));
  return symbol === undefined || symbol === '' ? undefined : asTicker(symbol);
}

/**
 * Hive's escaping: everything but letters, digits and `._-` becomes `%XX` of its UTF-8 bytes, which keeps `/` out of
 * paths. A dot at the end is escaped as well, since Windows drops it.
 */
function escapePartition(value: string): string {
  const escaped = encodeURIComponent(value).replaceAll(/[!'()*~]/g, (mark) => percent(mark));
  return escaped.endsWith('.') ? `${escaped.slice(0, -1)}%2E` : escaped;
}

const percent = (mark: string): string => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;

function unescapePartition(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined; // a stray %: neither this store nor a Hive writer makes such a name
  }
}
