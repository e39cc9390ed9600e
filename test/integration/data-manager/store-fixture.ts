import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { asTicker, asTradingDay, type EpochMs } from '../../../core/base/epoch-ms.ts';
import type { FilePort } from '../../../core/data-manager/file-port.ts';
import type { WritableBarStore } from '../../../core/data-manager/bar-store.ts';
import { createParquetBarStore } from '../../../core/data-manager/parquet-bar-store.ts';
import { createRandom } from '../../../core/data-manager/sample/random.ts';
import { BarColumns, type ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import { createUsEquityCalendar } from '../../../core/time-manager/us-equity-calendar.ts';
import { createNodeFiles } from '../../../electron/host/store/node-files.ts';

export const calendar = createUsEquityCalendar();
export const RIVN = asTicker('RIVN');
export const day = asTradingDay;

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tapedeck-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const openStoreAt = (location: string, files: FilePort = createNodeFiles()): WritableBarStore =>
  createParquetBarStore({ files, calendar, location });

export interface MadeBars {
  readonly from: string;
  readonly to: string;
  readonly seed?: string;
  /** Volumes with a fraction, as of crypto. */
  readonly fractional?: boolean;
}

/** Regular minutes of the trading days from one to the other, prices by the seed. */
export function minutes({ from, to, seed = 'test', fractional = false }: MadeBars): BarColumns {
  const random = createRandom(seed);
  const bars = new BarColumns();
  let price = 20;
  for (const each of calendar.tradingDays(day(from), day(to))) {
    const session = calendar.tradingSession(each);
    if (session === undefined) continue;
    for (let openMs = session.open as number; openMs < session.close; openMs += 60_000) {
      price = Math.max(1, Math.round((price + random.normal() * 0.02) * 100) / 100);
      const volume = fractional ? random.uniform() * 100 : Math.floor(random.uniform() * 50_000);
      bars.append(openMs, price, price + 0.02, price - 0.01, price + 0.01, volume);
    }
  }
  return bars;
}

export interface PlainBars {
  readonly t: readonly number[];
  readonly o: readonly number[];
  readonly h: readonly number[];
  readonly l: readonly number[];
  readonly c: readonly number[];
  readonly v: readonly number[];
}

/** Columns as arrays that `toEqual` compares bit for bit. */
export const plain = (bars: ReadonlyBarColumns, from = 0, to = bars.length): PlainBars => ({
  t: [...bars.openMs.subarray(from, to)],
  o: [...bars.open.subarray(from, to)],
  h: [...bars.high.subarray(from, to)],
  l: [...bars.low.subarray(from, to)],
  c: [...bars.close.subarray(from, to)],
  v: [...bars.volume.subarray(from, to)],
});

export const EVER = { from: 0 as EpochMs, to: 4e12 as EpochMs };

export const TEST_ORIGIN = { source: 'test', adjusted: false };

export function unwrap<T>(
  result:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly failure: { readonly message: string } },
): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}
