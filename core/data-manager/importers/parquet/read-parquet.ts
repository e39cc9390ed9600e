import { fail, ok, type Result } from '../../../base/result.ts';
import type { OpenFile } from '../../file-port.ts';
import { crc32 } from '../../parquet/crc32.ts';
import { TimeField } from '../csv/time-field.ts';
import type { RowSink } from '../row-sink.ts';
import type { ToUtc } from '../judging/zone-reader.ts';
import { decodeNumbers, decodeTexts, loadColumn, type LoadedColumn } from '../../parquet/decode-column.ts';
import { damagedTable, openParquetTable, type ParquetTable, type TableGroup } from './open-parquet-table.ts';
import type { ParquetPlan, ParquetTime, SeriesColumns } from './parquet-plan.ts';
import { damageReason } from '../../parquet/damage-reason.ts';

/** The inputs of a reading, in addition to the file: the receiver of the rows, and the progress. */
export interface ParquetReading {
  readonly path: string;
  readonly plan: ParquetPlan;
  readonly toUtc: ToUtc;
  readonly sink: RowSink;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: { readonly aborted: boolean };
}

/** Values decoded at a time: 8 bytes each. */
const VALUES_AT_ONCE = 4_000_000;

/** Rows `[from, to)` of a row group. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Passes every bar of a Parquet file to a sink, in the order of the file, one part of one row group in memory. Fails
 * with `cancelled`, `damaged_file` (with the reason), and with the failures of reading the file or of the sink.
 */
export async function readParquet(file: OpenFile, reading: ParquetReading): Promise<Result<void>> {
  const table = await openParquetTable(file, reading.path);
  if (!table.ok) return table;
  let line = 1;
  for (const group of table.value.groups) {
    const read = await readGroup(file, table.value, group, line, reading);
    if (!read.ok) return read;
    line += group.rows;
    reading.onProgress?.(Math.floor(((line - 1) / Math.max(1, table.value.rows)) * file.size), file.size);
  }
  return ok(undefined);
}

async function readGroup(
  file: OpenFile,
  table: ParquetTable,
  group: TableGroup,
  line: number,
  reading: ParquetReading,
): Promise<Result<void>> {
  const columns = await loadColumns(file, table, group, reading);
  if (!columns.ok) return columns;
  const rowsAtOnce = Math.max(1_000, Math.floor(VALUES_AT_ONCE / columns.value.size));
  for (let from = 0; from < group.rows; from += rowsAtOnce) {
    if (reading.signal?.aborted === true) return fail('cancelled', 'The import was stopped.');
    const range = { from, to: Math.min(from + rowsAtOnce, group.rows) };
    const given = giveRows(columns.value, range, line + from, reading);
    if (!given.ok) return given;
    const drained = await reading.sink.drain();
    if (!drained.ok) return drained;
  }
  return ok(undefined);
}

/** The columns of the plan, in memory. */
export async function loadColumns(
  file: OpenFile,
  table: ParquetTable,
  group: TableGroup,
  { plan, path }: Pick<ParquetReading, 'plan' | 'path'>,
): Promise<Result<ReadonlyMap<string, LoadedColumn>>> {
  const sealed = await checkSeal(file, group, path);
  if (!sealed.ok) return sealed;
  const loaded = new Map<string, LoadedColumn>();
  for (const name of columnsOf(plan)) {
    const column = table.columns.find((candidate) => candidate.name === name);
    const place = group.chunks.get(name);
    if (column === undefined || place === undefined)
      return damagedTable(path, `a row group has no column ${name}`);
    const bytes = await file.read(place.from, place.to);
    if (!bytes.ok) return bytes;
    try {
      loaded.set(name, loadColumn(column, place, group.rows, bytes.value));
    } catch (error) {
      return damagedTable(path, damageReason(error));
    }
  }
  return ok(loaded);
}

/** A flipped bit in a file of this program is an error, never a wrong price. */
async function checkSeal(file: OpenFile, { seal }: TableGroup, path: string): Promise<Result<void>> {
  if (seal === undefined || seal.to === seal.from) return ok(undefined);
  const bytes =
    seal.to <= file.size ? await file.read(seal.from, seal.to) : damagedTable(path, 'it is cut short');
  if (!bytes.ok) return bytes;
  if (crc32(bytes.value) === seal.crc) return ok(undefined);
  return damagedTable(path, `the checksum of bytes ${seal.from} to ${seal.to} does not hold`);
}

function columnsOf(plan: ParquetPlan): readonly string[] {
  const times =
    plan.time.kind === 'scaled'
      ? plan.time.parts.map((part) => part.column)
      : [plan.time.column, plan.time.clock];
  const values = plan.series.flatMap(({ open, high, low, close, volume }) => [
    open,
    high,
    low,
    close,
    volume,
  ]);
  return [...new Set([...times, plan.symbol, ...values].filter((name) => name !== undefined))];
}

