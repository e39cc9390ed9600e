import { describe, expect, test } from 'vitest';
import { ok } from '../../../core/base/result.ts';
import type { WritableBarStore, WriteReport } from '../../../core/data-manager/bar-store.ts';
import type { ImportReport } from '../../../core/data-manager/importers/import-report.ts';
import type { ImportSource } from '../../../core/data-manager/importers/import-source.ts';
import type { ImportOverrides } from '../../../core/data-manager/importers/proposal.ts';
import { proposeImport } from '../../../core/data-manager/importers/propose-import.ts';
import { runImport } from '../../../core/data-manager/importers/run-import.ts';
import { isoUtc, asEpochMs } from '../../../core/base/epoch-ms.ts';
import { sliceColumns, type ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import { createUsEquityCalendar } from '../../../core/time-manager/us-equity-calendar.ts';

const calendar = createUsEquityCalendar();

function source(fileName: string, content: string | Uint8Array): ImportSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    path: `/in/${fileName}`,
    fileName,
    open: () =>
      Promise.resolve(
        ok({
          size: bytes.length,
          version: '',
          read: (from: number, to: number) => Promise.resolve(ok(bytes.slice(from, to))),
          close: () => Promise.resolve(),
        }),
      ),
  };
}

/** Takes what is written; merging is the real store's business. */
function takingStore(): { store: WritableBarStore; taken: Map<string, ReadonlyBarColumns> } {
  const taken = new Map<string, ReadonlyBarColumns>();
  const store = {
    location: 'memory',
    writeBars: (symbol: string, interval: string, bars: ReadonlyBarColumns) => {
      taken.set(`${symbol} ${interval}`, sliceColumns(bars));
      const report: WriteReport = {
        written: bars.length,
        unchanged: 0,
        replaced: 0,
        kept: 0,
        discardedSynthetic: 0,
        files: [],
        setAside: [],
      };
      return Promise.resolve(ok(report));
    },
  };
  return { store: store as unknown as WritableBarStore, taken };
}

const propose = (fileName: string, content: string | Uint8Array, overrides: ImportOverrides = {}) =>
  proposeImport(source(fileName, content), { ...overrides, calendar });

async function importText(fileName: string, content: string | Uint8Array, overrides: ImportOverrides = {}) {
  const proposal = await propose(fileName, content, overrides);
  if (!proposal.ok) throw new Error(`${proposal.failure.message} ${proposal.failure.hint ?? ''}`);
  const { store, taken } = takingStore();
  const report = await runImport(proposal.value, { store, calendar });
  if (!report.ok) throw new Error(report.failure.message);
  return { proposal: proposal.value, report: report.value, taken };
}

const opens = (bars: ReadonlyBarColumns | undefined): string[] =>
  bars === undefined ? [] : [...bars.openMs].map((openMs) => isoUtc(asEpochMs(openMs)).slice(0, 16));

const refusals = (report: ImportReport): Record<string, number> =>
  Object.fromEntries(report.refusals.map(({ reason, count }) => [reason, count]));

/** A session's worth of rows: `stamp` prints the minutes from 09:30 New York on, the auction in the first. */
function session(
  stamp: (minute: number) => string,
  volume = (minute: number) => (minute === 0 ? 90_000 : 1_000),
): string[] {
  return Array.from({ length: 390 }, (_, minute) => `${stamp(minute)},10.1,10.3,10,10.2,${volume(minute)}`);
}
const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const HEADER = 'timestamp,open,high,low,close,volume';
const newYork = session((minute) => `2025-07-02 ${clock(570 + minute)}:00`);
const FIRST = '2025-07-02T13:30';

const withExtendedHours = (shift: number) =>
  Array.from({ length: 600 }, (_, index) => {
    const minute = 480 + index; // 08:00 to 17:59
    return `2025-07-02 ${clock(minute + shift)}:00,10,10,10,10,${minute === 570 ? 90_000 : minute > 570 ? 1_000 : 50}`;
  });

