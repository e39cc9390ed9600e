import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { BaseInterval } from '../../../core/base/interval.ts';
import { ok, type Result } from '../../../core/base/result.ts';
import { createParquetBarStore } from '../../../core/data-manager/parquet-bar-store.ts';
import { BarColumns, firstIndexAtOrAfter, type ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import { answersOf, type StoreSnapshot } from '../research/shared-store.ts';
import { createNodeFiles } from '../store/node-files.ts';

/** The bars that a run saw, as the files of a bar store: `bars/interval=1m/symbol=AAPL/2025-07.parquet`. */
export async function barFilesOf(
  snapshot: StoreSnapshot,
  calendar: MarketCalendar,
): Promise<Result<ReadonlyMap<string, Uint8Array>>> {
  const location = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-bundle-'));
  try {
    const store = createParquetBarStore({ files: createNodeFiles(), calendar, location });
    for (const { symbol, interval, bars, synthetic } of seriesOf(snapshot)) {
      const sources = snapshot.availability
        .get(symbol)
        ?.intervals.find((each) => each.interval === interval)?.sources;
      const origin = { source: sources?.[0] ?? (synthetic ? 'synthetic' : 'bundle'), adjusted: false };
      const written = await store.writeBars(asTicker(symbol), interval, bars, origin);
      if (!written.ok) return written;
    }
    return ok(filesUnder(location, 'bars'));
  } finally {
    rmSync(location, { recursive: true, force: true });
  }
}

interface Series {
  readonly symbol: string;
  readonly interval: BaseInterval;
  readonly bars: ReadonlyBarColumns;
  readonly synthetic: boolean;
}

/** All answers of a symbol in an interval as one series, ascending and unique. */
function seriesOf(snapshot: StoreSnapshot): readonly Series[] {
  const pieces = new Map<string, Series[]>();
  for (const { symbol, interval, answer } of answersOf(snapshot)) {
    if (answer.bars.length === 0) continue;
    const key = `${symbol} ${interval}`;
    pieces.set(key, [...(pieces.get(key) ?? []), { symbol, interval, ...answer }]);
  }
  return [...pieces.values()].map((answers) => {
    const bars = new BarColumns(answers.reduce((sum, each) => sum + each.bars.length, 0));
    const byStart = [...answers].sort((a, b) => (a.bars.openMs[0] ?? 0) - (b.bars.openMs[0] ?? 0));
    for (const { bars: piece } of byStart) {
      const last = bars.length === 0 ? Number.NEGATIVE_INFINITY : (bars.openMs[bars.length - 1] ?? 0);
      bars.appendFrom(piece, firstIndexAtOrAfter(piece, last + 1));
    }
    const [first] = answers as [Series];
    return { ...first, bars, synthetic: answers.some(({ synthetic }) => synthetic) };
  });
}

function filesUnder(location: string, folder: string): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const walk = (relative: string): void => {
    for (const entry of readdirSync(path.join(location, relative), { withFileTypes: true })) {
      const place = `${relative}/${entry.name}`;
      if (entry.isDirectory()) walk(place);
      else if (entry.name.endsWith('.parquet')) files.set(place, readFileSync(path.join(location, place)));
    }
  };
  walk(folder);
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
