import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../helpers/command-line.ts';

const line = commandLine();
afterAll(() => line[Symbol.dispose]());

const CASES = path.resolve(import.meta.dirname, '../../../../shared/cases/files');

interface Wanted {
  readonly group: string;
  readonly start: string;
  readonly end?: string;
  readonly symbols?: readonly string[];
  readonly streams?: readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
}

let written = 0;
function config({
  group,
  start,
  end = start,
  symbols = ['AAA'],
  streams = ['1m'],
  data = {},
}: Wanted): string {
  const name = `config-${written++}.json`;
  const content = {
    session_name: `${group} from ${start}`,
    exchange_group: group,
    mode: 'backtest',
    backtest_config: { start_date: start, end_date: end },
    session_data_config: { symbols, streams, ...data },
    metadata: { strategy: 'none' },
  };
  writeFileSync(path.join(line.cwd, name), JSON.stringify(content));
  return name;
}

/** A CSV of minutes with volume 1, each of [from, to) in UTC; imported under the name of a symbol. */
async function importMinutes(
  symbol: string,
  stretches: readonly (readonly [string, string])[],
  step = 60_000,
  interval = '1m',
) {
  const rows = ['timestamp,open,high,low,close,volume'];
  for (const [from, to] of stretches) {
    for (let at = Date.parse(from); at < Date.parse(to); at += step) {
      rows.push(`${new Date(at).toISOString()},100,101,99,100.5,1`);
    }
  }
  const file = `bars-${written++}.csv`;
  writeFileSync(path.join(line.cwd, file), `${rows.join('\n')}\n`);
  const said = await line.tapedeck(
    'import',
    file,
    '--symbol',
    symbol,
    '--interval',
    interval,
    '--stamp',
    'open',
    '--yes',
  );
  expect(said.code, said.stderr + said.stdout).toBe(0);
}

interface Summary {
  readonly days: readonly string[];
  readonly symbols: Readonly<
    Record<string, { readonly bars: Readonly<Record<string, number>>; readonly quality: number | null }>
  >;
}

async function run(file: string, ...args: readonly string[]) {
  const out = `run-${written++}`;
  const said = await line.tapedeck('run', file, '--out', out, '--json', ...args);
  return { ...said, out, summary: said.code === 0 ? (JSON.parse(said.stdout) as Summary) : undefined };
}

const days = async (...args: readonly string[]) =>
  JSON.parse((await line.tapedeck('calendar', '--json', ...args)).stdout) as {
    date: string;
    open: string;
    close: string;
    early_close: boolean;
    breaks: unknown[];
  }[];

describe('the calendar command', { timeout: 60_000 }, () => {
  it('lists every group with its zone, its known days and its source', async () => {
    const said = await line.tapedeck('calendar', '--list', '--json');
    const groups = JSON.parse(said.stdout) as Record<string, string>[];
    expect(groups).toHaveLength(30);
    expect(groups).toContainEqual({
      group: 'CME_EQUITY',
      zone: 'America/Chicago',
      known_from: '2021-06-28',
      known_until: '2027-12-31',
      source: 'pandas_market_calendars 5.5.0, CME Globex Equity',
      aliases: [],
    });
    expect(groups.find(({ group }) => group === 'XSHG')).toMatchObject({ known_until: '2026-12-31' });
  });

  it('prints sessions in UTC with their breaks', async () => {
    expect(await days('--group', 'XTKS', '--from', '2024-11-05', '--to', '2024-11-05')).toEqual([
      {
        date: '2024-11-05',
        open: '2024-11-05T00:00:00.000Z',
        close: '2024-11-05T06:30:00.000Z',
        early_close: false,
        breaks: [{ start: '2024-11-05T02:30:00.000Z', end: '2024-11-05T03:30:00.000Z' }],
      },
    ]);
    const [plain] = await days('--from', '2025-07-03', '--to', '2025-07-03');
    expect(plain).toMatchObject({ close: '2025-07-03T17:00:00.000Z', early_close: true, breaks: [] });
    expect(await days('--group', 'XNAS', '--from', '2025-07-03', '--to', '2025-07-03')).toEqual([plain]);
  });

  it.each([
    [['--group', 'XSHG', '--from', '2026-12-01', '--to', '2027-01-04'], 'known until 2026-12-31'],
    [['--group', 'CME_FX', '--from', '2021-06-25', '--to', '2021-06-29'], 'known from 2021-06-28 on'],
    [
      ['--group', 'NOPE', '--from', '2025-01-01', '--to', '2025-01-02'],
      'no calendar for the exchange group NOPE',
    ],
    [['--group', 'XTKS', '--from', '2025-01-01'], '--to is missing'],
    [['--group', 'XTKS', '--from', '2025-01-05', '--to', '2025-01-01'], 'lies before'],
  ])('refuses %j', async (args, sentence) => {
    const said = await line.tapedeck('calendar', ...args);
    expect(said).toMatchObject({ code: 2, stdout: '' });
    expect(said.stderr).toContain(sentence);
  });
});

