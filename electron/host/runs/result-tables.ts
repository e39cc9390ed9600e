import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { csvField } from '../../../core/data-manager/exports/session-csv.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { writeFailure } from '../store/file-failures.ts';
import {
  parquetOfColumns,
  isAbsent,
  type ResultTable,
  type ResultType,
  type ResultValue,
} from './parquet-rows.ts';

/**
 * Writes each table as `NAME.csv` and `NAME.parquet` into a folder, which is created when missing. A file appears
 * completely or not at all. Fails with `not_writable`, and with `bad_file` naming table, column and value where a value
 * does not have its column's type.
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

const writeParquet = (folder: string, table: ResultTable, rows: Rows): Promise<Result<void>> =>
  writeWhole(path.join(folder, `${table.name}.parquet`), async (part) => {
    await writeFile(part, parquetOfColumns({ ...table, rows }));
  });

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
