import type { Ticker } from '../base/epoch-ms.ts';
import { BASE_INTERVALS, type BaseInterval } from '../base/interval.ts';
import { invariant } from '../base/invariant.ts';
import { allOk, ok, type Failure, type Result } from '../base/result.ts';
import {
  BarColumns,
  firstIndexAtOrAfter,
  joinColumns,
  sliceColumns,
  windowOf,
  type ReadonlyBarColumns,
} from '../model/bar-columns.ts';
import type { MarketCalendar } from '../time-manager/market-calendar.ts';
import { storageMonthOf } from '../time-manager/storage-month.ts';
import type {
  BarsWithOrigin,
  InstantRange,
  StoredSymbol,
  SymbolAvailability,
  WritableBarStore,
  WriteReport,
} from './bar-store.ts';
import { StoreFactsReader } from './actions/store-facts.ts';
import { measureAvailability, type MeasuringAvailability } from './availability.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import { splitByMonth } from './exchange-days.ts';
import type { FilePort } from './file-port.ts';
import { FooterCache } from './footer-cache.ts';
import {
  barsFolder,
  intervalFolder,
  intervalFolderName,
  LOCK_NAME,
  monthFileName,
  monthOfFileName,
  symbolFolder,
  symbolOfFolder,
  TEMPORARY_SUFFIX,
} from './layout.ts';
import { ownBars, readMonth } from './month-file.ts';
import { writeMonth, type BarOrigin, type MonthReport } from './month-writer.ts';
import { SYNTHETIC_SOURCE } from './parquet/month-metadata.ts';
import { tidyBars } from './tidy-bars.ts';

export interface ParquetBarStoreOptions {
  readonly files: FilePort;
  readonly calendar: MarketCalendar;
  /** Folder of the store; the bars are in its `bars` folder, which the first write creates. */
  readonly location: string;
}

/** Footers kept: a few kilobytes each, enough for 500 symbols over four months. */
const FOOTERS_KEPT = 2_048;

/** Files open at the same time: more do not read faster and may run into the system's limit. */
const FILES_AT_ONCE = 32;

/** The bar store over Parquet files, as laid out in layout.ts. All its knowledge comes from the files. */
export function createParquetBarStore(options: ParquetBarStoreOptions): WritableBarStore {
  return new ParquetBarStore(options);
}

class ParquetBarStore implements WritableBarStore {
  readonly location: string;
  readonly readOnly?: Failure;
  readonly #files: FilePort;
  readonly #calendar: MarketCalendar;
  readonly #footers: FooterCache;
  readonly #limit = new ConcurrencyLimit(FILES_AT_ONCE);
  readonly #measuring: MeasuringAvailability;
  readonly #facts: StoreFactsReader;

  constructor(
    { files, calendar, location }: ParquetBarStoreOptions,
    footers: FooterCache = new FooterCache(FOOTERS_KEPT),
  ) {
    this.#footers = footers;
    this.location = location;
    if (files.readOnly !== undefined) this.readOnly = files.readOnly;
    this.#files = files;
    this.#facts = new StoreFactsReader(files, location);
    this.#calendar = calendar;
    this.#measuring = { files, footers: this.#footers, calendar, told: new WeakMap() };
  }

