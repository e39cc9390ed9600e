import type { BaseInterval } from '../base/interval.ts';
import type { Ticker } from '../base/epoch-ms.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { MarketCalendar } from '../time-manager/market-calendar.ts';
import { splitByExchangeDay } from './exchange-days.ts';
import { monthFileName, TEMPORARY_SUFFIX } from './layout.ts';
import { areSameBars, mergeBars, type MergedBars } from './merge-bars.ts';
import { ownBars, readMonth, type MonthReading } from './month-file.ts';
import { encodeMonth } from './parquet/encode-month.ts';
import { SYNTHETIC_SOURCE, type StoredAdjustment, type MonthMetadata } from './parquet/month-metadata.ts';
import { tidyBars } from './tidy-bars.ts';

export interface MonthWriting extends MonthReading {
  readonly calendar: MarketCalendar;
}

export interface BarOrigin {
  readonly source: string;
  readonly adjusted: boolean;
}

/** One month of a symbol, about to be written. The folder's lock is held by the caller. */
export interface MonthTask {
  readonly folder: string;
  readonly month: string;
  readonly symbol: Ticker;
  readonly interval: BaseInterval;
  readonly bars: ReadonlyBarColumns;
  readonly origin: BarOrigin;
}

export interface MonthReport extends Omit<MergedBars, 'bars'> {
  readonly path: string;
  /** False when all bars were already stored: the file was not changed. */
  readonly changed: boolean;
  /** Generated bars that were removed for real ones. */
  readonly discardedSynthetic: number;
  /** The new path of an unreadable file. */
  readonly setAside?: string;
}

interface Standing {
  readonly bars: ReadonlyBarColumns;
  readonly metadata: MonthMetadata;
  readonly setAside?: string;
}

/** Merges bars into one month file: temporary file, flushed, read back and compared, then renamed into place. */
export async function writeMonth(writing: MonthWriting, task: MonthTask): Promise<Result<MonthReport>> {
  const path = `${task.folder}/${monthFileName(task.month)}`;
  const found = await readStanding(writing, task, path);
  if (!found.ok) return found;
  const standing = found.value;
  const isReal = task.origin.source !== SYNTHETIC_SOURCE;
  const makesRoom = isReal && standing !== undefined && isSynthetic(standing.metadata);
  if (!isReal && standing !== undefined && standing.bars.length > 0 && !isSynthetic(standing.metadata)) {
    return fail(
      'not_allowed',
      `${path} holds real bars; generated ones are not mixed with them.`,
      'Use another store for the sample (--data DIR).',
    );
  }
  const base = makesRoom ? undefined : standing;
  const merged = mergeBars(base?.bars ?? NO_BARS, task.bars);
  const { bars, ...counts } = merged;
  const report = {
    path,
    ...counts,
    changed: merged.added + merged.replaced > 0,
    discardedSynthetic: makesRoom ? standing.bars.length : 0,
    ...(standing?.setAside === undefined ? {} : { setAside: standing.setAside }),
  };
  if (!report.changed) return ok(report);
  const metadata = mergedMetadata(base?.metadata, task.origin, merged);
  const written = await putInPlace(writing, task, path, bars, metadata);
  return written.ok ? ok(report) : written;
}

const NO_BARS: ReadonlyBarColumns = {
  length: 0,
  openMs: new Float64Array(),
  open: new Float64Array(),
  high: new Float64Array(),
  low: new Float64Array(),
  close: new Float64Array(),
  volume: new Float64Array(),
};

/** A file that cannot be read is moved aside: its bytes are kept, and the month can be filled again. */
async function readStanding(
  writing: MonthWriting,
  task: MonthTask,
  path: string,
): Promise<Result<Standing | undefined>> {
  const read = await readMonth(writing, path);
  if (read.ok) {
    const { footer } = read.value;
    const bars = footer.own
      ? ownBars(read.value, task.interval, writing.calendar)
      : tidyBars(read.value.bars, task, writing.calendar).bars;
    return ok({ bars, metadata: footer.metadata });
  }
  if (read.failure.code === 'missing_file') return ok(undefined);
  if (read.failure.code !== 'damaged_file') return read;
  const setAside = `${path}.damaged`;
  const moved = await writing.files.replace(path, setAside);
  return moved.ok ? ok({ bars: NO_BARS, metadata: { sources: [], adjustment: 'unknown' }, setAside }) : moved;
}

const isSynthetic = (metadata: MonthMetadata): boolean => metadata.sources.includes(SYNTHETIC_SOURCE);

async function putInPlace(
  writing: MonthWriting,
  task: MonthTask,
  path: string,
  bars: ReadonlyBarColumns,
  metadata: MonthMetadata,
): Promise<Result<void>> {
  const { files, calendar } = writing;
  const named = { ...metadata, group: calendar.exchangeGroup };
  const bytes = encodeMonth(bars, groupLengths(task.interval, bars, calendar), named, calendar.zone);
  const temporary = `${path}.${files.uniqueName()}${TEMPORARY_SUFFIX}`;
  const written = await files.writeNew(temporary, bytes);
  const checked = written.ok ? await readBack(writing, temporary, bars) : written;
  const placed = checked.ok ? await files.replace(temporary, path) : checked;
  if (!placed.ok) await files.remove(temporary);
  writing.footers.forget(temporary);
  writing.footers.forget(path);
  return placed;
}

/** A trading day is a row group, so that it is read without the month; days of daily bars are one row each. */
function groupLengths(
  interval: BaseInterval,
  bars: ReadonlyBarColumns,
  calendar: MarketCalendar,
): readonly number[] {
  if (interval === '1d') return [bars.length];
  return splitByExchangeDay(bars, calendar).map((slice) => slice.to - slice.from);
}

async function readBack(
  reading: MonthReading,
  path: string,
  bars: ReadonlyBarColumns,
): Promise<Result<void>> {
  const read = await readMonth(reading, path);
  if (read.ok && areSameBars(read.value.bars, bars)) return ok(undefined);
  return fail(
    'not_writable',
    `${path} was read back from the disk with different bytes.`,
    'Nothing was replaced. Check the disk.',
  );
}

/** A source whose bars were all replaced is no longer named. */
function mergedMetadata(
  standing: MonthMetadata | undefined,
  origin: BarOrigin,
  merged: MergedBars,
): MonthMetadata {
  const adjustment = origin.adjusted ? 'adjusted' : 'raw';
  if (standing === undefined || merged.kept + merged.unchanged === 0) {
    return { sources: [origin.source], adjustment };
  }
  const others = standing.sources.filter((source) => source !== origin.source);
  return {
    sources: others.length === standing.sources.length ? [...others, origin.source] : standing.sources,
    adjustment: mergedAdjustment(standing.adjustment, adjustment),
  };
}

function mergedAdjustment(standing: StoredAdjustment, incoming: StoredAdjustment): StoredAdjustment {
  if (standing === incoming) return standing;
  return standing === 'unknown' ? 'unknown' : 'mixed';
}
