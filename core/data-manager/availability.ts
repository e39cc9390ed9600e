import { asEpochMs, type Ticker, type TradingDay } from '../base/epoch-ms.ts';
import type { BaseInterval } from '../base/interval.ts';
import { ok, type Failure, type Result } from '../base/result.ts';
import type { MarketCalendar } from '../time-manager/market-calendar.ts';
import type { IntervalAvailability, SymbolAvailability } from './bar-store.ts';
import type { ConcurrencyLimit } from './concurrency-limit.ts';
import { splitByExchangeDay } from './exchange-days.ts';
import { monthOfFileName } from './layout.ts';
import {
  damaged,
  ownBars,
  readGroups,
  withMonthFile,
  writtenUnder,
  type MonthReading,
} from './month-file.ts';
import type { GroupPlace, MonthFooter } from './parquet/footer.ts';
import { tidyBars } from './tidy-bars.ts';

export interface MeasuringAvailability extends MonthReading {
  readonly calendar: MarketCalendar;
  /** The contents of footers; each is read once for all sessions. */
  readonly told: WeakMap<MonthFooter, ToldByFooter>;
}

/** Bars by exchange day, and the row groups that the footer does not assign to one. */
export interface ToldByFooter {
  readonly days: ReadonlyMap<TradingDay, number>;
  readonly unknown: readonly GroupPlace[];
}

/** One symbol's folder of one interval. */
export interface SymbolFolder {
  readonly folder: string;
  readonly names: readonly string[];
  readonly symbol: Ticker;
  readonly interval: BaseInterval;
}

interface MeasuredFolder {
  readonly availability?: IntervalAvailability;
  /** True when any of the bars was adjusted before it was stored. */
  readonly adjusted: boolean;
  /** Names, sizes and versions of the files. */
  readonly version: string;
  readonly damaged: SymbolAvailability['damaged'];
}

interface MeasuredMonth {
  readonly version: string;
  readonly adjusted: boolean;
  readonly days: ReadonlyMap<TradingDay, number>;
  readonly sources: readonly string[];
}

/**
 * The days in a folder and their number of bars. A file that cannot be read is reported and does not affect the others;
 * where the contents of a file cannot be determined at all, the whole call fails.
 */
export async function measureAvailability(
  reading: MeasuringAvailability,
  limit: ConcurrencyLimit,
  place: SymbolFolder,
): Promise<Result<MeasuredFolder>> {
  const parquet = place.names.filter((name) => name.endsWith('.parquet')).sort();
  const months = await Promise.all(
    parquet.map(async (name) => {
      const path = `${place.folder}/${name}`;
      return { path, measured: await limit.run(() => measureMonth(reading, place, path, name)) };
    }),
  );
  const setAside: { path: string; reason: string }[] = [];
  const days = new Map<TradingDay, number>();
  const sources = new Set<string>();
  let version = '';
  let adjusted = false;
  for (const { path, measured } of months) {
    if (!measured.ok) {
      if (!isAboutTheFile(measured.failure)) return measured;
      setAside.push({ path, reason: measured.failure.message });
    } else {
      for (const [day, bars] of measured.value.days) days.set(day, (days.get(day) ?? 0) + bars);
      for (const source of measured.value.sources) sources.add(source);
      adjusted ||= measured.value.adjusted;
      version += `${path.slice(place.folder.length)} ${measured.value.version} `;
    }
  }
  if (days.size === 0) return ok({ version, adjusted, damaged: setAside });
  const availability = summary(place.interval, days, sources, reading.calendar);
  return ok({ availability, version, adjusted, damaged: setAside });
}

/** A server that does not answer says nothing about the requested file. */
const isAboutTheFile = ({ code }: Failure): boolean =>
  code !== 'unreachable' && code !== 'changed_file' && code !== 'cancelled';

function summary(
  interval: BaseInterval,
  counts: ReadonlyMap<TradingDay, number>,
  sources: ReadonlySet<string>,
  calendar: MarketCalendar,
): IntervalAvailability {
  const days = [...counts.keys()].sort();
  const firstDay = days[0] as TradingDay;
  const lastDay = days[days.length - 1] as TradingDay;
  return {
    interval,
    firstDay,
    lastDay,
    days,
    bars: [...counts.values()].reduce((sum, bars) => sum + bars, 0),
    missingDays: calendar.tradingDays(firstDay, lastDay).filter((day) => !counts.has(day)),
    sources: [...sources].sort(),
  };
}

async function measureMonth(
  reading: MeasuringAvailability,
  place: SymbolFolder,
  path: string,
  name: string,
): Promise<Result<MeasuredMonth>> {
  const month = monthOfFileName(name);
  if (month === undefined) {
    return damaged(path, 'its name is not a month (2025-07.parquet), so it is not read');
  }
  return withMonthFile(reading, path, async (file, footer, tail) => {
    const { sources, adjustment } = footer.metadata;
    const adjusted = adjustment === 'adjusted' || adjustment === 'mixed';
    const version = `${file.size} ${file.version}`;
    const told = reading.told.get(footer) ?? toldBy(footer, place.interval, reading.calendar);
    reading.told.set(footer, told);
    if (told.unknown.length === 0) return ok({ days: told.days, sources, version, adjusted });
    const read = await readGroups(file, footer, told.unknown, tail);
    if (!read.ok) return read;
    const days = new Map(told.days);
    const bars = footer.own
      ? ownBars({ bars: read.value, footer }, place.interval, reading.calendar)
      : tidyBars(read.value, { ...place, month }, reading.calendar).bars;
    for (const { day, from, to } of splitByExchangeDay(bars, reading.calendar)) {
      days.set(day, (days.get(day) ?? 0) + to - from);
    }
    return ok({ days, sources, version, adjusted });
  });
}

function toldBy(footer: MonthFooter, interval: BaseInterval, calendar: MarketCalendar): ToldByFooter {
  const days = new Map<TradingDay, number>();
  const unknown: GroupPlace[] = [];
  const keys = writtenUnder(footer, calendar);
  for (const group of footer.groups) {
    const day = footer.own ? dayOfGroup(group, interval === '1d' ? keys : calendar) : undefined;
    if (day === undefined) unknown.push(group);
    else days.set(day, (days.get(day) ?? 0) + group.rows);
  }
  return { days, unknown };
}

/**
 * The exchange day of a row group whose statistics show that it lies within one: then its rows need not be read. Bars
 * are unique in this store's own files, so the rows are the bars.
 */
function dayOfGroup(group: GroupPlace, calendar: MarketCalendar): TradingDay | undefined {
  if (!(group.firstMs <= group.lastMs)) return undefined;
  const day = calendar.dayOf(asEpochMs(group.firstMs));
  return day === calendar.dayOf(asEpochMs(group.lastMs)) ? day : undefined;
}
