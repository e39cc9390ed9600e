import { parquetWriteBuffer, type SchemaElement } from 'hyparquet-writer';
import { isAbsent, type ResultTable, type ResultType, type ResultValue } from './parquet-rows.ts';

/** What every reader of the last ten years understands; the newer logical types say nothing more of these. */
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

/** As the writer takes it: whole numbers as bigint, instants in microseconds. */
function storedValue(value: ResultValue, type: ResultType): string | number | boolean | bigint | null {
  if (isAbsent(value)) return null;
  if (type === 'integer') return BigInt(Number(value));
  if (type === 'instant') return BigInt(Number(value)) * 1_000n;
  return value ?? null;
}
