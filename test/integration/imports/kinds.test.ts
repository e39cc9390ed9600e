import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { commandLine, type CommandLine, type Said } from '../../helpers/command-line.ts';
import { readStoredSeries, type StoredSeries } from '../../helpers/stored-bars.ts';

/** Writes files into the folder of a command line. */
function write(line: CommandLine, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(line.cwd, name)), { recursive: true });
    writeFileSync(path.join(line.cwd, name), content);
  }
}

interface Imported {
  readonly said: Said;
  readonly series: readonly StoredSeries[];
}

async function imported(
  files: Readonly<Record<string, string | Uint8Array>>,
  ...words: readonly string[]
): Promise<Imported> {
  using line = commandLine();
  write(line, files);
  const said = await line.tapedeck(
    'import',
    ...(words[0]?.startsWith('-') === false ? words : [Object.keys(files)[0] ?? '', ...words]),
    '--yes',
  );
  return { said, series: await readStoredSeries(path.join(line.cwd, 'data')) };
}

const bars = ({ series }: Imported): Record<string, readonly (readonly (number | string)[])[]> =>
  Object.fromEntries(
    series.map(({ symbol, interval, bars: list }) => [
      `${symbol} ${interval}`,
      list.map(({ t, o, h, l, c, v }) => [new Date(t).toISOString().slice(0, 16), o, h, l, c, v]),
    ]),
  );

describe("LEAN's folders", () => {
  test('crypto minutes are in UTC, with unscaled prices', async () => {
    const text =
      '0,9000.5,9001.5,8999.5,9000.75,1.25\n60000,9000.75,9002,9000,9001,0.5\n120000,9001,9002,9000,9001,0.5\n';
    const zip = zipSync({ '20161007_btcusd_minute_trade.csv': strToU8(text) });
    const found = await imported({ 'crypto/coinbase/minute/btcusd/20161007_trade.zip': zip });
    expect(bars(found)['BTCUSD 1m']?.[0]).toEqual([
      '2016-10-07T00:00',
      9000.5,
      9001.5,
      8999.5,
      9000.75,
      1.25,
    ]);
  });

  test('contracts of a future in one zip are symbols of their own', async () => {
    const rows = (price: number): Uint8Array =>
      strToU8(
        Array.from(
          { length: 30 },
          (_, minute) =>
            `${(minute + 1_080) * 60_000},${price},${price + 1},${price - 1},${price},${minute === 0 ? 900 : 5}`,
        ).join('\n'),
      );
    const zip = zipSync({
      '20250304_es_minute_trade_202506_20250620.csv': rows(5_900),
      '20250304_es_minute_trade_202509.csv': rows(5_950),
    });
    const found = await imported(
      { 'future/cme/minute/es/20250304_trade.zip': zip },
      '--zone',
      'America/New_York',
      '--stamp',
      'open',
    );
    expect(Object.keys(bars(found))).toEqual(['ESM25 1m', 'ESU25 1m']);
    expect(bars(found)['ESM25 1m']?.[0]).toEqual(['2025-03-04T23:00', 5900, 5901, 5899, 5900, 900]);
  });

  test('hours of shares become bars of an hour', async () => {
    const text =
      '20250304 09:00,1000000,1010000,990000,1005000,500\n20250304 10:00,1005000,1010000,990000,1005000,400\n';
    const found = await imported({ 'equity/usa/hour/spy.zip': zipSync({ 'spy.csv': strToU8(text) }) });
    expect(bars(found)['SPY 1h']?.[0]).toEqual(['2025-03-04T14:00', 100, 101, 99, 100.5, 500]);
  });

  test('shares of India are in Indian time', async () => {
    const text = '33300000,920000,930000,910000,925000,100\n33360000,925000,930000,910000,925000,100\n';
    const zip = zipSync({ '20190709_yesbank_minute_trade.csv': strToU8(text) });
    const found = await imported({ 'equity/india/minute/yesbank/20190709_trade.zip': zip });
    expect(bars(found)['YESBANK 1m']?.[0]).toEqual(['2019-07-09T03:45', 92, 93, 91, 92.5, 100]);
  });
});

describe('trades', () => {
  const trades = [
    '1,100.5,2,1,1,1741046400123,True,True',
    '2,101.5,1,2,2,1741046410000,False,True',
    '3,99.5,0.5,3,3,1741046459999,True,True',
    '4,100,3,4,4,1741046460000,True,True',
  ];

  test('of Binance without a header become bars when asked', async () => {
    const found = await imported({ 'BTCUSDT-aggTrades-2025-03-04.csv': trades.join('\n') }, '--bars', '1m');
    expect(bars(found)).toEqual({
      'BTCUSDT 1m': [
        ['2025-03-04T00:00', 100.5, 101.5, 99.5, 99.5, 3.5],
        ['2025-03-04T00:01', 100, 100, 100, 100, 3],
      ],
    });
    const newestFirst = await imported(
      { 'BTCUSDT-aggTrades-2025-03-04.csv': [...trades].reverse().join('\n') },
      '--bars',
      '1m',
    );
    expect(bars(newestFirst)).toEqual(bars(found));
  });

  test('are named and not stored without --bars', async () => {
    const { said, series } = await imported({ 'BTCUSDT-aggTrades-2025-03-04.csv': trades.join('\n') });
    expect(series).toEqual([]);
    expect(said.stderr).toContain('--bars 1m');
    expect(said.code).not.toBe(0);
  });

  test('by names, with a symbol a row; quotes are refused', async () => {
    const text =
      'timestamp,symbol,price,size\n2025-03-04T14:30:00.5Z,AAPL,100,5\n2025-03-04T14:30:10Z,AAPL,101,6\n2025-03-04T14:30:10Z,MSFT,400,1\n';
    const found = await imported({ 'ticks.csv': text }, '--bars', '1s');
    expect(Object.keys(bars(found))).toEqual(['AAPL 1s', 'MSFT 1s']);
    const quotes = await imported(
      { 'q.csv': 'time,bid,ask\n2025-03-04T14:30:00Z,1.1,1.2\n2025-03-04T14:30:01Z,1.1,1.2\n' },
      '--symbol',
      'EURUSD',
      '--bars',
      '1m',
    );
    expect(quotes.said.stderr).toContain('quotes');
    expect(quotes.series).toEqual([]);
  });
});

