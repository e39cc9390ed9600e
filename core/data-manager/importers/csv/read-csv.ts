import { strFromU8 } from 'fflate';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { OpenFile } from '../../file-port.ts';
import { epochRowToMs } from '../../epoch-unit.ts';
import { DAY_MS } from '../../../base/epoch-ms.ts';
import type { RowSink } from '../row-sink.ts';
import { createDateReader, type ToUtc } from '../judging/zone-reader.ts';
import { CR, DOT, HASH, SPACE, type CsvPlan, type CsvSeries, type PriceColumns } from './csv-plan.ts';
import { createFieldPlaces, splitRow, type FieldPlaces } from './fields.ts';
import { wordsOfTime } from './judge-time-writing.ts';
import { parseNumber, fieldText } from './number-field.ts';
import { TimeField } from './time-field.ts';
import { readWorded } from './worded-time.ts';

const CHUNK = 4 * 1024 * 1024;

/** The inputs of a reading, in addition to the file: the receiver of the rows, and the progress. */
export interface CsvReading {
  readonly plan: CsvPlan;
  readonly toUtc: ToUtc;
  readonly sink: RowSink;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: { readonly aborted: boolean };
}

/**
 * Passes every row of a CSV file to a sink, in the order of the file, with a bounded part of it in memory. Fails with
 * `cancelled`, with the failures of reading the file, and with those of the sink.
 */
