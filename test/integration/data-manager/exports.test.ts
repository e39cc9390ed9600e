import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { sessionCsv } from '../../../core/data-manager/exports/session-csv.ts';
import { BarColumns } from '../../../core/model/bar-columns.ts';
import type { ResultTable } from '../../../electron/host/runs/parquet-rows.ts';
import { writeResultTables } from '../../../electron/host/runs/result-tables.ts';
import { dataGetCommand } from '../../../electron/cli/data-get-command.ts';
import { importCommand } from '../../../electron/cli/import-command.ts';
import { EVER, minutes, openStoreAt, plain, temporaryFolder, TEST_ORIGIN, unwrap } from './store-fixture.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

type Row = Readonly<Record<string, unknown>>;
let sql: (text: string) => Promise<readonly Row[]>;

beforeAll(async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  sql = async (text) => (await connection.runAndReadAll(text)).getRowObjectsJS();
});

const folder = temporaryFolder();

describe('tables of results', () => {
  const table: ResultTable = {
    name: 'fills',
    columns: [
      { name: 'symbol', type: 'text' },
      { name: 'at', type: 'instant' },
      { name: 'price', type: 'number' },
      { name: 'quantity', type: 'integer' },
      { name: 'auto_provisioned', type: 'flag' },
    ],
    rows: [
      ['AAPL', 1_751_463_000_123, 210.015, 2 ** 53 - 1, true],
      ['quote"d, line\nfeed', null, Number.NaN, null, false],
      [undefined, 0, -0.1, -7, undefined],
    ],
  };

  test('are read back by DuckDB, from Parquet and from CSV', async () => {
    unwrap(await writeResultTables(folder, [table]));
    const wanted = [
      {
        symbol: 'AAPL',
        at: 1_751_463_000_123,
        price: 210.015,
        quantity: 9_007_199_254_740_991n,
        auto_provisioned: true,
      },
      { symbol: 'quote"d, line\nfeed', at: null, price: null, quantity: null, auto_provisioned: false },
      { symbol: null, at: 0, price: -0.1, quantity: -7n, auto_provisioned: null },
    ];
    for (const source of [
      `read_parquet('${folder}/fills.parquet')`,
      `read_csv('${folder}/fills.csv', header = true)`,
    ]) {
      const rows = await sql(`SELECT * REPLACE (epoch_ms("at") AS "at") FROM ${source}`);
      expect(rows.map((row) => ({ ...row, at: row['at'] === null ? null : Number(row['at']) }))).toEqual(
        wanted,
      );
    }
  });

  test('without a row are files all the same', async () => {
    unwrap(await writeResultTables(folder, [{ ...table, name: 'orders', rows: [] }]));
    expect(readFileSync(path.join(folder, 'orders.csv'), 'utf8')).toBe(
      'symbol,at,price,quantity,auto_provisioned\n',
    );
    expect(await sql(`SELECT * FROM read_parquet('${folder}/orders.parquet')`)).toEqual([]);
  });

  test('a value that its column cannot hold is named, and nothing is written', async () => {
    const written = await writeResultTables(folder, [
      { ...table, name: 'trades', rows: [['A', 1, 1, 2 ** 53, true]] },
    ]);
    expect(written).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('trades.quantity') },
    });
    await expect(sql(`SELECT * FROM read_parquet('${folder}/trades.parquet')`)).rejects.toThrow('trades');
  });

  test('a folder that cannot be made is a failure', async () => {
    writeFileSync(path.join(folder, 'file'), '');
    expect(await writeResultTables(path.join(folder, 'file'), [table])).toMatchObject({
      ok: false,
      failure: { code: 'not_writable' },
    });
  });
});

describe('a session export as CSV', () => {
  test('has a row per bar with the five fields, read by DuckDB', async () => {
    const metadata = {
      meets_session_config_requirements: true,
      added_by: 'user',
      auto_provisioned: false,
      added_at: '2025-07-02T14:00:00.000Z',
      upgraded_from_adhoc: false,
    } as const;
    const text = sessionCsv({
      symbols: {
        AAPL: {
          metadata,
          bars: {
            '1m': { data: [[1_751_463_000_000, 1, 2, 0.5, 1.5, 100]] },
            '5m': { data: [[1_751_463_000_000, 1, 2, 0.5, null, 100, 0.2]] },
          },
        },
        RIVN: { metadata: null, bars: { '1m': { data: [] } } },
      },
    });
    const file = path.join(folder, 'session.csv');
    writeFileSync(file, text);
    const bar = { symbol: 'AAPL', t: 1_751_463_000_000n, o: 1n, h: 2n, l: 0.5, v: 100n, added_by: 'user' };
    expect(await sql(`SELECT * FROM read_csv('${file}')`)).toMatchObject([
      { ...bar, interval: '1m', c: 1.5, meets_session_config_requirements: true, upgraded_from_adhoc: false },
      { ...bar, interval: '5m', c: null },
    ]);
    expect(text.split('\n')).toHaveLength(4);
  });
});

