import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CommandIo } from '../../../electron/cli/command-io.ts';
import {
  dataAvailabilityCommand,
  dataGetCommand,
  dataQualityCommand,
  dataSymbolsCommand,
  importCommand,
  sampleCommand,
} from '../../../electron/cli/data-commands.ts';
import { dataFolder, userFolder } from '../../../electron/host/program/user-folders.ts';
import { temporaryFolder } from './store-fixture.ts';

type Command = (args: string[], io: CommandIo) => Promise<number>;

async function run(command: Command, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const io: CommandIo = {
    stdout: (text) => void (said.out += text),
    stderr: (text) => void (said.err += text),
    isTty: false,
    env: {},
    cwd: folder,
    signal: new AbortController().signal,
  };
  return { code: await command(args, io), ...said };
}

const folder = temporaryFolder();
const data = path.join(folder, 'sample');
const minute = (index: number): string => new Date(Date.UTC(2025, 6, 2, 13, 30 + index)).toISOString();
const rows = Array.from(
  { length: 390 },
  (_, index) => `${minute(index)},10,11,9,10.5,${index === 0 ? 9_000 : 100}`,
);
writeFileSync(path.join(folder, 'AAPL_1min.csv'), ['t,o,h,l,c,v', ...rows, 'broken'].join('\n'));
writeFileSync(path.join(folder, 'data.csv'), ['t,o,h,l,c,v', ...rows].join('\n'));
mkdirSync(path.join(folder, 'empty'));

describe('sample and data', () => {
  test('the sample is there to be listed, looked at, printed and measured', async () => {
    expect(await run(dataSymbolsCommand, '--data', data, '--json')).toMatchObject({ code: 0, out: '[]\n' });
    const sample = await run(sampleCommand, '--data', data, '--json');
    expect(sample).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(sample.out)).toMatchObject({ location: data, files: 107 });

    const symbols = JSON.parse((await run(dataSymbolsCommand, '--data', data, '--json')).out) as unknown[];
    expect(symbols).toHaveLength(23);
    expect(symbols).toContainEqual({
      symbol: 'BRK.B',
      intervals: ['1m', '1d'],
      first_month: '2025-08',
      last_month: '2025-11',
    });

    const availability = await run(dataAvailabilityCommand, 'newco', '--data', data, '--json');
    expect(JSON.parse(availability.out)).toMatchObject({
      symbol: 'NEWCO',
      synthetic: true,
      damaged: [],
      intervals: [
        {
          interval: '1m',
          first_day: '2025-11-04',
          last_day: '2025-11-28',
          missing_days: [],
          sources: ['synthetic'],
        },
        { interval: '1d' },
      ],
    });

    const days = ['--from', '2025-11-26', '--to', '2025-11-28', '--data', data];
    const json = await run(dataGetCommand, 'KO', '--interval', '1m', ...days, '--format', 'json');
    const bars = JSON.parse(json.out) as { symbol: string; columns: string[]; data: number[][] };
    expect(bars).toMatchObject({ symbol: 'KO', interval: '1m', columns: ['t', 'o', 'h', 'l', 'c', 'v'] });
    expect(bars.data).toHaveLength(390 + 210);
    const csv = await run(dataGetCommand, 'KO', ...days);
    expect(
      csv.out
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').map(Number)),
    ).toEqual(bars.data);

    const quality = JSON.parse((await run(dataQualityCommand, 'KO', ...days, '--json')).out) as {
      days: unknown[];
    };
    expect(quality).toMatchObject({ quality: 100, findings: [] });
    expect(quality.days).toHaveLength(2); // Thanksgiving between them
    expect((await run(dataQualityCommand, 'PCTY', ...days)).out).toContain('SYNTHETIC');
  });

  test('what is missing is 3, and says what there is', async () => {
    await run(sampleCommand, '--data', data);
    const unknown = await run(dataAvailabilityCommand, 'RIVM', '--data', data);
    expect(unknown).toMatchObject({ code: 3, out: '' });
    expect(unknown.err).toContain('It has RIVN');
    expect(await run(dataGetCommand, 'KO', '--interval', '1s', '--data', data)).toMatchObject({ code: 3 });
    const early = await run(
      dataGetCommand,
      'KO',
      '--from',
      '2024-01-02',
      '--to',
      '2024-01-03',
      '--data',
      data,
    );
    expect(early).toMatchObject({ code: 3, out: '' });
    expect(early.err).toContain('2025-10-31 to 2025-11-28');
    expect((await run(dataAvailabilityCommand, 'KO', '--data', path.join(folder, 'nowhere'))).err).toContain(
      'tapedeck sample',
    );
  });

  test('wrong usage is 2, on every command', async () => {
    for (const command of [
      dataSymbolsCommand,
      dataAvailabilityCommand,
      dataGetCommand,
      dataQualityCommand,
      importCommand,
      sampleCommand,
    ]) {
      expect(await run(command, '--nonsense')).toMatchObject({ code: 2, out: '' });
      const help = await run(command, '--help');
      expect(help).toMatchObject({ code: 0, err: '' });
      expect(help.out).toContain('Example:');
    }
    await run(sampleCommand, '--data', data);
    for (const args of [
      ['--interval', '7m'],
      ['--format', 'xml'],
      ['--from', 'yesterday'],
      ['--to', '2025-02-30'],
      ['--from', '2025-11-28', '--to', '2025-11-26'],
    ]) {
      expect(await run(dataGetCommand, 'KO', '--data', data, ...args), args.join(' ')).toMatchObject({
        code: 2,
        out: '',
      });
    }
    expect(await run(dataAvailabilityCommand)).toMatchObject({ code: 2 });
    expect(await run(dataAvailabilityCommand, 'A', 'B')).toMatchObject({ code: 2 });
  });
});