/** Decodes some rows and gives their bars to the sink. Fails with `damaged_file` before any of them is given. */
export function giveRows(
  columns: ReadonlyMap<string, LoadedColumn>,
  range: RowRange,
  firstLine: number,
  { plan, path, toUtc, sink }: Pick<ParquetReading, 'plan' | 'path' | 'toUtc' | 'sink'>,
): Result<void> {
  try {
    const stamps = stampsOf(columns, plan.time, range, toUtc);
    const symbols =
      plan.symbol === undefined
        ? undefined
        : symbolsOf(decodeTexts(get(columns, plan.symbol), range.from, range.to));
    const series = plan.series.map((one) => decodeSeries(columns, one, range));
    for (let row = 0; row < stamps.length; row++) {
      const isSideBySide = series.length > 1;
      for (const one of series) {
        giveBar(
          one,
          row,
          { stampMs: stamps[row] as number, symbols, isSideBySide, line: firstLine + row },
          sink,
        );
      }
    }
    return ok(undefined);
  } catch (error) {
    return damagedTable(path, damageReason(error));
  }
}

interface DecodedSeries {
  readonly symbol: string | undefined;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array | undefined;
}

interface RowContext {
  readonly stampMs: number;
  readonly symbols: readonly (string | undefined)[] | undefined;
  readonly isSideBySide: boolean;
  readonly line: number;
}

function giveBar(series: DecodedSeries, row: number, context: RowContext, sink: RowSink): void {
  const { stampMs, symbols, isSideBySide, line } = context;
  const [open, high, low, close] = [series.open, series.high, series.low, series.close].map(
    (column) => column[row] as number,
  ) as [number, number, number, number];
  const isBlank = Number.isNaN(open) && Number.isNaN(high) && Number.isNaN(low) && Number.isNaN(close);
  if (isBlank && isSideBySide) sink.blank(line);
  else if (Number.isNaN(stampMs))
    sink.refuse('unreadable_time', line, () => `${open}, ${high}, ${low}, ${close}`);
  else {
    const volume = series.volume === undefined ? 0 : (series.volume[row] as number);
    sink.add(series.symbol ?? symbols?.[row], stampMs, open, high, low, close, volume, line);
  }
}

function decodeSeries(
  columns: ReadonlyMap<string, LoadedColumn>,
  series: SeriesColumns,
  { from, to }: RowRange,
): DecodedSeries {
  const numbers = (name: string): Float64Array => decodeNumbers(get(columns, name), from, to);
  return {
    symbol: series.symbol,
    open: numbers(series.open),
    high: numbers(series.high),
    low: numbers(series.low),
    close: numbers(series.close),
    volume: series.volume === undefined ? undefined : numbers(series.volume),
  };
}

function get(columns: ReadonlyMap<string, LoadedColumn>, name: string): LoadedColumn {
  const column = columns.get(name);
  if (column === undefined) throw new Error(`it has no column ${name}`);
  return column;
}

function symbolsOf(texts: readonly (string | undefined)[]): readonly (string | undefined)[] {
  const known = new Map<string, string>();
  return texts.map((text) => {
    if (text === undefined) return undefined;
    let symbol = known.get(text);
    if (symbol === undefined) {
      symbol = text.trim().toUpperCase();
      known.set(text, symbol);
    }
    return symbol;
  });
}

/** Times in UTC epoch ms, NaN where there is none. */
function stampsOf(
  columns: ReadonlyMap<string, LoadedColumn>,
  time: ParquetTime,
  { from, to }: RowRange,
  toUtc: ToUtc,
): Float64Array {
  if (time.kind === 'text') return textStamps(columns, time, { from, to }, toUtc);
  const stamps = new Float64Array(to - from);
  for (const { column, toMs } of time.parts) {
    const values = decodeNumbers(get(columns, column), from, to);
    for (let row = 0; row < values.length; row++)
      stamps[row] = (stamps[row] as number) + (values[row] as number) * toMs;
  }
  for (let row = 0; row < stamps.length; row++) {
    const shownMs = Math.round(stamps[row] as number);
    stamps[row] = time.isClock ? toUtc(shownMs) : shownMs;
  }
  return stamps;
}

function textStamps(
  columns: ReadonlyMap<string, LoadedColumn>,
  time: ParquetTime & { readonly kind: 'text' },
  { from, to }: RowRange,
  toUtc: ToUtc,
): Float64Array {
  const dates = decodeTexts(get(columns, time.column), from, to);
  const clocks = time.clock === undefined ? undefined : decodeTexts(get(columns, time.clock), from, to);
  const { writing } = time;
  const field = new TimeField(writing.kind === 'text' ? writing.order : 'ymd');
  const isDay = writing.kind === 'text' && writing.dateOnly;
  return Float64Array.from(dates, (date, row) => {
    const bytes = bytesOf(clocks === undefined ? date : `${date ?? ''} ${clocks[row] ?? ''}`);
    if (!field.read(bytes, 0, bytes.length)) return Number.NaN;
    if (isDay) return field.hasClock ? Number.NaN : field.localMs;
    return Number.isNaN(field.offsetMs) ? toUtc(field.localMs) : field.localMs - field.offsetMs;
  });
}

/** Times are written in ASCII; any other letter makes a text that is not a time. */
export const bytesOf = (text = ''): Uint8Array =>
  Uint8Array.from(text, (mark) => Math.min(255, mark.charCodeAt(0)));