export async function readCsv(file: OpenFile, reading: CsvReading): Promise<Result<void>> {
  const rows = new RowReader(reading);
  let rest = new Uint8Array();
  for (let from = reading.plan.dataStart; from < file.size; from += CHUNK) {
    if (reading.signal?.aborted === true) return fail('cancelled', 'The import was stopped.');
    const to = Math.min(from + CHUNK, file.size);
    const read = await file.read(from, to);
    if (!read.ok) return read;
    const bytes = rest.length === 0 ? read.value : joined(rest, read.value);
    const used = rows.readLines(bytes, to === file.size);
    rest = bytes.slice(used);
    const drained = await reading.sink.drain();
    if (!drained.ok) return drained;
    reading.onProgress?.(to, file.size);
  }
  return ok(undefined);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Splits lines. Keeps nothing of a row but the values that it passes to the sink. */
export class RowReader {
  readonly #plan: CsvPlan;
  readonly #sink: RowSink;
  readonly #places = createFieldPlaces();
  readonly #stamps: StampReader;
  readonly #series: readonly CsvSeries[] | undefined;
  readonly #fieldsNeeded: number;
  readonly #symbols = new Map<string, string>();
  readonly #divisor: number;
  #line: number;

  constructor({ plan, toUtc, sink }: CsvReading) {
    this.#plan = plan;
    this.#sink = sink;
    this.#stamps = new StampReader(plan, toUtc);
    this.#series = plan.series;
    const { time, clock = 0, symbol = 0 } = plan.columns;
    // Where symbols are side by side, a row may end early: the last ones have no bar there.
    const needed =
      plan.series === undefined ? Object.values(plan.columns).map(Number) : [time, clock, symbol];
    this.#fieldsNeeded = Math.max(...needed) + 1;
    this.#divisor = plan.priceDivisor ?? 1;
    this.#line = plan.firstLine;
  }

  /**
   * Reads complete lines, and the last one without an end when no more bytes follow. Returns the number of bytes used.
   */
  readLines(bytes: Uint8Array, isLast: boolean): number {
    let at = 0;
    while (at < bytes.length) {
      const found = bytes.indexOf(this.#plan.lineEnd, at);
      if (found < 0 && !isLast) return at;
      const end = found < 0 ? bytes.length : found;
      this.#row(bytes, at, end > at && bytes[end - 1] === CR ? end - 1 : end);
      this.#line += 1;
      at = end + 1;
    }
    return bytes.length;
  }

  #row(bytes: Uint8Array, from: number, to: number): void {
    if (to === from || bytes[from] === HASH || isBlank(bytes, from, to)) return;
    const { columns, delimiter } = this.#plan;
    const fields = splitRow(bytes, from, to, delimiter, this.#places);
    if (fields < this.#fieldsNeeded) {
      this.#sink.refuse('short_row', this.#line, () => fieldText(bytes, from, to));
      return;
    }
    const stampMs = this.#stamps.read(bytes, this.#places);
    if (Number.isNaN(stampMs)) {
      this.#sink.refuse('unreadable_time', this.#line, () => fieldText(bytes, from, to));
      return;
    }
    if (this.#series !== undefined) {
      for (const one of this.#series) this.#besideOthers(bytes, one, stampMs, fields);
      return;
    }
    const symbol = columns.symbol === undefined ? undefined : this.#symbol(bytes, columns.symbol);
    this.#give(bytes, symbol, stampMs, columns);
  }

  /** A symbol's bar of a row with several; four empty prices are no bar and no fault. */
  #besideOthers(bytes: Uint8Array, series: CsvSeries, stampMs: number, fields: number): void {
    const prices = [series.open, series.high, series.low, series.close];
    if (prices.some((column) => column >= fields) || prices.every((column) => this.#isEmpty(bytes, column)))
      this.#sink.blank(this.#line);
    else this.#give(bytes, series.symbol, stampMs, series);
  }

  #give(bytes: Uint8Array, symbol: string | undefined, stampMs: number, columns: PriceColumns): void {
    const { volume, volumeToo } = columns;
    const units = volume === undefined ? 0 : this.#number(bytes, volume);
    this.#sink.add(
      symbol,
      stampMs,
      this.#number(bytes, columns.open) / this.#divisor,
      this.#number(bytes, columns.high) / this.#divisor,
      this.#number(bytes, columns.low) / this.#divisor,
      this.#number(bytes, columns.close) / this.#divisor,
      volumeToo === undefined ? units : units + this.#number(bytes, volumeToo),
      this.#line,
    );
  }

  #isEmpty(bytes: Uint8Array, column: number): boolean {
    return Number.isNaN(this.#number(bytes, column));
  }

  #number(bytes: Uint8Array, column: number): number {
    const { starts, ends } = this.#places;
    return parseNumber(bytes, starts[column] as number, ends[column] as number, this.#plan.decimalMark);
  }

  #symbol(bytes: Uint8Array, column: number): string {
    const from = this.#places.starts[column] as number;
    const to = this.#places.ends[column] as number;
    const text = fieldText(bytes, from, to);
    let symbol = this.#symbols.get(text);
    if (symbol === undefined) {
      symbol = strFromU8(bytes.subarray(from, to)).replaceAll('"', '').trim().toUpperCase();
      this.#symbols.set(text, symbol);
    }
    return symbol;
  }
}

/** Reads the time of a row as its plan says: UTC epoch ms, NaN where there is none. */
class StampReader {
  readonly #plan: CsvPlan;
  readonly #toUtc: ToUtc;
  readonly #time: TimeField;
  readonly #dateOf: ((instant: number) => number) | undefined;

  constructor(plan: CsvPlan, toUtc: ToUtc) {
    this.#plan = plan;
    this.#toUtc = toUtc;
    this.#time = new TimeField(plan.writing.kind === 'text' ? plan.writing.order : 'ymd');
    this.#dateOf = plan.dateZone === undefined ? undefined : createDateReader(plan.dateZone);
  }

  read(bytes: Uint8Array, places: FieldPlaces): number {
    const stampMs = this.#shown(bytes, places);
    return this.#dateOf === undefined || Number.isNaN(stampMs) ? stampMs : this.#dateOf(stampMs);
  }

  #shown(bytes: Uint8Array, { starts, ends }: FieldPlaces): number {
    const { writing, columns } = this.#plan;
    const from = starts[columns.time] as number;
    const to = ends[columns.time] as number;
    if (writing.kind === 'epoch') {
      const ms = epochRowToMs(parseNumber(bytes, from, to, DOT), writing.unit);
      return this.#plan.ignoresOffset === true ? this.#toUtc(ms) : ms;
    }
    if (writing.kind === 'since_midnight')
      return this.#toUtc(writing.dayMs + parseNumber(bytes, from, to, DOT));
    if (writing.kind === 'serial') return this.#serial(parseNumber(bytes, from, to, DOT), writing.dateOnly);
    const { clock } = columns;
    if (writing.worded === true) {
      const place =
        clock === undefined ? {} : { clock: { from: starts[clock] as number, to: ends[clock] as number } };
      return this.#words(wordsOfTime({ bytes, from, to, ...place }), writing);
    }
    const time = this.#time;
    const isTime =
      clock === undefined
        ? time.read(bytes, from, to)
        : time.readTwo(bytes, from, to, starts[clock] as number, ends[clock] as number);
    if (!isTime) return Number.NaN;
    // A date without a time of day is a day in any zone: its midnight in UTC represents it.
    if (writing.dateOnly) return time.hasClock ? Number.NaN : time.localMs;
    if (this.#plan.takesDate === true) return midnightOf(time.localMs);
    return this.#instantOf(time);
  }

  #instantOf({ localMs, offsetMs }: { readonly localMs: number; readonly offsetMs: number }): number {
    const isClock = Number.isNaN(offsetMs) || this.#plan.ignoresOffset === true;
    return isClock ? this.#toUtc(localMs) : localMs - offsetMs;
  }

  #words(text: string, { order, dateOnly }: CsvPlan['writing'] & { readonly kind: 'text' }): number {
    const time = readWorded(text, order);
    if (time === undefined) return Number.NaN;
    if (dateOnly) return time.hasClock ? Number.NaN : time.localMs;
    if (this.#plan.takesDate === true) return midnightOf(time.localMs);
    return this.#instantOf(time);
  }

  #serial(days: number, dateOnly: boolean): number {
    // A double holds a second of a serial number, and no millisecond.
    const localMs = Math.round((days - SERIAL_OF_1970) * SECONDS_A_DAY) * 1_000;
    return dateOnly || this.#plan.takesDate === true ? midnightOf(localMs) : this.#toUtc(localMs);
  }
}

const SERIAL_OF_1970 = 25_569;
const SECONDS_A_DAY = 86_400;

const midnightOf = (localMs: number): number => Math.floor(localMs / DAY_MS) * DAY_MS;

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== SPACE) return false;
  return true;
}