async function run(
  command: typeof importCommand,
  ...args: readonly string[]
): Promise<{ code: number; out: string; err: string; bytes: Uint8Array }> {
  const said = { out: '', err: '', bytes: new Uint8Array() as Uint8Array };
  const code = await command([...args], {
    stdout: (text) => void (said.out += text),
    stdoutBytes: (bytes) => void (said.bytes = bytes),
    stderr: (text) => void (said.err += text),
    isTty: false,
    env: {},
    cwd: folder,
    signal: new AbortController().signal,
  });
  return { code, ...said };
}

describe('bars that were exported', () => {
  /** Bars as they may be: any prices and volumes, gaps, a month's end in between. */
  const anyBars = fc
    .array(
      fc.record({
        gap: fc.integer({ min: 1, max: 3_000 }),
        low: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        spread: fc.array(fc.double({ min: 0, max: 1e3, noNaN: true }), { minLength: 3, maxLength: 3 }),
        volume: fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e15, noNaN: true })),
      }),
      { minLength: 3, maxLength: 60 },
    )
    .map((steps) => {
      const bars = new BarColumns();
      let openMs = Date.UTC(2025, 5, 30, 19);
      for (const { gap, low, spread, volume } of steps) {
        openMs += gap * 60_000;
        const [open = low, close = low, high = low] = spread.map((each) => low + each);
        bars.append(openMs, open, Math.max(open, close, high), low, close, volume);
      }
      return bars;
    });

  for (const format of ['csv', 'json', 'parquet'] as const) {
    test(`as ${format} import again to the same bars, for any bars`, async () => {
      await fc.assert(
        fc.asyncProperty(anyBars, async (bars) => {
          const [from, to] = [path.join(folder, 'from'), path.join(folder, 'to')];
          rmSync(from, { recursive: true, force: true });
          rmSync(to, { recursive: true, force: true });
          unwrap(await openStoreAt(from).writeBars(asTicker('BRK.B'), '1m', bars, TEST_ORIGIN));
          const file = path.join(folder, `BRK.B_1m.${format}`);
          expect(
            (await run(dataGetCommand, 'BRK.B', '--format', format, '--out', file, '--data', from)).code,
          ).toBe(0);
          const said = await run(
            importCommand,
            file,
            '--yes',
            '--interval',
            '1m',
            '--stamp',
            'open',
            '--data',
            to,
          );
          expect(said).toMatchObject({ code: 0, err: '' });
          const read = unwrap(await openStoreAt(to).getBars(asTicker('BRK.B'), '1m', EVER)).bars;
          expect(plain(read, 0, read.length)).toEqual(plain(bars));
        }),
        { numRuns: Math.min(300, propertyRuns(20)) },
      );
    });
  }

  test('as Parquet on standard output are the bytes of a file that DuckDB reads, and name their symbol', async () => {
    const data = temporaryFolder();
    const bars = minutes({ from: '2025-07-01', to: '2025-07-03' });
    unwrap(await openStoreAt(data).writeBars(asTicker('RIVN'), '1m', bars, TEST_ORIGIN));
    const said = await run(dataGetCommand, 'RIVN', '--format', 'parquet', '--data', data);
    const file = path.join(folder, 'export.parquet');
    writeFileSync(file, said.bytes);
    const rows = await sql(`SELECT epoch_ms(t) AS t, c FROM read_parquet('${file}')`);
    expect(rows.map((row) => Number(row['t']))).toEqual(plain(bars).t);
    const proposed = await run(importCommand, file, '--json');
    expect(JSON.parse(proposed.out)).toMatchObject({
      proposals: [{ symbol: { value: 'RIVN', certainty: 'certain' } }],
    });

    const bytes = Uint8Array.from(said.bytes);
    bytes[400] = (bytes[400] ?? 0) ^ 4;
    writeFileSync(file, bytes);
    expect((await run(importCommand, file)).err).toContain('checksum');
  });
});
