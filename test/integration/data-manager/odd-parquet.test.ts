import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetWriteBuffer, type ColumnSource, type SchemaElement } from 'hyparquet-writer';
import { beforeAll, describe, expect, test } from 'vitest';
import { fileSource } from '../../../core/data-manager/importers/import-source.ts';
import { proposeImport } from '../../../core/data-manager/importers/propose-import.ts';
import { runImport } from '../../../core/data-manager/importers/run-import.ts';
import { createNodeFiles } from '../../../electron/host/store/node-files.ts';
import {
  calendar,
  EVER,
  minutes,
  openStoreAt,
  plain,
  RIVN,
  temporaryFolder,
  unwrap,
} from './store-fixture.ts';

/** The same bars in every way of writing a time or a price that DuckDB knows. */
const folder = temporaryFolder();
const bars = minutes({ from: '2025-07-01', to: '2025-07-03' });
bars.volume[0] = 900_000;
bars.volume[390] = 900_000;
bars.volume[780] = 900_000;
let write: (name: string, select: string, options?: string) => Promise<string>;

beforeAll(async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run("SET TimeZone = 'UTC'");
  const { t, o, h, l, c, v } = plain(bars);
  const values = t.map((openMs, row) => `(${[openMs, o[row], h[row], l[row], c[row], v[row]].join(',')})`);
  await connection.run(
    `CREATE TABLE bars AS SELECT epoch_ms(t::BIGINT) AS utc, (epoch_ms(t::BIGINT) - INTERVAL 4 HOUR) AS ny,
     t::BIGINT AS t, o::DOUBLE AS open, h::DOUBLE AS high, l::DOUBLE AS low, c::DOUBLE AS close, v::BIGINT AS volume
     FROM (VALUES ${values.join(',')}) AS made(t, o, h, l, c, v)`,
  );
  write = async (name, select, options = '') => {
    const file = path.join(folder, `RIVN ${name}.parquet`);
    await connection.run(`COPY (SELECT ${select} FROM bars) TO '${file}' (FORMAT parquet${options})`);
    return file;
  };
});

const PRICES = 'open, high, low, close, volume';
const NEW_YORK = 'America/New_York';