describe('a proposal', () => {
  test('finds the zone of times that carry none by trading hours', async () => {
    const inNewYork = await importText('AAPL.csv', [HEADER, ...newYork].join('\n'));
    expect(inNewYork.proposal.zone).toMatchObject({ value: 'America/New_York', certainty: 'likely' });
    const utc = session((minute) => `2025-07-02 ${clock(810 + minute)}:00`);
    const inUtc = await importText('AAPL.csv', [HEADER, ...utc].join('\n'));
    expect(inUtc.proposal.zone).toMatchObject({ value: 'UTC', certainty: 'likely' });
    for (const { taken } of [inNewYork, inUtc]) expect(opens(taken.get('AAPL 1m'))[0]).toBe(FIRST);
  });

  test('tells closes from opens', async () => {
    const closes = session((minute) => `2025-07-02 ${clock(571 + minute)}:00`);
    const { proposal, taken } = await importText('AAPL.csv', [HEADER, ...closes].join('\n'));
    expect(proposal.stamp).toMatchObject({ value: 'close', certainty: 'likely' });
    expect(proposal.stamp.evidence.join()).toContain("session's open on 0, the last with its close on 1");
    expect(opens(taken.get('AAPL 1m'))[0]).toBe(FIRST);
  });

  test('with extended hours it is the opening auction that tells', async () => {
    expect(
      (await importText('AAPL.csv', [HEADER, ...withExtendedHours(0)].join('\n'))).proposal.stamp.value,
    ).toBe('open');
    expect(
      (await importText('AAPL.csv', [HEADER, ...withExtendedHours(1)].join('\n'))).proposal.stamp.value,
    ).toBe('close');
  });

  test('asks where nothing tells, and names its default', async () => {
    const rows = Array.from({ length: 5 }, (_, index) => `2025-07-05 ${clock(100 + index)}:00,1,1,1,1,5`); // a Saturday
    const { proposal } = await importText('BTC-USD.csv', [HEADER, ...rows].join('\n'));
    expect(proposal.zone).toMatchObject({ value: 'UTC', certainty: 'assumed' });
    expect(proposal.stamp).toMatchObject({ value: 'open', certainty: 'likely' });
    expect(proposal.questions).toHaveLength(1);
  });

  test('doubts a stated zone that puts trading into the night', async () => {
    const wrong = session((minute) => `2025-07-02T${clock(570 + minute)}:00Z`);
    const { proposal } = await importText('AAPL.csv', [HEADER, ...wrong].join('\n'));
    expect(proposal.zone).toMatchObject({ value: 'UTC', certainty: 'certain' });
    expect(proposal.questions.join()).toContain('stamped wrongly');
  });

  test("the user's correction wins, and a doubt about it is reported", async () => {
    const { proposal, taken } = await importText('AAPL.csv', [HEADER, ...newYork].join('\n'), {
      symbol: 'msft',
      stamp: 'close',
      zone: 'Europe/London',
      source: 'mine',
    });
    expect([...taken.keys()]).toEqual(['MSFT 1m']);
    expect(proposal).toMatchObject({
      zone: { certainty: 'told' },
      stamp: { value: 'close', certainty: 'told' },
      origin: { source: 'mine' },
    });
    expect(opens(taken.get('MSFT 1m'))[0]).toBe('2025-07-02T08:29');
    const doubted = await propose('AAPL.csv', [HEADER, ...newYork].join('\n'), { stamp: 'close' });
    expect(doubted.ok && doubted.value.notes.join()).toContain('look like opens');
  });

  test('a symbol in the rows beats the name of the file', async () => {
    const rows = newYork.flatMap((row) => [`aapl,${row}`, `KO,${row}`]);
    const { proposal, taken } = await importText('TSLA_1min.csv', [`ticker,${HEADER}`, ...rows].join('\n'));
    expect(proposal.symbol).toMatchObject({ value: { inRows: ['AAPL', 'KO'] }, certainty: 'certain' });
    expect(proposal.symbol.evidence.join()).toContain('TSLA');
    expect([...taken.keys()].sort()).toEqual(['AAPL 1m', 'KO 1m']);
    expect(taken.get('KO 1m')?.length).toBe(390);
  });

  test.each([
    ['AAPL_2025-07-02.csv', 'AAPL'],
    ['BTC-USD_1m.csv', 'BTC-USD'],
    ['BRK.B_1min.csv', 'BRK.B'],
    ['aapl.us.txt', 'AAPL'],
    ['SPY.csv', 'SPY'],
    ['^GSPC_1d.csv', '^GSPC'],
  ])('%s is %s', async (fileName, symbol) => {
    const proposal = await propose(fileName, [HEADER, ...newYork].join('\n'));
    expect(proposal.ok && proposal.value.symbol.value).toEqual({ symbol });
  });

  test.each([
    'data.csv',
    'export_2025.csv',
    '2025-07-02.csv',
    'my own bars of today.csv'.replace('my', 'history'),
  ])('%s names none, which is refused with what to do', async (fileName) => {
    const proposal = await propose(fileName, [HEADER, ...newYork].join('\n'));
    expect(proposal).toMatchObject({
      ok: false,
      failure: { code: 'bad_usage', hint: expect.stringContaining('--symbol') },
    });
  });

  test.each([
    ['', 'bad_file'],
    ['hello', 'bad_file'],
    ['a,b,c\n1,2,3\n', 'bad_file'],
    ['time,price\n2025-07-02,1\n', 'bad_file'],
    ['timestamp,open,high,low,close\nsoon,1,1,1,1\nlater,1,1,1,1\n', 'bad_file'],
    [`${HEADER}\n2025-07-02 09:30:00,5,1,2,3,9\n2025-07-02 09:31:00,5,1,2,3,9\n`, 'bad_file'],
    [`${HEADER}\n2025-07-02 09:30:00,1,1,1,1,9\n2025-07-02 09:37:00,1,1,1,1,9\n`, 'unsupported'],
    [`${HEADER}\n2025-07-02 09:30:00,1,1,1,1,9\n`, 'bad_file'],
    ['\uFFFE'.repeat(2), 'bad_file'],
  ])('of %j fails with %s', async (text, code) => {
    expect(await propose('AAPL.csv', text)).toMatchObject({ ok: false, failure: { code } });
  });

  test('of a binary file says so, and shows none of it', async () => {
    const picture = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13]);
    const answer = await propose('AAPL.csv', picture);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'bad_file' } });
    expect(answer).toMatchObject({
      failure: { message: expect.stringMatching(/AAPL\.csv holds no text\.$/) },
    });
  });

  test('days need no zone', async () => {
    const days = ['2025-07-01,1,2,1,2,10', '2025-07-02,2,3,2,3,10', '2025-07-03,3,4,3,4,10'];
    const { proposal, taken } = await importText(
      'KO.csv',
      ['Date,Open,High,Low,Close,Volume', ...days].join('\n'),
    );
    expect(proposal).toMatchObject({ interval: { value: '1d', certainty: 'certain' }, questions: [] });
    expect(opens(taken.get('KO 1d'))).toEqual(['2025-07-01T13:30', '2025-07-02T13:30', '2025-07-03T13:30']);
  });
});

