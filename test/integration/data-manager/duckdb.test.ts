import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../../core/data-manager/sample/random.ts';
import type { BarColumns } from '../../../core/model/bar-columns.ts';
import {
  calendar,
  day,
  EVER,
  minutes,
  openStoreAt,
  plain,
  RIVN,
  temporaryFolder,
  TEST_ORIGIN,
  unwrap,
} from './store-fixture.ts';

type Row = Readonly<Record<string, unknown>>;
let sql: (text: string) => Promise<readonly Row[]>;

beforeAll(async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  sql = async (text) => (await connection.runAndReadAll(text)).getRowObjectsJS();
});

describe('DuckDB, an independent reader, over files of the store', () => {
  test('sees the same bars, the hive columns and the metadata', async () => {
    const location = temporaryFolder();
    const bars = minutes({ from: '2025-06-27', to: '2025-07-10' });
    unwrap(await openStoreAt(location).writeBars(RIVN, '1m', bars, TEST_ORIGIN));
    const from = `read_parquet('${location}/bars/**/*.parquet', hive_partitioning = true)`;
    const rows = await sql(
      `SELECT epoch_ms(t) AS t, o, h, l, c, v, symbol, "interval" FROM ${from} ORDER BY t`,
    );
    expect(rows).toHaveLength(bars.length);
    expect(rows.map((row) => Number(row['t']))).toEqual(plain(bars).t);
    for (const name of ['o', 'h', 'l', 'c', 'v'] as const) {
      expect(rows.map((row) => Number(row[name]))).toEqual(plain(bars)[name]);
    }
    expect(rows[0]).toMatchObject({ symbol: 'RIVN', interval: '1m' });
    const types = await sql(`DESCRIBE SELECT t, o, v FROM ${from}`);
    expect(types.map((row) => row['column_type'])).toEqual(['TIMESTAMP WITH TIME ZONE', 'DOUBLE', 'BIGINT']);
  });

  test('finds the promised physical layout', async () => {
    const location = temporaryFolder();
    const bars = minutes({ from: '2025-07-01', to: '2025-07-10' });
    const { files } = unwrap(
      await openStoreAt(location).writeBars(RIVN, '1m', bars, { source: 'alpaca', adjusted: true }),
    );
    const meta = await sql(
      `SELECT row_group_id, path_in_schema, type, encodings, compression, row_group_num_rows FROM parquet_metadata('${files[0]}')`,
    );
    const days = calendar.tradingDays(day('2025-07-01'), day('2025-07-10'));
    expect(new Set(meta.map((row) => row['row_group_id'])).size).toBe(days.length);
    expect(meta.filter((row) => row['path_in_schema'] === 't').map((row) => row['encodings'])).toEqual(
      days.map(() => 'DELTA_BINARY_PACKED'),
    );
    expect(meta.filter((row) => row['path_in_schema'] === 'v').map((row) => row['encodings'])).toEqual(
      days.map(() => 'DELTA_BINARY_PACKED'),
    );
    expect(new Set(meta.map((row) => row['compression']))).toEqual(new Set(['SNAPPY']));
    const schema = await sql(
      `SELECT name, type, repetition_type, converted_type FROM parquet_schema('${files[0]}')`,
    );
    expect(schema.slice(1).map((row) => [row['name'], row['type'], row['repetition_type']])).toEqual([
      ['t', 'INT64', 'REQUIRED'],
      ...['o', 'h', 'l', 'c'].map((name) => [name, 'DOUBLE', 'REQUIRED']),
      ['v', 'INT64', 'REQUIRED'],
    ]);
    expect(schema[1]).toMatchObject({ converted_type: 'TIMESTAMP_MILLIS' });
    const pairs = await sql(
      `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('${files[0]}')`,
    );
    const said = Object.fromEntries(pairs.map((row) => [String(row['key']), String(row['value'])]));
    expect(said).toMatchObject({
      zone: 'America/New_York',
      source: 'alpaca',
      adjustment: 'adjusted',
      synthetic: 'false',
      importer_version: '1',
    });
  });
});

/** Writes July of the bars by DuckDB, `columns` being the SELECT list over t (ms), o, h, l, c, v. */
async function writeByDuckdb(bars: BarColumns, columns: string, options = ''): Promise<string> {
  const location = temporaryFolder();
  const folder = path.join(location, 'bars', 'interval=1m', 'symbol=RIVN');
  mkdirSync(folder, { recursive: true });
  const p = plain(bars);
  const rows = p.t.map((t, i) => `(${t}, ${p.o[i]}, ${p.h[i]}, ${p.l[i]}, ${p.c[i]}, ${p.v[i]})`).join(',');
  await sql(`CREATE OR REPLACE TABLE made AS SELECT * FROM (VALUES ${rows}) AS made(t, o, h, l, c, v)`);
  await sql(`COPY (SELECT ${columns} FROM made) TO '${folder}/2025-07.parquet' (FORMAT parquet ${options})`);
  return location;
}