describe('import', () => {
  test('writes only with --yes', async () => {
    const store = path.join(folder, 'imported');
    const proposal = await run(importCommand, 'AAPL_1min.csv', '--data', store);
    expect(proposal.code).toBe(0);
    expect(proposal.out).toContain('AAPL — likely');
    expect(proposal.err).toContain('Nothing was written');
    expect(existsSync(store)).toBe(false);

    const written = await run(importCommand, 'AAPL_1min.csv', '--yes', '--data', store, '--json');
    expect(written.code).toBe(0);
    expect(JSON.parse(written.out)).toMatchObject({
      written: true,
      failures: [],
      proposals: [
        {
          symbol: { value: 'AAPL' },
          stamp: { value: 'open' },
          zone: { value: 'UTC' },
          interval: { value: '1m' },
        },
      ],
      reports: [
        {
          rows_read: 391,
          rows_refused: 1,
          rows_written: 390,
          refusals: [{ reason: 'short_row', first_line: 392 }],
        },
      ],
    });
    const availability = await run(dataAvailabilityCommand, 'AAPL', '--data', store, '--json');
    expect(JSON.parse(availability.out)).toMatchObject({
      synthetic: false,
      intervals: [{ days: ['2025-07-02'], bars: 390 }],
    });
  });

  test('of a folder takes what can be read and fails for the rest', async () => {
    mkdirSync(path.join(folder, 'both'));
    for (const name of ['AAPL_1min.csv', 'data.csv'])
      copyFileSync(path.join(folder, name), path.join(folder, 'both', name));
    const both = await run(importCommand, 'both', '--json', '--data', path.join(folder, 'imported'));
    expect(both.code).toBe(2); // data.csv names no symbol
    expect(JSON.parse(both.out)).toMatchObject({
      written: false,
      proposals: [{}],
      failures: [{ code: 'bad_usage' }],
    });
    expect(await run(importCommand, 'data.csv', '--symbol', 'KO', '--data', data)).toMatchObject({ code: 0 });
  });

  test('tells wrong usage and missing paths', async () => {
    expect(await run(importCommand)).toMatchObject({ code: 2 });
    expect(await run(importCommand, 'nowhere.csv')).toMatchObject({ code: 2 });
    expect(await run(importCommand, 'empty')).toMatchObject({ code: 1 });
    for (const args of [
      ['--stamp', 'middle'],
      ['--interval', '7m'],
      ['--preset', 'acme'],
    ]) {
      expect(await run(importCommand, 'AAPL_1min.csv', ...args)).toMatchObject({ code: 2, out: '' });
    }
    expect(await run(importCommand, 'AAPL_1min.csv', '--zone', 'America/Gotham')).toMatchObject({ code: 2 });
  });
});

test('the store is where the option, the environment or the system says', () => {
  const env = { TAPEDECK_DATA: 'there', HOME: '/home/me' };
  expect(dataFolder('here', env, '/here')).toBe('/here/here');
  expect(dataFolder(undefined, env, '/here')).toBe('/here/there');
  expect(dataFolder(undefined, { XDG_DATA_HOME: '/xdg' }, '/')).toBe('/xdg/tapedeck/data');
  expect(userFolder({ HOME: '/home/me', XDG_DATA_HOME: 'relative' }, 'linux')).toBe(
    '/home/me/.local/share/tapedeck',
  );
  expect(userFolder({ HOME: '/Users/me' }, 'darwin')).toBe('/Users/me/Library/Application Support/Tapedeck');
  expect(userFolder({ APPDATA: '/Roaming' }, 'win32')).toBe('/Roaming/Tapedeck');
});
