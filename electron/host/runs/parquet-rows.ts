import { parquetWriteBuffer, type SchemaElement } from 'hyparquet-writer';
import { Writable } from 'node:stream';

/**
 * The type of a column. `integer`: whole numbers below 2^53. `instant`: UTC epoch ms, written as ISO 8601 in CSV and as
 * TIMESTAMP_MICROS in Parquet. Every column may lack a value; NaN counts as none.
 */
export type ResultType = 'text' | 'number' | 'integer' | 'flag' | 'instant';

export type ResultValue = string | number | boolean | null | undefined;

/** One table of a run's results: `signals`, `orders`, `fills`, `trades`, `equity`. */
export interface ResultTable {
  /** Name of the files, without an extension. */
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: ResultType }[];
  /** Values in the order of the columns. */
  readonly rows: Iterable<readonly ResultValue[]>;
}

export const isAbsent = (value: ResultValue): boolean =>
  value === null || value === undefined || (typeof value === 'number' && !Number.isFinite(value));

const PARQUET_TYPES = {
  text: 'UTF8',
  number: 'DOUBLE',
  integer: 'INT64',
  flag: 'BOOLEAN',
  // Its TIMESTAMP_MILLIS cannot be read back by the library itself.
  instant: 'TIMESTAMP_MICROS',
} as const;

/** A table as the bytes of a Parquet file with metadata of its own, row by row through parquetjs-lite. */
export async function parquetBytes(
  { columns, rows }: Pick<ResultTable, 'columns' | 'rows'>,
  metadata: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  // CommonJS outside the bundle, loaded when the first table is written.
  const { default: parquet } = await import('parquetjs-lite');
  const fields = columns.map((column) => [
    column.name,
    { type: PARQUET_TYPES[column.type], optional: true, compression: 'SNAPPY' } as const,
  ]);
  const parts: Uint8Array[] = [];
  const stream = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      parts.push(chunk);
      done();
    },
  });
  const writer = await parquet.ParquetWriter.openStream(
    new parquet.ParquetSchema(Object.fromEntries(fields)),
    stream,
  );
  for (const [key, value] of Object.entries(metadata)) writer.setMetadata(key, value);
  for (const row of rows) {
    const values = columns.flatMap(({ name, type }, index) => {
      const value = row[index];
      if (isAbsent(value)) return [];
      return [[name, type === 'instant' ? new Date(Number(value)) : value]];
    });
    await writer.appendRow(Object.fromEntries(values));
  }
  await writer.close();
  return new Uint8Array(Buffer.concat(parts));
}

/** Types that every reader of the last ten years understands; the newer logical types add nothing here. */
const ELEMENTS: Readonly<Record<ResultType, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  number: { type: 'DOUBLE' },
  integer: { type: 'INT64' },
  flag: { type: 'BOOLEAN' },
  instant: { type: 'INT64', converted_type: 'TIMESTAMP_MICROS' },
};

/**
 * A table as the bytes of a Parquet file, column by column: snappy, every column OPTIONAL, an absent value null. Values
 * must be of their columns' types.
 */
export function parquetOfColumns({ columns, rows }: Pick<ResultTable, 'columns' | 'rows'>): Uint8Array {
  const all = [...rows];
  const bytes = parquetWriteBuffer({
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, type }) => ({
        name,
        repetition_type: 'OPTIONAL' as const,
        ...ELEMENTS[type],
      })),
    ],
    columnData: columns.map(({ name, type }, index) => ({
      name,
      data: all.map((row) => storedValue(row[index], type)),
    })),
  });
  return new Uint8Array(bytes);
}

/** As the writer expects it: whole numbers as bigint, instants in microseconds. */
function storedValue(value: ResultValue, type: ResultType): string | number | boolean | bigint | null {
  if (isAbsent(value)) return null;
  if (type === 'integer') return BigInt(Number(value));
  if (type === 'instant') return BigInt(Number(value)) * 1_000n;
  return value ?? null;
}