  under(calendar: MarketCalendar): WritableBarStore {
    const { location } = this;
    return new ParquetBarStore({ files: this.#files, calendar, location }, this.#footers);
  }

  async symbols(): Promise<Result<readonly StoredSymbol[]>> {
    const found = new Map<Ticker, StoredSymbol>();
    const intervals = await this.#intervals();
    if (!intervals.ok) return intervals;
    for (const interval of intervals.value) {
      const folders = await this.#entries(intervalFolder(this.location, interval));
      if (!folders.ok) return folders;
      const symbols = folders.value.flatMap((name) => symbolOfFolder(name) ?? []);
      const months = allOk(await Promise.all(symbols.map((symbol) => this.#months(symbol, interval))));
      if (!months.ok) return months;
      symbols.forEach((symbol, index) => noteSymbol(found, symbol, interval, months.value[index] ?? []));
    }
    return ok([...found.values()].sort((a, b) => (a.symbol < b.symbol ? -1 : 1)));
  }

  async availability(symbol: Ticker): Promise<Result<SymbolAvailability | undefined>> {
    const stored = await this.#intervals();
    if (!stored.ok) return stored;
    const parts = await Promise.all(
      stored.value.map(async (interval) => {
        const folder = symbolFolder(this.location, interval, symbol);
        const names = await this.#limit.run(() => this.#entries(folder));
        if (!names.ok) return names;
        return measureAvailability(this.#measuring, this.#limit, {
          folder,
          names: names.value,
          symbol,
          interval,
        });
      }),
    );
    const all = allOk(parts);
    if (!all.ok) return all;
    const measured = all.value;
    const intervals = measured.flatMap((one) => one.availability ?? []);
    const damaged = measured.flatMap((one) => one.damaged);
    if (intervals.length === 0 && damaged.length === 0) return ok(undefined);
    const facts = await this.#facts.read(symbol);
    if (!facts.ok) return facts;
    const synthetic = intervals.some((one) => one.sources.includes(SYNTHETIC_SOURCE));
    const version = [...measured.map((one) => one.version), facts.value.version].join(' ').trimEnd();
    const adjusted = measured.some((one) => one.adjusted);
    return ok({ symbol, intervals, synthetic, version, damaged, adjusted, ...facts.value.known });
  }

  async getBars(
    symbol: Ticker,
    interval: BaseInterval,
    range: InstantRange,
  ): Promise<Result<BarsWithOrigin>> {
    if (range.to <= range.from) return ok({ bars: new BarColumns(), findings: [], synthetic: false });
    const first = storageMonthOf(range.from);
    const last = storageMonthOf(range.to - 1);
    const months = await this.#months(symbol, interval);
    if (!months.ok) return months;
    const wanted = months.value.filter((month) => month >= first && month <= last);
    const parts = allOk(
      await Promise.all(
        wanted.map((month) => this.#limit.run(() => this.#readPart(symbol, interval, month, range))),
      ),
    );
    if (!parts.ok) return parts;
    return ok(parts.value.length === 1 ? (parts.value[0] as BarsWithOrigin) : joined(parts.value));
  }

  async writeBars(
    symbol: Ticker,
    interval: BaseInterval,
    bars: ReadonlyBarColumns,
    origin: BarOrigin,
  ): Promise<Result<WriteReport>> {
    const tidy = interval === '1d' ? tidyBars(bars, { symbol, interval }, this.#calendar).bars : bars;
    checkBars(tidy);
    if (tidy.length === 0) return ok(reportOf([]));
    const folder = symbolFolder(this.location, interval, symbol);
    const locked = await this.#files.lock(`${folder}/${LOCK_NAME}`);
    if (!locked.ok) return locked;
    try {
      await this.#removeLeftovers(folder);
      const writing = { files: this.#files, footers: this.#footers, calendar: this.#calendar };
      const reports: MonthReport[] = [];
      for (const { month, from, to } of splitByMonth(tidy)) {
        const part = sliceColumns(tidy, from, to);
        const report = await writeMonth(writing, { folder, month, symbol, interval, bars: part, origin });
        if (!report.ok) return report;
        reports.push(report.value);
      }
      return ok(reportOf(reports));
    } finally {
      await locked.value.release();
    }
  }

  async #readPart(
    symbol: Ticker,
    interval: BaseInterval,
    month: string,
    range: InstantRange,
  ): Promise<Result<BarsWithOrigin>> {
    const path = `${symbolFolder(this.location, interval, symbol)}/${monthFileName(month)}`;
    const reading = { files: this.#files, footers: this.#footers };
    // Other tools may stamp days hours before their session: a month of them is 23 rows at most.
    const read = await readMonth(reading, path, interval === '1d' ? undefined : range);
    if (!read.ok) return read;
    const { footer } = read.value;
    const tidy = footer.own
      ? { bars: ownBars(read.value, interval, this.#calendar), findings: [] }
      : tidyBars(read.value.bars, { symbol, interval, month }, this.#calendar);
    const from = firstIndexAtOrAfter(tidy.bars, range.from);
    const to = firstIndexAtOrAfter(tidy.bars, range.to);
    return ok({
      bars: from === 0 && to === tidy.bars.length ? tidy.bars : windowOf(tidy.bars, from, to),
      findings: tidy.findings,
      synthetic: footer.metadata.sources.includes(SYNTHETIC_SOURCE),
    });
  }

  async #months(symbol: Ticker, interval: BaseInterval): Promise<Result<readonly string[]>> {
    const folder = symbolFolder(this.location, interval, symbol);
    const names = await this.#limit.run(() => this.#entries(folder));
    return names.ok ? ok(names.value.flatMap((name) => monthOfFileName(name) ?? []).sort()) : names;
  }

  /** The intervals that have a folder in the store, shortest first. */
  async #intervals(): Promise<Result<readonly BaseInterval[]>> {
    const names = await this.#entries(barsFolder(this.location));
    if (!names.ok) return names;
    const there = new Set(names.value);
    return ok(BASE_INTERVALS.filter((interval) => there.has(intervalFolderName(interval))));
  }

  /** Names in a folder; none when it is missing. */
  async #entries(folder: string): Promise<Result<readonly string[]>> {
    const listed = await this.#files.list(folder);
    return listed.ok ? ok(listed.value.map((entry) => entry.name)) : listed;
  }

  /** Temporary files of a writer that died: the lock is held, so no living one has any here. */
  async #removeLeftovers(folder: string): Promise<void> {
    const names = await this.#entries(folder);
    for (const name of names.ok ? names.value : []) {
      if (name.endsWith(TEMPORARY_SUFFIX)) await this.#files.remove(`${folder}/${name}`);
    }
  }
}

function noteSymbol(
  found: Map<Ticker, StoredSymbol>,
  symbol: Ticker,
  interval: BaseInterval,
  months: readonly string[],
): void {
  const [first] = months;
  const last = months[months.length - 1];
  if (first === undefined || last === undefined) return;
  const known = found.get(symbol);
  found.set(symbol, {
    symbol,
    intervals: [...(known?.intervals ?? []), interval],
    firstMonth: known !== undefined && known.firstMonth < first ? known.firstMonth : first,
    lastMonth: known !== undefined && known.lastMonth > last ? known.lastMonth : last,
  });
}

/** Months follow each other without overlap, so that their concatenation is in order. */
function joined(parts: readonly BarsWithOrigin[]): BarsWithOrigin {
  const bars = joinColumns(parts.map((part) => part.bars));
  const findings = parts.flatMap((part) => part.findings);
  return { bars, findings, synthetic: parts.some((part) => part.synthetic) };
}

/** The argument of `writeBars` must be valid bars: anything else is a bug of the caller. */
function checkBars(bars: ReadonlyBarColumns): void {
  let previous = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < bars.length; index++) {
    const openMs = bars.openMs[index] as number;
    invariant(
      openMs > previous && Number.isInteger(openMs),
      () => `ascending whole ms, got ${openMs} at ${index}`,
    );
    const sum =
      (bars.open[index] as number) +
      (bars.high[index] as number) +
      (bars.low[index] as number) +
      (bars.close[index] as number) +
      (bars.volume[index] as number);
    invariant(Number.isFinite(sum), () => `numbers in the bar at ${openMs}`);
    previous = openMs;
  }
}

function reportOf(months: readonly MonthReport[]): WriteReport {
  const total = (key: 'added' | 'unchanged' | 'replaced' | 'kept' | 'discardedSynthetic'): number =>
    months.reduce((sum, month) => sum + month[key], 0);
  return {
    written: total('added') + total('replaced'),
    unchanged: total('unchanged'),
    replaced: total('replaced'),
    kept: total('kept'),
    discardedSynthetic: total('discardedSynthetic'),
    files: months.filter((month) => month.changed).map((month) => month.path),
    setAside: months.flatMap((month) => month.setAside ?? []),
  };
}
