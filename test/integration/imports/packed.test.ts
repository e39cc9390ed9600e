import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { tableFromArrays, tableToIPC } from '@uwdata/flechette';
import { expect, test } from 'vitest';
import { unpackLz4Frame } from '../../../electron/host/imports/lz4-frame.ts';
import { commandLine } from '../../helpers/command-line.ts';
import { readStoredSeries } from '../../helpers/stored-bars.ts';

/** Three minutes of AAPL as CSV, packed by the programs of the formats' authors. */
const PACKED: Readonly<Record<string, string>> = {
  'AAPL.csv.bz2':
    'QlpoOTFBWSZTWfw98XsAAFJbgAAQAAd+MAQQKufPgCAAciJMZTAmI0MGg2qaCnkg8SaD9U9QxM2XbooKDKMLH71w9qFyoFUlbIxguilEXBbkcEhoFSoxkVjYslKct0RNTfWWd58cnjrXObGRhBgD1+JDsXckU4UJD8PfF7A=',
  'AAPL.csv.xz':
    '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ACnAFpdADoaSfrkHnoH6H2yi5v6MyWHaynzKyifQLKQ6ZXkFc4Y5gmMGpQnqeeAL+cvsvXnSgwzvTmh83lLx2nCmiOOay1VliOascRs0kKtBc6Pin8wP7coDyi2nPf2AAAAAMCuLWyQmQAaAAF2qAEAAAAzicXmscRn+wIAAAAABFla',
  'AAPL.csv.zst':
    'KLUv/SSo1QIAAoURF4CnOoD9KrSESqx3SWjx1t1E7WVExzkBJRHJ/8mIpOR8+k8DfnWjThbnw3yg8kKoK7Q1WOE2gQ/bvAZsmaBv/VwgQnUsBgYAgJGnvAuVRPAyp3AJB+UMoFBQJQ==',
};
const LZ4_FRAME =
  'BCJNGGRAp2oAAADwNXRpbWVzdGFtcCxvcGVuLGhpZ2gsbG93LGNsb3NlLHZvbHVtZQoyMDI1LTAzLTA0VDE0OjMwOjAwWiwxMDAsMTAxLDk5CwB8LjUsOTAwMCsAFDErACouNS0AHjEsAB8yLAAEUCwxMDAKAAAAAAMHsAQ=';

const FIRST = { t: Date.UTC(2025, 2, 4, 14, 30), o: 100, h: 101, l: 99, c: 100.5, v: 9000 };

async function importBytes(name: string, bytes: Uint8Array): Promise<void> {
  using line = commandLine();
  writeFileSync(path.join(line.cwd, name), bytes);
  const said = await line.tapedeck('import', name, '--yes');
  const [series] = await readStoredSeries(path.join(line.cwd, 'data'));
  expect(series, said.stderr).toMatchObject({ symbol: 'AAPL', interval: '1m' });
  expect(series?.bars).toHaveLength(3);
  expect(series?.bars[0]).toEqual(FIRST);
}

test.each(Object.entries(PACKED))('%s is unpacked and imported', async (name, text) => {
  await importBytes(name, Buffer.from(text, 'base64'));
});

test('an Arrow file is imported', async () => {
  const table = tableFromArrays({
    timestamp: ['2025-03-04T14:30:00Z', '2025-03-04T14:31:00Z', '2025-03-04T14:32:00Z'],
    open: [100, 100.5, 100.5],
    high: [101, 101, 101],
    low: [99, 99, 99],
    close: [100.5, 100.5, 100.5],
    volume: [9000, 100, 100],
  });
  await importBytes('AAPL.feather', tableToIPC(table, { format: 'file' }) as Uint8Array);
});

test('the frames of LZ4 are unpacked', () => {
  const text = Buffer.from(unpackLz4Frame(Buffer.from(LZ4_FRAME, 'base64'))).toString();
  expect(text.split('\n')[1]).toBe('2025-03-04T14:30:00Z,100,101,99,100.5,9000');
  expect(text).toHaveLength(168);
});