describe('a Parquet file', () => {
  const writings: readonly (readonly [name: string, select: string, zone: string, options?: string])[] = [
    ['timestamp with zone', `utc::TIMESTAMPTZ AS ts, ${PRICES}`, 'UTC'],
    ['timestamp in UTC without zone', `utc AS ts, ${PRICES}`, 'UTC'],
    ['timestamp in New York without zone', `ny AS ts, ${PRICES}`, NEW_YORK],
    ['timestamp in ms', `ny::TIMESTAMP_MS AS ts, ${PRICES}`, NEW_YORK],
    ['timestamp in ns', `ny::TIMESTAMP_NS AS ts, ${PRICES}`, NEW_YORK],
    ['epoch seconds', `(t / 1000)::BIGINT AS t, ${PRICES}`, 'UTC'],
    ['epoch seconds as 32 bits', `(t / 1000)::INTEGER AS t, ${PRICES}`, 'UTC'],
    ['epoch milliseconds', `t, ${PRICES}`, 'UTC'],
    ['epoch nanoseconds', `t * 1000000 AS t, ${PRICES}`, 'UTC'],
    ['epoch seconds as doubles', `t / 1000.0 AS t, ${PRICES}`, 'UTC'],
    ['text', `strftime(ny, '%m/%d/%Y %H:%M') AS time, ${PRICES}`, NEW_YORK],
    ['text with an offset', `strftime(ny, '%Y-%m-%dT%H:%M:%S-04:00') AS time, ${PRICES}`, 'UTC'],
    ['date and time', `ny::DATE AS date, ny::TIME AS time, ${PRICES}`, NEW_YORK],
    ['date and text', `ny::DATE AS date, strftime(ny, '%H:%M:%S') AS time, ${PRICES}`, NEW_YORK],
    [
      'numbers of day and time',
      `strftime(ny, '%Y%m%d')::INTEGER AS date, strftime(ny, '%H%M%S')::INTEGER AS time, ${PRICES}`,
      NEW_YORK,
    ],
    [
      'decimals',
      'ny AS ts, open::DECIMAL(9,2) AS open, high::DECIMAL(18,2) AS high, low::DECIMAL(38,2) AS low, close::DECIMAL(4,2) AS close, volume',
      NEW_YORK,
    ],
    ['small integers', `ny AS ts, open, high, low, close, volume::UINTEGER AS volume`, NEW_YORK],
    [
      'an unknown column of time',
      `volume AS "Total Volume", close, low, high, open, ny AS "when it was"`,
      NEW_YORK,
    ],
    [
      'brotli and many row groups',
      `utc AS ts, ${PRICES}`,
      'UTC',
      ', COMPRESSION brotli, ROW_GROUP_SIZE 2048',
    ],
    ['lz4', `utc AS ts, ${PRICES}`, 'UTC', ', COMPRESSION lz4_raw'],
    ['newer pages', `utc AS ts, ${PRICES}`, 'UTC', ', PARQUET_VERSION v2'],
  ];
  for (const [name, select, zone, options] of writings) {
    test(`with ${name}`, async () => {
      const file = await write(name, select, options);
      const proposal = unwrap(await proposeImport(fileSource(createNodeFiles(), file), { calendar }));
      expect(proposal).toMatchObject({
        zone: { value: zone },
        stamp: { value: 'open' },
        interval: { value: '1m' },
        symbol: { value: { symbol: 'RIVN' } },
      });
      const store = openStoreAt(temporaryFolder());
      expect(unwrap(await runImport(proposal, { store, calendar }))).toMatchObject({
        rowsRead: bars.length,
        rowsRefused: 0,
      });
      const read = unwrap(await store.getBars(RIVN, '1m', EVER)).bars;
      const [got, wanted] = [plain(read), plain(bars)];
      expect(got.t).toEqual(wanted.t);
      expect(got.v).toEqual(wanted.v);
      for (const key of ['o', 'h', 'l', 'c'] as const) {
        const digits =
          name === 'decimals' ? wanted[key].map((price) => Math.round(price * 100) / 100) : wanted[key];
        expect(got[key]).toEqual(digits);
      }
    });
  }

  test('with null rows has them refused, each counted', async () => {
    const file = await write(
      'nulls',
      `CASE WHEN t % 7 = 0 THEN NULL ELSE utc END AS ts, CASE WHEN t % 11 = 0 THEN NULL ELSE open END AS open, high, low, close, volume`,
    );
    const proposed = await proposeImport(fileSource(createNodeFiles(), file), { calendar });
    if (!proposed.ok) throw new Error(proposed.failure.message);
    const report = unwrap(
      await runImport(proposed.value, { store: openStoreAt(temporaryFolder()), calendar }),
    );
    expect(report.rowsRead).toBe(bars.length);
    expect(report.rowsRefused + (report.symbols[0]?.bars ?? 0)).toBe(bars.length);
  });

  test('without a column of prices is refused by name', async () => {
    const file = await write('prices missing', 'utc AS ts, close, volume');
    const proposed = await proposeImport(fileSource(createNodeFiles(), file), { calendar });
    expect(proposed).toMatchObject({ ok: false, failure: { code: 'bad_file' } });
  });
});

test('reads a month of the store with a dictionary of times in microseconds, as pandas writes it', async () => {
  const location = temporaryFolder();
  const { t, o, h, l, c, v } = plain(bars);
  const column = (name: string, data: readonly (number | bigint)[]): ColumnSource => ({
    name,
    data: [...data] as number[],
    encoding: 'RLE_DICTIONARY',
  });
  const price = (name: string): SchemaElement => ({ name, type: 'DOUBLE', repetition_type: 'OPTIONAL' });
  const bytes = parquetWriteBuffer({
    schema: [
      { name: 'schema', num_children: 6 },
      {
        name: 't',
        type: 'INT64',
        repetition_type: 'OPTIONAL',
        converted_type: 'TIMESTAMP_MICROS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
      },
      ...['o', 'h', 'l', 'c'].map(price),
      { name: 'v', type: 'INT64', repetition_type: 'OPTIONAL' },
    ],
    columnData: [
      column(
        't',
        t.map((openMs) => BigInt(openMs) * 1000n),
      ),
      column('o', o),
      column('h', h),
      column('l', l),
      column('c', c),
      column('v', v.map(BigInt)),
    ],
  });
  const place = path.join(location, 'bars/interval=1m/symbol=RIVN');
  mkdirSync(place, { recursive: true });
  writeFileSync(path.join(place, '2025-07.parquet'), new Uint8Array(bytes));
  const read = unwrap(await openStoreAt(location).getBars(RIVN, '1m', EVER));
  expect(read.findings).toEqual([]);
  expect(plain(read.bars)).toEqual(plain(bars));
});