const reorder = (rows: readonly string[]): string[] =>
  rows.map((row) => {
    const [t, o, h, l, c, v] = row.split(',');
    return [v, c, l, h, o, t].join(',');
  });

describe('every shape of file gives the same bars', () => {
  const epoch = (per: number) =>
    session((minute) => String((Date.UTC(2025, 6, 2, 13, 30 + minute) / 1000) * per));
  const shapes: Record<string, string> = {
    plain: [HEADER, ...newYork, ''].join('\n'),
    'no final line feed': [HEADER, ...newYork].join('\n'),
    'carriage returns': [HEADER, ...newYork, ''].join('\r\n'),
    'carriage returns alone': [HEADER, ...newYork, ''].join('\r'),
    'byte order mark': `\uFEFF${[HEADER, ...newYork].join('\n')}`,
    'newest first': [HEADER, ...[...newYork].reverse()].join('\n'),
    'no header': newYork.join('\n'),
    semicolons: [HEADER, ...newYork].join('\n').replaceAll(',', ';'),
    tabs: [HEADER, ...newYork].join('\n').replaceAll(',', '\t'),
    'decimal commas': [HEADER, ...newYork].join('\n').replaceAll(',', ';').replaceAll('.', ','),
    quotes: [
      HEADER,
      ...newYork.map((row) =>
        row
          .split(',')
          .map((field) => `"${field}"`)
          .join(','),
      ),
    ].join('\n'),
    'another order': ['Volume,Close,Low,High,Open,Datetime', ...reorder(newYork)].join('\n'),
    'short names': ['t,o,h,l,c,v', ...newYork].join('\n'),
    'comments and blank lines': ['# made by hand', '', HEADER, ...newYork, '', ''].join('\n'),
    'date and time apart': [
      'Date,Time,Open,High,Low,Close,Volume',
      ...newYork.map((row) => row.replace(' ', ',')),
    ].join('\n'),
    'American dates': [HEADER, ...newYork.map((row) => row.replace('2025-07-02', '07/02/2025'))].join('\n'),
    'packed dates': [
      '<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>',
      ...newYork.map((row) => row.replace('2025-07-02 ', '20250702,').replace(/(\d\d):(\d\d):00/, '$1$200')),
    ].join('\n'),
    offsets: [HEADER, ...session((minute) => `2025-07-02T${clock(570 + minute)}:00-04:00`)].join('\n'),
    seconds: [HEADER, ...epoch(1)].join('\n'),
    milliseconds: [HEADER, ...epoch(1e3)].join('\n'),
    microseconds: [HEADER, ...epoch(1e6)].join('\n'),
    nanoseconds: [HEADER, ...epoch(1e9)].join('\n'),
    'Alpha Vantage': ['timestamp,1. open,2. high,3. low,4. close,5. volume', ...newYork].join('\n'),
    'three header lines': [
      'Price,Open,High,Low,Close,Volume',
      'Ticker,AAPL,AAPL,AAPL,AAPL,AAPL',
      'Datetime,,,,,',
      ...newYork,
    ].join('\n'),
  };
  for (const [name, text] of Object.entries(shapes)) {
    test(name, async () => {
      const { report, taken } = await importText('AAPL_1min.csv', text);
      const bars = taken.get('AAPL 1m');
      expect(report).toMatchObject({ rowsRead: 390, rowsRefused: 0, findings: [] });
      expect(bars?.length).toBe(390);
      expect(opens(bars)[0]).toBe(FIRST);
      expect(bars && [bars.open[5], bars.high[5], bars.low[5], bars.close[5], bars.volume[0]]).toEqual([
        10.1, 10.3, 10, 10.2, 90_000,
      ]);
    });
  }

  test('also when it comes in pieces that cut lines', async () => {
    // Five million bytes are more than one piece.
    const days = calendar.tradingDays('2024-01-02' as never, '2025-03-31' as never);
    const rows = days.flatMap((each) => session((minute) => `${each} ${clock(570 + minute)}:00`));
    const { report } = await importText('AAPL.csv', [HEADER, ...rows].join('\n'));
    expect(report.rowsRead).toBe(rows.length);
    expect(report.rowsRefused).toBe(0);
    expect([HEADER, ...rows].join('\n').length).toBeGreaterThan(4 * 1024 * 1024);
  });
});

