import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { sessionCsv } from '../../../core/data-manager/exports/session-csv.ts';
import type { SessionExport } from '../../../core/session-coordinator/session/session-export.ts';
import { barsAsParquet } from '../../../core/data-manager/exports/bars-parquet.ts';
import { sessionParquet } from '../../../electron/host/runs/session-parquet.ts';
import { at, bars, calendar } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { add, playRun, sessionConfig } from '../../helpers/session-harness.ts';
import { minutes, temporaryFolder } from './store-fixture.ts';

/** A Python with pyarrow: the one that `PYARROW_PYTHON` names, else `python3`. */
const PYTHON = process.env['PYARROW_PYTHON'] ?? 'python3';

function hasPyarrow(): boolean {
  try {
    execFileSync(PYTHON, ['-c', 'import pyarrow.parquet'], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn(`skipped: ${PYTHON} has no pyarrow; pip install pyarrow, or name one by PYARROW_PYTHON`);
    return false;
  }
}

const folder = temporaryFolder();
const file = path.join(folder, 'session.parquet');
let content: SessionExport;

beforeAll(async () => {
  const store = memoryStore(
    bars('RIVN').from('2025-07-02 09:30').minutes(390).without(7).build(),
    bars('AAPL').from('2025-07-02 09:30').minutes(390).build(),
  );
  const played = await playRun(store, sessionConfig({ symbols: ['RIVN'], streams: ['1m', '5m'] }), {
    planned: [add('2025-07-02 10:00', 'AAPL')],
    exportsAt: [at('2025-07-02 11:00')],
  });
  content = played.exports.get(at('2025-07-02 11:00')) as SessionExport;
  writeFileSync(file, await sessionParquet(content));
});

/** The required content of the file: the export's own rows. */
const wantedRows = () =>
  Object.entries(content.symbols).flatMap(([symbol, { bars: series, metadata }]) =>
    Object.entries(series).flatMap(([interval, { data }]) =>
      data.map(([t, o, h, l, c, v, coverage]) => ({
        symbol,
        interval,
        t,
        o,
        h,
        l,
        c,
        v,
        coverage: coverage ?? null,
        added_by: metadata?.added_by,
        added_at: typeof metadata?.added_at === 'string' ? Date.parse(metadata.added_at) : null,
        full: metadata?.meets_session_config_requirements,
      })),
    ),
  );

describe('a session as Parquet', () => {
  test('is read by DuckDB with every bar, its coverage and the metadata of its symbol', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const answer = await connection.runAndReadAll(
      `SELECT symbol, interval, epoch_ms(t)::DOUBLE AS t, o, h, l, c, v, coverage, added_by,
              epoch_ms(added_at)::DOUBLE AS added_at, meets_session_config_requirements AS "full"
       FROM read_parquet('${file}')`,
    );
    const wanted = wantedRows();
    expect(wanted).toHaveLength(89 + 90 + 18 + 18);
    expect(answer.getRowObjectsJS()).toEqual(wanted);
    expect(wanted.find(({ symbol }) => symbol === 'AAPL')).toMatchObject({
      added_by: 'user',
      added_at: at('2025-07-02 10:00'),
      full: true,
    });
    const told = await connection.runAndReadAll(
      `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('${file}')`,
    );
    expect(told.getRowObjectsJS()).toContainEqual({ key: 'clock', value: '2025-07-02T15:00:00.000Z' });
  });

  test('has as many rows as the same export in CSV', () => {
    expect(sessionCsv(content).trimEnd().split('\n')).toHaveLength(wantedRows().length + 1);
  });
});

const SCRIPT = `
import json, sys
import pyarrow.parquet as pq
def plain(value):
    return value.timestamp() * 1000 if hasattr(value, 'timestamp') else value
rows = [{k: plain(v) for k, v in row.items()} for row in pq.read_table(sys.argv[1]).to_pylist()]
print(json.dumps(rows))
`;

describe.runIf(hasPyarrow())('pyarrow', () => {
  const read = (name: string): readonly Record<string, unknown>[] =>
    JSON.parse(
      execFileSync(PYTHON, ['-c', SCRIPT, name], { env: { ...process.env, TZ: 'UTC' } }).toString(),
    ) as Record<string, unknown>[];

  test("reads a session, and bars in the store's layout, without a change", () => {
    const session = read(file).map(({ meets_session_config_requirements: full, ...row }) => ({
      ...row,
      full,
    }));
    expect(session).toMatchObject(wantedRows());
    const month = minutes({ from: '2025-07-01', to: '2025-07-11' });
    const place = path.join(folder, 'bars.parquet');
    writeFileSync(
      place,
      barsAsParquet({ symbol: 'RIVN', interval: '1m', bars: month, synthetic: false }, calendar),
    );
    const columns = [month.openMs, month.open, month.high, month.low, month.close, month.volume];
    expect(read(place).map(({ t, o, h, l, c, v }) => [t, o, h, l, c, v])).toEqual(
      Array.from({ length: month.length }, (_, index) => columns.map((column) => column[index])),
    );
  });
});