const HEADER = 'timestamp,open,high,low,close,volume';
const minute = (index: number, price = 100): string =>
  `2025-03-04T14:${30 + index}:00Z,${price},${price + 1},${price - 1},${price},${index === 0 ? 9_000 : 100}`;
const minutes = (price?: number): string =>
  [HEADER, ...Array.from({ length: 10 }, (_, index) => minute(index, price)), ''].join('\n');

describe('several files', () => {
  test('that claim the same bars and differ are a question, and nothing is written', async () => {
    const files = { 'in/AAPL.csv': minutes(100), 'in/AAPL (1).csv': minutes(101) };
    const asked = await imported(files, 'in');
    expect(asked.said.code).toBe(2);
    expect(asked.said.stdout).toMatch(/^\? .*10 bars of AAPL/m);
    expect(asked.series).toEqual([]);
    const first = await imported(files, 'in', '--overlap', 'first');
    expect(bars(first)['AAPL 1m']?.[0]?.[1]).toBe(101);
    const last = await imported(files, 'in', '--overlap', 'last');
    expect(bars(last)['AAPL 1m']?.[0]?.[1]).toBe(100);
  });

  test('are imported as an edited plan says, in one command', async () => {
    using line = commandLine();
    write(line, {
      'in/one.csv': minutes(100),
      'in/two_of_them.csv': minutes(50),
      'in/notes.md': 'about the bars',
    });
    const looked = await line.tapedeck('import', 'in', '--write-plan', 'plan.json');
    expect(`${looked.stdout}${looked.stderr}`).toContain('notes.md');
    const plan = {
      version: 1,
      files: [
        { path: 'in/one.csv', symbol: 'KO' },
        { path: 'in/two_of_them.csv', symbol: 'PEP', zone: null },
      ],
    };
    writeFileSync(path.join(line.cwd, 'plan.json'), JSON.stringify(plan));
    const said = await line.tapedeck('import', '--plan', 'plan.json', '--yes');
    expect(said.code, said.stderr).toBe(0);
    const series = await readStoredSeries(path.join(line.cwd, 'data'));
    expect(series.map(({ symbol }) => symbol)).toEqual(['KO', 'PEP']);
  });

  test('with a symbol in their path', async () => {
    const found = await imported({ 'in/x-KO-99/bars.csv': minutes() }, 'in', '--symbol-from', 'x-([A-Z]+)-');
    expect(Object.keys(bars(found))).toEqual(['KO 1m']);
  });
});

describe('one open question', () => {
  test('writes nothing and names the flag that answers it', async () => {
    const rows = Array.from({ length: 20 }, (_, index) => `2025-03-04 12:${10 + index}:00,1,2,0.5,1,5`);
    const { said, series } = await imported({ 'AAPL.csv': [HEADER, ...rows].join('\n') });
    expect(said.code).toBe(2);
    expect(said.stdout).toMatch(/^ {2}\? .*--zone/m);
    expect(series).toEqual([]);
  });
});

describe('the exchange group', () => {
  test('that the user says is kept with the symbol', async () => {
    using line = commandLine();
    write(line, { 'VOD.csv': minutes() });
    const said = await line.tapedeck('import', 'VOD.csv', '--group', 'XLON', '--stamp', 'open', '--yes');
    expect(said.code, said.stderr).toBe(0);
    const kept: unknown = JSON.parse(readFileSync(path.join(line.cwd, 'data', 'instruments.json'), 'utf8'));
    expect(kept).toEqual({ VOD: { exchange_group: 'XLON' } });
  });
});

describe('formats of other programs', () => {
  test.each([
    ['AAPL.h5', '\u0089HDF\r\n\u001a\n\0\0', 'HDF5', 'to_parquet'],
    ['AAPL.dbn', 'DBN\u0001\0\0', 'Databento DBN', 'DBNStore'],
    ['AAPL.pkl', '\u0080\u0004\u0095\0\0', 'pickle', 'read_pickle'],
    ['m.duckdb', '\0\0\0\0\0\0\0\0DUCK@\0\0', 'DuckDB', 'COPY'],
  ])('%s is named, with the line that converts it', async (name, start, what, line) => {
    const bytes = Uint8Array.from(start.padEnd(80, '\0'), (mark) => mark.charCodeAt(0));
    const { said } = await imported({ [name]: bytes });
    expect(said.code).not.toBe(0);
    expect(said.stderr).toContain(what);
    expect(said.stderr).toContain(line);
  });
});
