import { METADATA_FIELDS } from '../../../core/model/symbol-metadata.ts';
import type { SessionExport } from '../../../core/session-coordinator/session/session-export.ts';
import { parquetBytes, type ResultTable, type ResultValue } from './parquet-rows.ts';

const COLUMNS: ResultTable['columns'] = [
  { name: 'symbol', type: 'text' },
  { name: 'interval', type: 'text' },
  { name: 't', type: 'instant' },
  ...['o', 'h', 'l', 'c', 'v', 'coverage'].map((name) => ({ name, type: 'number' }) as const),
  ...METADATA_FIELDS.map(
    (name) =>
      ({ name, type: name === 'added_by' ? 'text' : name === 'added_at' ? 'instant' : 'flag' }) as const,
  ),
];

/**
 * A session export as Parquet: one row per bar, as in CSV, with the coverage of derived bars and each symbol's
 * metadata. The file's own metadata hold session, clock and state. An absent value is null.
 */
export const sessionParquet = (content: SessionExport): Promise<Uint8Array> => {
  const { session, clock, state } = content;
  return parquetBytes({ columns: COLUMNS, rows: rowsOf(content) }, { session, clock, state });
};

function* rowsOf({ symbols }: SessionExport): Iterable<readonly ResultValue[]> {
  for (const [symbol, { bars, metadata }] of Object.entries(symbols)) {
    const tail = METADATA_FIELDS.map((name) => {
      const value = metadata?.[name];
      return name === 'added_at' && typeof value === 'string' ? Date.parse(value) : value;
    });
    for (const [interval, { data }] of Object.entries(bars)) {
      for (const [t, o, h, l, c, v, coverage] of data) {
        yield [symbol, interval, t, o, h, l, c, v, coverage, ...tail];
      }
    }
  }
}
