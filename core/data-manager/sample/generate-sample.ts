import { asTradingDay } from '../../base/epoch-ms.ts';
import { allOk, ok, type Result } from '../../base/result.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import type { WritableBarStore, WriteReport } from '../bar-store.ts';
import { SYNTHETIC_SOURCE } from '../parquet/month-metadata.ts';
import { generateDays } from './generate-days.ts';
import { SAMPLE_SYMBOLS } from './sample-symbols.ts';

/**
 * The days of the sample's minutes: the clocks change on its first weekend (2 November 2025), Thanksgiving closes the
 * exchange on the 27th, and the 28th ends at 13:00.
 */
const SAMPLE_DAYS = {
  first: asTradingDay('2025-10-31'),
  last: asTradingDay('2025-11-28'),
  history: 60,
} as const;

const SEED = 'tapedeck sample 1';

export interface SampleReport {
  readonly symbols: readonly string[];
  /** Bars in the store now, by interval. */
  readonly bars: { readonly '1m': number; readonly '1d': number };
  readonly files: number;
}

export interface SampleProgress {
  readonly done: number;
  readonly total: number;
  readonly symbol: string;
}

/**
 * Fills a store with the sample: generated prices that behave like a market, with `synthetic` as their source. The same
 * bytes on every run and machine. Fails with the failures of `writeBars`; a store that already holds the sample is not
 * changed.
 */
export async function generateSample(
  store: WritableBarStore,
  calendar: MarketCalendar,
  onProgress: (progress: SampleProgress) => void = () => {},
): Promise<Result<SampleReport>> {
  const origin = { source: SYNTHETIC_SOURCE, adjusted: false };
  const bars = { '1m': 0, '1d': 0 };
  let done = 0;
  // A write mostly waits for the disk: the next symbols are generated and written in parallel.
  const writing: Promise<readonly Result<WriteReport>[]>[] = [];
  for (const { shape, minutes, days } of generateDays(SEED, calendar, SAMPLE_SYMBOLS, SAMPLE_DAYS)) {
    bars['1m'] += minutes.length;
    bars['1d'] += days.length;
    const written = Promise.all([
      store.writeBars(shape.symbol, '1m', minutes, origin),
      store.writeBars(shape.symbol, '1d', days, origin),
    ]);
    writing.push(
      written.then((reports) => {
        done += 1;
        onProgress({ done, total: SAMPLE_SYMBOLS.length, symbol: shape.symbol });
        return reports;
      }),
    );
  }
  const reports = allOk((await Promise.all(writing)).flat());
  if (!reports.ok) return reports;
  const files = reports.value.reduce((sum, report) => sum + report.files.length, 0);
  return ok({ symbols: SAMPLE_SYMBOLS.map((shape) => shape.symbol), bars, files });
}
