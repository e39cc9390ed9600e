import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine } from '../../helpers/command-line.ts';

const week = fileURLToPath(new URL('../../../session_configs/sample-week.json', import.meta.url));
let here: CommandLine;

beforeAll(async () => {
  here = commandLine();
  copyFileSync(week, path.join(here.cwd, 'week.json'));
  expect((await here.tapedeck('sample')).code).toBe(0);
});
afterAll(() => here[Symbol.dispose]());

const configOf = (run: string) =>
  JSON.parse(readFileSync(path.join(here.cwd, run, 'session.json'), 'utf8')) as {
    backtest_config: { start_date: string; end_date: string };
    session_data_config: { symbols: string[]; streams: string[] };
    strategies: { name: string }[];
  };

describe('tapedeck run', () => {
  it('takes days and symbols in place of the config’s', async () => {
    const words = ['--from', '2025-11-25', '--to', '2025-11-26', '--symbols', 'AAPL,MSFT', '--speed', '0'];
    const { code } = await here.tapedeck('run', 'week.json', ...words, '--out', 'other');
    expect(code).toBe(0);
    expect(configOf('other')).toMatchObject({
      backtest_config: { start_date: '2025-11-25', end_date: '2025-11-26' },
      session_data_config: { symbols: ['AAPL', 'MSFT'] },
    });
  });

  it('needs no config where symbols and a day are named', async () => {
    const words = ['--symbols', 'AAPL', '--from', '2025-11-24', '--strategy', 'sma-cross,fast=5,slow=20'];
    const { code, stdout } = await here.tapedeck('run', ...words, '--out', 'plain', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      days: ['2025-11-24'],
      symbols: { AAPL: { bars: { '5m': 78 } } },
    });
    expect(configOf('plain').strategies).toEqual([{ name: 'sma-cross', fast: 5, slow: 20 }]);
    expect((await here.tapedeck('replay', 'plain')).code).toBe(0);
  });

  it.each([
    [['--symbols', 'AAPL'], 2, 'run takes one config'],
    [['--symbols', 'AAPL', '--from', '2025-13-01'], 2, '--from 2025-13-01: expected a day'],
    [['week.json', '--to', 'soon'], 2, '--to soon: expected a day'],
    [['--symbols', 'NOPE', '--from', '2025-11-24'], 3, 'NOPE is not in the bar store'],
    [['--symbols', 'AAPL', '--from', '2019-01-02'], 3, 'AAPL'],
    [['--symbols', 'AAPL', '--from', '2025-11-24', '--group', 'NOWHERE'], 2, 'NOWHERE'],
  ])('%j ends with %i', async (words, exit, sentence) => {
    const { code, stderr } = await here.tapedeck('run', ...words);
    expect(stderr).toContain(sentence);
    expect(code).toBe(exit);
  });
});
