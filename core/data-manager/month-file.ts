import type { BaseInterval } from '../base/interval.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { joinColumns, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { FilePort, OpenFile } from './file-port.ts';
import type { FooterCache } from './footer-cache.ts';
import { decodeGroups } from './parquet/decode-month.ts';
import { TAIL_LENGTH } from './parquet/footer-content.ts';
import { footerLength, parseFooter, type GroupPlace, type MonthFooter } from './parquet/footer.ts';
import { DEFAULT_GROUP, NewerFormatError } from './parquet/month-metadata.ts';
import { calendarFor } from '../time-manager/calendars.ts';
import type { MarketCalendar } from '../time-manager/market-calendar.ts';
import { rekeyDaily } from './tidy-bars.ts';
import { damageReason } from './parquet/damage-reason.ts';

/** The content of a month file: its bars in the order of the file, and its metadata. */
export interface MonthContent {
  readonly bars: ReadonlyBarColumns;
  readonly footer: MonthFooter;
}

/** Covers the footer of any month of 1m bars in one read, and the whole of most files. */
const FIRST_READ = 64 * 1024;

export interface MonthReading {
  readonly files: FilePort;
  readonly footers: FooterCache;
}

type MonthJob<T> = (file: OpenFile, footer: MonthFooter, tail: Tail) => Promise<Result<T>>;

/** Most attempts for a file that is replaced repeatedly while it is read. */
const ATTEMPTS = 3;

/**
 * Runs a job on an opened month file and its footer; again from the start when the file was replaced in between. Any
 * error or rejection of the job counts as damage: `damaged_file` with the path and the reason. A file of a newer format
 * is `unsupported`, and it is never set aside.
 */
export async function withMonthFile<T>(
  reading: MonthReading,
  path: string,
  job: MonthJob<T>,
): Promise<Result<T>> {
  for (let attempt = 1; ; attempt++) {
    const result = await tryMonthFile(reading, path, job);
    if (result.ok || result.failure.code !== 'changed_file' || attempt === ATTEMPTS) return result;
  }
}

async function tryMonthFile<T>(reading: MonthReading, path: string, job: MonthJob<T>): Promise<Result<T>> {
  const opened = await reading.files.open(path);
  if (!opened.ok) return opened;
  const file = opened.value;
  try {
    const found = await readFooter(reading.footers, path, file);
    return found.ok ? await job(file, found.value.footer, found.value.tail) : found;
  } catch (error) {
    return error instanceof NewerFormatError ? newer(path, error) : damaged(path, damageReason(error));
  } finally {
    await file.close();
  }
}

/** Reads the row groups that may hold bars of `[from, to)`, or all of them. */
export async function readMonth(
  reading: MonthReading,
  path: string,
  range?: { readonly from: number; readonly to: number },
): Promise<Result<MonthContent>> {
  return withMonthFile(reading, path, async (file, footer, tail) => {
    const wanted =
      range === undefined ? footer.groups : footer.groups.filter((group) => overlaps(group, range));
    const bars = await readGroups(file, footer, wanted, tail);
    return bars.ok ? ok({ bars: bars.value, footer }) : bars;
  });
}

/**
 * The bars of a file that this store wrote; daily ones keyed by the given calendar, even if they were written under
 * another.
 */
export function ownBars(
  { bars, footer }: MonthContent,
  interval: BaseInterval,
  calendar: MarketCalendar,
): ReadonlyBarColumns {
  const writer = writtenUnder(footer, calendar);
  return interval !== '1d' || writer === calendar ? bars : rekeyDaily(bars, writer, calendar);
}

/** The calendar whose sessions' opens are the keys of a file's daily bars; the given one where it is the same group. */
export function writtenUnder({ metadata }: MonthFooter, calendar: MarketCalendar): MarketCalendar {
  const group = metadata.group ?? DEFAULT_GROUP;
  if (group === calendar.exchangeGroup) return calendar;
  let made = CALENDARS.get(group);
  if (made === undefined) {
    const found = calendarFor(group);
    made = found.ok ? found.value : calendar;
    CALENDARS.set(group, made);
  }
  return made;
}

/** Calendars of other groups, made once. */
const CALENDARS = new Map<string, MarketCalendar>();

/** The bars of some row groups. Adjacent groups are read together, groups with a gap between them separately. */
export async function readGroups(
  file: OpenFile,
  footer: MonthFooter,
  groups: readonly GroupPlace[],
  tail: Tail,
): Promise<Result<ReadonlyBarColumns>> {
  const parts: ReadonlyBarColumns[] = [];
  for (const run of runsOf(groups.filter((group) => group.rows > 0))) {
    const from = Math.min(...run.map((group) => group.from));
    const to = Math.max(...run.map((group) => group.to));
    const bytes =
      from >= tail.from
        ? ok(tail.bytes.subarray(from - tail.from, to - tail.from))
        : await file.read(from, to);
    if (!bytes.ok) return bytes;
    parts.push(decodeGroups(footer, run, bytes.value, from));
  }
  return ok(joinColumns(parts));
}

export function damaged(path: string, reason: string): Result<never> {
  return fail(
    'damaged_file',
    `${path} cannot be read: ${reason}.`,
    'Import the bars of this month again, or put a copy of the file back in its place; other months are not affected.',
  );
}

const newer = (path: string, { message }: NewerFormatError): Result<never> =>
  fail(
    'unsupported',
    `${path} cannot be read: ${message}.`,
    'Install the newer version again; the file is not changed.',
  );

/** The last bytes of a file, where they were read already. */
interface Tail {
  readonly from: number;
  readonly bytes: Uint8Array;
}

const NO_TAIL: Tail = { from: Number.POSITIVE_INFINITY, bytes: new Uint8Array() };

async function readFooter(
  footers: FooterCache,
  path: string,
  file: OpenFile,
): Promise<Result<{ readonly footer: MonthFooter; readonly tail: Tail }>> {
  const known = footers.get(path, file);
  if (known !== undefined) return ok({ footer: known, tail: NO_TAIL });
  let from = Math.max(0, file.size - FIRST_READ);
  let read = await file.read(from, file.size);
  if (!read.ok) return read;
  const length = footerLength(read.value.subarray(-TAIL_LENGTH), file.size);
  if (length === undefined) return damaged(path, 'it does not end like a Parquet file');
  if (length > read.value.length) {
    from = file.size - length;
    read = await file.read(from, file.size);
    if (!read.ok) return read;
  }
  const bytes = read.value;
  const footer = parseFooter(bytes.subarray(bytes.length - length), file.size);
  footers.set(path, file, footer);
  return ok({ footer, tail: { from, bytes } });
}

/** Row groups without known bounds are read. */
const overlaps = (group: GroupPlace, range: { readonly from: number; readonly to: number }): boolean =>
  !(group.firstMs >= range.to) && !(group.lastMs < range.from);

function runsOf(groups: readonly GroupPlace[]): readonly (readonly GroupPlace[])[] {
  const runs: GroupPlace[][] = [];
  for (const group of groups) {
    const run = runs[runs.length - 1];
    const last = run?.[run.length - 1];
    if (run !== undefined && last !== undefined && last.to === group.from) run.push(group);
    else runs.push([group]);
  }
  return runs;
}
