import { fail, ok, type Result } from '../../base/result.ts';
import { openMsOf } from './protocol.ts';

/** One kline; prices and volume as the exchange writes them, the open in UTC epoch ms. */
export interface Kline {
  readonly openMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** In the base asset: coins, not money. */
  readonly volume: number;
}

/** Reads an answer of `/api/v3/klines`: an array of arrays. Fails with `bad_file` where it is anything else. */
export function readKlines(body: string): Result<readonly Kline[]> {
  let rows: unknown;
  try {
    rows = JSON.parse(body);
  } catch {
    return fail('bad_file', 'Binance sent klines that are no JSON.');
  }
  if (!Array.isArray(rows)) return fail('bad_file', 'Binance sent no list of klines.');
  const klines: Kline[] = [];
  for (const row of rows as unknown[]) {
    const kline = Array.isArray(row) ? klineOf(row.slice(0, 6).map(Number)) : undefined;
    if (kline === undefined) return fail('bad_file', 'Binance sent a kline that cannot be read.');
    klines.push(kline);
  }
  return ok(klines);
}

/** Reads the CSV of an archive file; a first line with names is skipped. Fails with the line that cannot be read. */
export function readArchiveCsv(text: string): Result<readonly Kline[]> {
  const klines: Kline[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || (index === 0 && /^[a-z]/i.test(line))) continue;
    const kline = klineOf(line.split(',').slice(0, 6).map(Number));
    if (kline === undefined) return fail('damaged_file', `line ${index + 1} of the archive cannot be read`);
    klines.push(kline);
  }
  return ok(klines);
}

function klineOf([time, open, high, low, close, volume]: readonly number[]): Kline | undefined {
  const values = [time, open, high, low, close, volume];
  if (!values.every((value): value is number => value !== undefined && Number.isFinite(value)))
    return undefined;
  const [at, ...others] = values as [number, number, number, number, number, number];
  const [first, highest, lowest, last, amount] = others;
  return { openMs: openMsOf(at), open: first, high: highest, low: lowest, close: last, volume: amount };
}
