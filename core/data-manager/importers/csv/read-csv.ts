import { fail, ok, type Result } from '../../../base/result.ts';
import type { OpenFile } from '../../file-port.ts';
import { epochToMs } from '../../epoch-unit.ts';
import type { RowSink } from '../row-sink.ts';
import type { ToUtc } from '../judging/zone-reader.ts';
import { CR, DOT, HASH, SPACE, type CsvPlan } from './csv-plan.ts';
import { createFieldPlaces, splitRow } from './fields.ts';
import { parseNumber, textOf } from './number-field.ts';
import { TimeField } from './time-field.ts';

const CHUNK = 4 * 1024 * 1024;

/** What a reading needs besides the file: who takes the rows, and how far it is. */
export interface CsvReading {
  readonly plan: CsvPlan;
  readonly toUtc: ToUtc;
  readonly sink: RowSink;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: { readonly aborted: boolean };
}

/**
 * Gives every row of a CSV file to a sink, in the order of the file, with a bounded part of it in memory.
 * Fails with `cancelled`, with what reading the file fails with, and with what the sink fails with.
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

/** Takes lines apart. Keeps nothing of a row but what it gives to the sink. */
export class RowReader {
  readonly #plan: CsvPlan;
  readonly #toUtc: ToUtc;
  readonly #sink: RowSink;
  readonly #places = createFieldPlaces();
  readonly #time: TimeField;
  readonly #fieldsNeeded: number;
  readonly #symbols = new Map<string, string>();
  readonly #divisor: number;
  #line: number;

  constructor({ plan, toUtc, sink }: CsvReading) {
    this.#plan = plan;
    this.#toUtc = toUtc;
    this.#sink = sink;
    this.#time = new TimeField(plan.writing.kind === 'text' ? plan.writing.order : 'ymd');
    this.#fieldsNeeded = Math.max(...Object.values(plan.columns).map(Number)) + 1;
    this.#divisor = plan.priceDivisor ?? 1;
    this.#line = plan.firstLine;
  }

  /** Reads whole lines, and the last one without an end when there is nothing more to come. How many bytes were used. */
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
    const { columns } = this.#plan;
    const fields = splitRow(bytes, from, to, this.#plan.delimiter, this.#places);
    if (fields < this.#fieldsNeeded) {
      this.#sink.refuse('short_row', this.#line, () => textOf(bytes, from, to));
      return;
    }
    const stampMs = this.#stamp(bytes);
    if (Number.isNaN(stampMs)) {
      this.#sink.refuse('unreadable_time', this.#line, () => textOf(bytes, from, to));
      return;
    }
    this.#sink.add(
      columns.symbol === undefined ? undefined : this.#symbol(bytes, columns.symbol),
      stampMs,
      this.#number(bytes, columns.open) / this.#divisor,
      this.#number(bytes, columns.high) / this.#divisor,
      this.#number(bytes, columns.low) / this.#divisor,
      this.#number(bytes, columns.close) / this.#divisor,
      columns.volume === undefined ? 0 : this.#number(bytes, columns.volume),
      this.#line,
    );
  }

  #number(bytes: Uint8Array, column: number): number {
    const { starts, ends } = this.#places;
    return parseNumber(bytes, starts[column] as number, ends[column] as number, this.#plan.decimalMark);
  }

  /** The row's time in UTC epoch ms, NaN where there is none. */
  #stamp(bytes: Uint8Array): number {
    const { writing, columns } = this.#plan;
    const { starts, ends } = this.#places;
    const from = starts[columns.time] as number;
    const to = ends[columns.time] as number;
    if (writing.kind === 'epoch') return epochToMs(parseNumber(bytes, from, to, DOT), writing.unit);
    if (writing.kind === 'since_midnight')
      return this.#toUtc(writing.dayMs + parseNumber(bytes, from, to, DOT));
    const { clock } = columns;
    const isTime =
      clock === undefined
        ? this.#time.read(bytes, from, to)
        : this.#time.readTwo(bytes, from, to, starts[clock] as number, ends[clock] as number);
    if (!isTime) return Number.NaN;
    // A date without a time of day is a day, whatever the zone: days are told by their midnight in UTC.
    if (writing.dateOnly) return this.#time.hasClock ? Number.NaN : this.#time.localMs;
    if (writing.hasOffset) return this.#time.localMs - this.#time.offsetMs;
    return Number.isNaN(this.#time.offsetMs)
      ? this.#toUtc(this.#time.localMs)
      : this.#time.localMs - this.#time.offsetMs;
  }

  #symbol(bytes: Uint8Array, column: number): string {
    const text = textOf(bytes, this.#places.starts[column] as number, this.#places.ends[column] as number);
    let symbol = this.#symbols.get(text);
    if (symbol === undefined) {
      symbol = text.replaceAll('"', '').trim().toUpperCase();
      this.#symbols.set(text, symbol);
    }
    return symbol;
  }
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== SPACE) return false;
  return true;
}