describe('files that another tool wrote in the layout', () => {
  const bars = minutes({ from: '2025-07-01', to: '2025-07-02' });
  const prices = 'o::DOUBLE AS o, h::DOUBLE AS h, l::DOUBLE AS l, c::DOUBLE AS c';
  const layouts: readonly (readonly [string, string, string?])[] = [
    ['timestamps in microseconds with a zone', `to_timestamp(t / 1000) AS t, ${prices}, v::BIGINT AS v`],
    ['naive timestamps, taken for UTC', `make_timestamp(t * 1000) AS t, ${prices}, v::BIGINT AS v`],
    [
      'naive timestamps in milliseconds',
      `make_timestamp(t * 1000)::TIMESTAMP_MS AS t, ${prices}, v::BIGINT AS v`,
    ],
    ['timestamps in nanoseconds', `make_timestamp(t * 1000)::TIMESTAMP_NS AS t, ${prices}, v::BIGINT AS v`],
    ['epoch milliseconds', `t::BIGINT AS t, ${prices}, v::BIGINT AS v`],
    ['epoch seconds in 32 bits', `(t / 1000)::INTEGER AS t, ${prices}, v::INTEGER AS v`],
    [
      'another order, more columns and a float volume',
      `v::DOUBLE AS v, 'x' AS note, ${prices}, 'RIVN' AS symbol, make_timestamp(t * 1000) AS t`,
    ],
    ['zstd', `make_timestamp(t * 1000) AS t, ${prices}, v::BIGINT AS v`, ', COMPRESSION zstd'],
    [
      'gzip and small row groups',
      `make_timestamp(t * 1000) AS t, ${prices}, v::BIGINT AS v`,
      ', COMPRESSION gzip, ROW_GROUP_SIZE 128',
    ],
    [
      'Parquet 2 encodings',
      `make_timestamp(t * 1000) AS t, ${prices}, v::BIGINT AS v`,
      ', PARQUET_VERSION v2',
    ],
    [
      'decimal prices',
      `make_timestamp(t * 1000) AS t, o::DECIMAL(12,2) AS o, h::DECIMAL(12,2) AS h, l::DECIMAL(12,2) AS l, c::DECIMAL(12,2) AS c, v::BIGINT AS v`,
    ],
  ];
  for (const [name, columns, options] of layouts) {
    test(name, async () => {
      const store = openStoreAt(await writeByDuckdb(bars, columns, options));
      const read = unwrap(await store.getBars(RIVN, '1m', EVER));
      const expected = plain(bars);
      const seen = plain(read.bars);
      expect(seen.t).toEqual(expected.t);
      expect(seen.v).toEqual(expected.v);
      for (const price of ['o', 'h', 'l', 'c'] as const) {
        seen[price].forEach((value, row) => expect(value).toBeCloseTo(expected[price][row]!, 9));
      }
      expect(read.findings).toEqual([]);
      expect(unwrap(await store.availability(RIVN))?.intervals[0]).toMatchObject({
        days: ['2025-07-01', '2025-07-02'],
        bars: 780,
        sources: [],
      });
      const session = calendar.tradingSession(day('2025-07-02'))!;
      expect(
        unwrap(await store.getBars(RIVN, '1m', { from: session.open, to: session.close })).bars.length,
      ).toBe(390);
    });
  }

  test('disorder, repetition, nulls and rows of another month are reported', async () => {
    const columns = `make_timestamp(t * 1000) AS t, CASE WHEN rowid = 5 THEN NULL ELSE o END::DOUBLE AS o, h::DOUBLE AS h, l::DOUBLE AS l, c::DOUBLE AS c, v::BIGINT AS v`;
    const some = minutes({ from: '2025-06-30', to: '2025-07-01' });
    const twice = minutes({ from: '2025-07-01', to: '2025-07-01', seed: 'again' });
    some.appendFrom(twice, 0, 2);
    const store = openStoreAt(await writeByDuckdb(some, columns));
    const read = unwrap(await store.getBars(RIVN, '1m', EVER));
    expect(read.bars.length).toBe(390);
    expect(read.bars.open[0]).toBe(twice.open[0]);
    const counts = Object.fromEntries(read.findings.map(({ kind, count }) => [kind, count]));
    expect(counts).toEqual({ disorder: 2, duplicate: 2, not_a_number: 1, outside_month: 389 });
  });

  test('a merge makes it a file of the store, every bar kept', async () => {
    const location = await writeByDuckdb(bars, `make_timestamp(t * 1000) AS t, ${prices}, v::BIGINT AS v`);
    const next = minutes({ from: '2025-07-03', to: '2025-07-03', seed: 'next' });
    unwrap(await openStoreAt(location).writeBars(RIVN, '1m', next, TEST_ORIGIN));
    const read = unwrap(await openStoreAt(location).getBars(RIVN, '1m', EVER)).bars;
    expect(plain(read, 0, 780)).toEqual(plain(bars));
    expect(plain(read, 780)).toEqual(plain(next));
  });

  test('a table of something else is damaged_file, with its columns named', async () => {
    const location = await writeByDuckdb(bars, 't AS day, o AS price');
    const read = await openStoreAt(location).getBars(RIVN, '1m', EVER);
    expect(read.ok ? '' : read.failure.message).toContain('its columns are day, price');
  });

  test('bits flipped in them neither hang nor throw, though without checksums a value may change', async () => {
    const location = await writeByDuckdb(bars, `make_timestamp(t * 1000) AS t, ${prices}, v::BIGINT AS v`);
    const file = path.join(location, 'bars', 'interval=1m', 'symbol=RIVN', '2025-07.parquet');
    const sound = readFileSync(file);
    const random = createRandom('foreign flips');
    for (let round = 0; round < 600; round++) {
      const bytes = Uint8Array.from(sound);
      const at = Math.floor(random.uniform() * sound.length);
      bytes[at] = bytes[at]! ^ (1 << Math.floor(random.uniform() * 8));
      writeFileSync(file, bytes);
      const started = performance.now();
      const read = await openStoreAt(location).getBars(RIVN, '1m', EVER);
      if (!read.ok) expect(read.failure.code).toBe('damaged_file');
      expect(performance.now() - started, `bit flipped at ${at}`).toBeLessThan(10_000);
    }
  });
});
