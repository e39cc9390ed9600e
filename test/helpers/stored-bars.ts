import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

/** A bar of the store: the instant of its open in UTC epoch ms, and its values. */
export interface StoredBar {
  readonly t: number;
  readonly o: number;
  readonly h: number;
  readonly l: number;
  readonly c: number;
  readonly v: number;
}

export interface StoredSeries {
  readonly interval: string;
  readonly symbol: string;
  readonly bars: readonly StoredBar[];
}

/** Reads all bars of a store's folder with a Parquet library alone: the program under test has no part in it. */
export async function readStoredSeries(store: string): Promise<readonly StoredSeries[]> {
  const root = path.join(store, 'bars');
  if (!existsSync(root)) return [];
  const series = new Map<string, { interval: string; symbol: string; bars: StoredBar[] }>();
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.parquet'),
  );
  for (const name of files.sort()) {
    const [, interval = '', folder = ''] = /interval=([^/\\]+)[/\\]symbol=([^/\\]+)/.exec(name) ?? [];
    const symbol = decodeURIComponent(folder);
    const bytes = readFileSync(path.join(root, name));
    const rows = await parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
      compressors,
    });
    const known = series.get(`${interval} ${symbol}`) ?? { interval, symbol, bars: [] };
    known.bars.push(...rows.map(barOf));
    series.set(`${interval} ${symbol}`, known);
  }
  return [...series.values()];
}

const barOf = (row: Record<string, unknown>): StoredBar => ({
  t: (row['t'] as Date).getTime(),
  o: Number(row['o']),
  h: Number(row['h']),
  l: Number(row['l']),
  c: Number(row['c']),
  v: Number(row['v']),
});