describe('sessions of other markets', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    // A CME session over a UTC midnight, with its pause; a Saturday of coins; a Tokyo morning and afternoon with bars in the break.
    await importMinutes('ESM5', [
      ['2025-03-09T21:50:00Z', '2025-03-10T00:30:00Z'],
      ['2025-03-10T20:30:00Z', '2025-03-10T22:10:00Z'],
    ]);
    await importMinutes('BTC/USD', [['2025-03-08T00:00:00Z', '2025-03-10T00:00:00Z']]);
    await importMinutes('7203.T', [['2025-03-10T00:00:00Z', '2025-03-10T06:40:00Z']]);
    await importMinutes('HOURS', [['2025-03-10T14:00:00Z', '2025-03-10T20:00:00Z']], 3_600_000, '1h');
    await importMinutes('FIVES', [['2025-03-10T13:30:00Z', '2025-03-10T20:00:00Z']], 300_000, '5m');
  });

  it('plays the evening before, and nothing of the pause', async () => {
    const file = config({
      group: 'CME_EQUITY',
      start: '2025-03-10',
      symbols: ['ESM5'],
      streams: ['1m', '1h'],
    });
    const { summary, stderr, out } = await run(file, '--export-at', '18:30', '--export-at', 'close');
    expect(stderr).not.toContain('never reached');
    // 22:00Z to 00:30Z and 20:30Z to 21:00Z; ten minutes before the open and seventy after the close are other sessions'.
    expect(summary?.symbols['ESM5']?.bars).toEqual({ '1m': 180, '1h': 4 });
    expect(readdirSync(path.join(line.cwd, out, 'exports')).sort()).toEqual([
      '20250309-183000.json',
      '20250310-160000.json',
    ]);
    const replayed = await line.tapedeck('replay', out);
    expect(replayed.code, replayed.stderr).toBe(0);
  });

  it('joins a symbol in the night to the same result as from the start', async () => {
    const wanted = { group: 'CME_EQUITY', start: '2025-03-10', streams: ['1m', '15m', '1h', '1d'] };
    const whole = await run(config({ ...wanted, symbols: ['ESM5'] }), '--export-at', '19:10');
    const late = await run(
      config({ ...wanted, symbols: ['BTC/USD'] }),
      '--at',
      '19:05 add ESM5',
      '--export-at',
      '19:10',
    );
    const exported = (out: string) => {
      const [file = ''] = readdirSync(path.join(line.cwd, out, 'exports'));
      const content = JSON.parse(readFileSync(path.join(line.cwd, out, 'exports', file), 'utf8')) as {
        symbols: Record<string, { bars: unknown }>;
      };
      return content.symbols['ESM5']?.bars;
    };
    expect(exported(late.out)).toEqual(exported(whole.out));
    expect(exported(whole.out)).toBeDefined();
  });

  it('plays coins on a weekend, day by day, and continues over midnight', async () => {
    const file = config({
      group: 'CRYPTO',
      start: '2025-03-08',
      end: '2025-03-09',
      symbols: ['BTC/USD'],
      streams: ['1m', '4h', '1d'],
    });
    const { summary } = await run(file, '--at', '2025-03-09 00:00 adhoc BTC/USD 5m');
    expect(summary?.days).toEqual(['2025-03-08', '2025-03-09']);
    expect(summary?.symbols['BTC/USD']).toMatchObject({
      bars: { '1m': 2880, '4h': 12, '1d': 2 },
      quality: 100,
    });
  });

  it('plays a morning and an afternoon, not the break between them', async () => {
    const file = config({ group: 'XTKS', start: '2025-03-10', symbols: ['7203.T'], streams: ['1m', '1h'] });
    const { summary } = await run(file);
    expect(summary?.symbols['7203.T']).toMatchObject({ bars: { '1m': 330, '1h': 6 }, quality: 100 });
    const quality = await line.tapedeck('data', 'quality', '7203.T', '--group', 'XTKS', '--json');
    expect(JSON.parse(quality.stdout)).toMatchObject({
      days: [{ day: '2025-03-10', expected: 330, present: 330 }, { day: '2025-03-11' }],
    });
  });

  it('plays a stored interval where there is no finer one, and refuses what is finer', async () => {
    const played = await run(
      config({ group: 'US_EQUITY', start: '2025-03-10', symbols: ['FIVES'], streams: ['5m', '15m', '1h'] }),
    );
    expect(played.summary?.symbols['FIVES']).toMatchObject({
      bars: { '5m': 78, '15m': 26, '1h': 7 },
      quality: 100,
    });
    const offGrid = await run(
      config({ group: 'US_EQUITY', start: '2025-03-10', symbols: ['HOURS'], streams: ['1h'] }),
    );
    expect(offGrid.summary?.symbols['HOURS']?.bars).toEqual({ '1h': 0 });
    expect(readFileSync(path.join(line.cwd, offGrid.out, 'summary.json'), 'utf8')).toContain('off_grid');
    const refused = await run(
      config({ group: 'US_EQUITY', start: '2025-03-10', symbols: ['FIVES'], streams: ['1m'] }),
    );
    expect(refused).toMatchObject({ code: 3 });
    expect(refused.stderr).toContain('FIVES needs 1m bars (for 1m); the store has 5m');
  });

  it.each([
    [{ group: 'NOPE', start: '2025-03-10' }, [], '"NOPE" is not an exchange group'],
    [
      { group: 'XSHG', start: '2027-03-10' },
      [],
      'known until 2026-12-31; 2027-03-10 lies past it, and nothing is guessed',
    ],
    [{ group: 'CME_FX', start: '2020-03-10' }, [], 'known from 2021-06-28 on'],
    [
      { group: 'XTKS', start: '2025-03-10', data: { extended_hours: true } },
      [],
      'XTKS has no extended hours',
    ],
    [
      { group: 'XTKS', start: '2025-03-10' },
      ['--export-at', '12:00'],
      '12:00 lies outside the session of 2025-03-10, 09:00 to 11:30 and 12:30 to 15:30',
    ],
    [
      { group: 'CME_EQUITY', start: '2025-03-10' },
      ['--export-at', '16:30'],
      '16:30 lies outside the session of 2025-03-10, 17:00 the day before to 16:00',
    ],
    [
      { group: 'CME_EQUITY', start: '2025-03-10' },
      ['--export-at', '2025-03-08 12:00'],
      '2025-03-08 is not a trading day: a Saturday',
    ],
    [
      { group: 'CME_EQUITY', start: '2025-03-10' },
      ['--export-at', '2025-03-10 18:30'],
      '2025-03-11 is no day of this run',
    ],
  ])('refuses %j %j before anything is done', async (wanted, args, sentence) => {
    const file = config({ ...wanted, symbols: ['ESM5'] });
    const { code, stderr, out } = await run(file, ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(existsSync(path.join(line.cwd, out))).toBe(false);
    if (args.length === 0) expect((await line.tapedeck('validate', file)).code).toBe(2);
  });

  it('asks the user’s own days of the bar store', async () => {
    const folder = path.join(line.cwd, 'data', 'calendars');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      path.join(folder, 'XTKS.json'),
      JSON.stringify({ early_closes: [{ day: '2025-03-10', close: '13:00' }] }),
    );
    const { summary } = await run(config({ group: 'XTKS', start: '2025-03-10', symbols: ['7203.T'] }));
    expect(summary?.symbols['7203.T']?.bars).toEqual({ '1m': 180 });
    writeFileSync(path.join(folder, 'XTKS.json'), '{"shut": []}');
    const broken = await run(config({ group: 'XTKS', start: '2025-03-10', symbols: ['7203.T'] }));
    expect(broken.code).toBe(2);
    expect(broken.stderr).toContain('XTKS.json');
  });
});

describe.skipIf(!existsSync(CASES))('the small cases of sessions', { timeout: 60_000 }, () => {
  it.each([
    ['41-overnight-session', 'ESM5.csv'],
    ['42-symbols-session-refuses', 'symbols.csv'],
  ])('%s', async (name, file) => {
    using own = commandLine();
    const folder = path.join(CASES, name);
    const expected = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as {
      run: { config: string; accept: { delivered: Record<string, number> }[] };
    };
    expect((await own.tapedeck('import', path.join(folder, 'input', file), '--yes')).code).toBe(0);
    const played = await own.tapedeck(
      'run',
      path.join(folder, expected.run.config),
      '--out',
      'run',
      '--json',
    );
    const { symbols } = JSON.parse(played.stdout) as Summary;
    const delivered = Object.fromEntries(
      Object.entries(symbols).map(([symbol, { bars }]) => [symbol, bars['1m']]),
    );
    expect(expected.run.accept.map((each) => each.delivered)).toContainEqual(delivered);
  });
});
