import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { csvField } from '../../core/data-manager/exports/session-csv.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { writeFailure } from './file-failures.ts';

/**
 * What a column holds. `integer`: whole numbers below 2^53. `instant`: UTC epoch ms, written as ISO 8601 in CSV and as
 * TIMESTAMP_MICROS in Parquet. Every column may lack a value; NaN is none.
 */
export type ResultType = 'text' | 'number' | 'integer' | 'flag' | 'instant';

export type ResultValue = string | number | boolean | null | undefined;

/** One table of a run's results: `signals`, `orders`, `fills`, `trades`, `equity`. */
export interface ResultTable {
  /** Name of the files, without an ending. */
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: ResultType }[];
  /** Values in the order of the columns. */
  readonly rows: Iterable<readonly ResultValue[]>;
}

/**
 * Writes each table as `NAME.csv` and `NAME.parquet` into a folder, which is made where it is missing. A file appears
 * whole or not at all. Fails with `not_writable`, and with `bad_file` naming table, column and value where a value is
 * not of its column's type.
 */
export async function writeResultTables(
  folder: string,
  tables: readonly ResultTable[],
): Promise<Result<void>> {
  for (const table of tables) {
    const rows = [...table.rows];
    const wrong = firstWrong(table, rows);
    if (wrong !== undefined) return wrong;
    for (const write of [writeCsv, writeParquet]) {
      const written = await write(folder, table, rows);
      if (!written.ok) return written;
    }
  }
  return ok(undefined);
}

type Rows = readonly (readonly ResultValue[])[];

function firstWrong({ name, columns }: ResultTable, rows: Rows): Result<never> | undefined {
  for (const row of rows) {
    for (const [index, column] of columns.entries()) {
      const value = row[index];
      if (isAbsent(value) || FITS[column.type](value)) continue;
      return fail('bad_file', `${name}.${column.name}: ${String(value)} is no ${column.type}.`);
    }
  }
  return undefined;
}

const isAbsent = (value: ResultValue): boolean =>
  value === null || value === undefined || (typeof value === 'number' && !Number.isFinite(value));

const FITS: Readonly<Record<ResultType, (value: ResultValue) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isSafeInteger,
  flag: (value) => typeof value === 'boolean',
  instant: Number.isSafeInteger,
};

async function writeCsv(folder: string, { name, columns }: ResultTable, rows: Rows): Promise<Result<void>> {
  const lines = [columns.map((column) => csvField(column.name)).join(',')];
  for (const row of rows) {
    const fields = columns.map(({ type }, index) => {
      const value = row[index];
      return csvField(type === 'instant' && !isAbsent(value) ? new Date(Number(value)).toISOString() : value);
    });
    lines.push(fields.join(','));
  }
  return writeWhole(path.join(folder, `${name}.csv`), (part) => writeFile(part, `${lines.join('\n')}\n`));
}

const PARQUET_TYPES = {
  text: 'UTF8',
  number: 'DOUBLE',
  integer: 'INT64',
  flag: 'BOOLEAN',
  // Its TIMESTAMP_MILLIS cannot be read back by the library itself.
  instant: 'TIMESTAMP_MICROS',
} as const;

async function writeParquet(
  folder: string,
  { name, columns }: ResultTable,
  rows: Rows,
): Promise<Result<void>> {
  // CommonJS outside the bundle, loaded when the first table is written.
  const { default: parquet } = await import('parquetjs-lite');
  const fields = columns.map((column) => [
    column.name,
    { type: PARQUET_TYPES[column.type], optional: true, compression: 'SNAPPY' } as const,
  ]);
  const schema = new parquet.ParquetSchema(Object.fromEntries(fields));
  return writeWhole(path.join(folder, `${name}.parquet`), async (part) => {
    const writer = await parquet.ParquetWriter.openFile(schema, part);
    for (const row of rows) {
      const values = columns.flatMap(({ name: column, type }, index) => {
        const value = row[index];
        if (isAbsent(value)) return [];
        return [[column, type === 'instant' ? new Date(Number(value)) : value]];
      });
      await writer.appendRow(Object.fromEntries(values));
    }
    await writer.close();
  });
}

async function writeWhole(file: string, write: (part: string) => Promise<void>): Promise<Result<void>> {
  const part = `${file}.part`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await write(part);
    await rename(part, file);
    return ok(undefined);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    return writeFailure(file, error);
  }
}