const barAt = (minute: number, rest: string): string => `2025-07-02 ${clock(570 + minute)}:00,${rest}`;

describe('a report', () => {
  test('refuses what cannot be right, and says why and where', async () => {
    const bad = [
      barAt(400, '10,9,11,10,5'),
      barAt(401, '10,11,9,10,-5'),
      barAt(402, '10,11,9,,5'),
      barAt(403, '10,11,9'),
      barAt(404, '0,0,0,0,5'),
      '2025-07-02 16:20:17,10,11,9,10,5',
      'yesterday,10,11,9,10,5',
      barAt(405, '10,11,9,NaN,5'),
    ];
    const { report, taken } = await importText('AAPL.csv', [HEADER, ...newYork, ...bad].join('\n'));
    expect(taken.get('AAPL 1m')?.length).toBe(390);
    expect(report.rowsRead).toBe(398);
    expect(refusals(report)).toEqual({
      impossible_ohlc: 2,
      negative_volume: 1,
      not_a_number: 2,
      short_row: 1,
      off_grid: 1,
      unreadable_time: 1,
    });
    expect(report.refusals.find(({ reason }) => reason === 'unreadable_time')).toMatchObject({
      firstLine: 398,
      example: bad[6],
    });
  });

  test('takes a repeated row once, and of differing ones the later', async () => {
    const extra = [newYork[3]!, newYork[4]!, barAt(5, '20,21,19,20,7')];
    const { report, taken } = await importText('AAPL.csv', [HEADER, ...newYork, ...extra].join('\n'));
    expect(report.symbols[0]).toMatchObject({ bars: 390, identicalDuplicates: 2, differingDuplicates: 1 });
    expect(taken.get('AAPL 1m')?.close[5]).toBe(20);
    const kinds = report.findings.map(({ kind, count }) => [kind, count]);
    expect(kinds).toEqual([
      ['disorder', 1],
      ['duplicate', 3],
    ]);
  });

  test('remarks lost volume, an unfinished end and jumps like splits', async () => {
    const next = session((minute) => `2025-07-03 ${clock(570 + minute)}:00`).slice(0, 100);
    next[50] = '2025-07-03 10:20:00,10,10.5,10,10.2,0';
    next[99] = '2025-07-03 11:09:00,10.2,10.2,10.2,10.2,0';
    const halved = next.map((row) => row.replaceAll(/,1(\d)(\.\d)?/g, ',$1$2'));
    const split = session((minute) => `2025-07-07 ${clock(570 + minute)}:00`).map((row) =>
      row.replace('10.1,10.3,10,10.2', '1.01,1.03,1,1.02'),
    );
    const { report } = await importText('AAPL.csv', [HEADER, ...newYork, ...next].join('\n'));
    expect(report.findings.map(({ kind, count }) => [kind, count])).toEqual([
      ['zero_volume_with_range', 1],
      ['unfinished_bar', 1],
    ]);
    expect(halved).toHaveLength(100);
    const jumped = await importText('AAPL.csv', [HEADER, ...newYork, ...split].join('\n'));
    expect(jumped.report.findings).toMatchObject([{ kind: 'price_jump', count: 1 }]);
    expect(jumped.report.findings[0]?.detail).toContain('split by 10');
  });

  test('can be stopped, and writes nothing then', async () => {
    const proposal = await propose('AAPL.csv', [HEADER, ...newYork].join('\n'));
    const { store, taken } = takingStore();
    const report =
      proposal.ok && (await runImport(proposal.value, { store, calendar, signal: { aborted: true } }));
    expect(report).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(taken.size).toBe(0);
  });
});
