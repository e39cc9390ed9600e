import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../helpers/command-line.ts';
import { writeConfig } from '../../helpers/config-file.ts';

const line = commandLine();
const day = { start_date: '2025-11-03', end_date: '2025-11-03' };
const streaming = (values: Record<string, unknown>): Record<string, unknown> => ({
  backtest_config: day,
  session_data_config: { symbols: ['RIVN'], streams: ['1m'], streaming: values },
});

describe('wrong input', () => {
  beforeAll(async () => {
    expect((await line.tapedeck('sample')).code).toBe(0);
  });
  afterAll(() => line[Symbol.dispose]());

  it.each([
    [
      'a threshold of 0',
      streaming({ catchup_threshold_seconds: 0 }),
      'session_data_config.streaming.catchup_threshold_seconds: 0 is outside 1 to 86400',
    ],
    [
      'an interval of 101',
      streaming({ catchup_check_interval: 101 }),
      'session_data_config.streaming.catchup_check_interval: 101 is outside 1 to 100',
    ],
    [
      'an unknown key',
      streaming({ catchup_treshold_seconds: 60 }),
      'session_data_config.streaming.catchup_treshold_seconds: unknown key; did you mean "catchup_threshold_seconds"?',
    ],
    [
      'ticks',
      { backtest_config: day, session_data_config: { symbols: ['RIVN'], streams: ['ticks'] } },
      'session_data_config.streams.0: ticks are not supported',
    ],
    [
      'an unknown indicator',
      {
        backtest_config: day,
        session_data_config: {
          symbols: ['RIVN'],
          streams: ['1m'],
          indicators: { session: [{ name: 'smaa', period: 3, interval: '1m' }] },
        },
      },
      'session_data_config.indicators.session.0',
    ],
    ['a mode that is none', { mode: 'bcktest' }, 'mode: "bcktest" is neither "backtest" nor "live"'],
  ])('%s is refused with path and expectation, exit 2', async (_name, more, message) => {
    writeConfig(line.cwd, 'bad.json', ['RIVN'], more);
    const said = await line.tapedeck('run', 'bad.json', '--out', 'never');
    expect(said.stderr).toContain(message);
    expect(said).toMatchObject({ code: 2, stdout: '' });
  });

  it('broken JSON is refused with line and column, exit 2', async () => {
    writeFileSync(path.join(line.cwd, 'broken.json'), '{\n  "session_name": "x",\n  oops\n}');
    const said = await line.tapedeck('run', 'broken.json');
    expect(said.code).toBe(2);
    expect(said.stderr).toContain('line 3, column 3');
  });

  it('an unknown symbol, and one that trades only later, leave no trace while the session continues', async () => {
    writeConfig(line.cwd, 'rivn.json', ['RIVN', 'NOSUCH'], { backtest_config: day });
    const said = await line.tapedeck(
      'run',
      'rivn.json',
      '--at',
      '10:00 add ZZZZ',
      '--at',
      '11:00 add NEWCO',
      '--export-at',
      'close',
      '--out',
      'unknown',
    );
    expect(said.code).toBe(0);
    expect(said.stderr).toContain('NOSUCH is not in the session: NOSUCH is not in the bar store');
    expect(said.stderr).toContain('ZZZZ is not in the session');
    expect(said.stderr).toMatch(
      /NEWCO has no 1m bars on 2025-11-03; the store has 1m, 2025-11-04 to 2025-11-28/,
    );
    const close = JSON.parse(
      readFileSync(path.join(line.cwd, 'unknown/exports/20251103-160000.json'), 'utf8'),
    ) as {
      state: string;
      symbols: object;
    };
    expect(close.state).toBe('active');
    expect(Object.keys(close.symbols)).toEqual(['RIVN']);
  });

  it('a day without data says what there is, exit 3', async () => {
    writeConfig(line.cwd, 'empty.json', ['RIVN'], {
      backtest_config: { start_date: '2024-03-04', end_date: '2024-03-04' },
    });
    const said = await line.tapedeck('run', 'empty.json', '--out', 'empty');
    expect(said.code).toBe(3);
    expect(said.stderr).toMatch(
      /RIVN has no 1m bars on 2024-03-04; the store has 1m, 2025-10-31 to 2025-11-28/,
    );
  });

  it('a holiday says that there is no trading day, exit 3', async () => {
    writeConfig(line.cwd, 'holiday.json', ['RIVN'], {
      backtest_config: { start_date: '2025-11-27', end_date: '2025-11-27' },
    });
    const said = await line.tapedeck('run', 'holiday.json', '--out', 'holiday');
    expect(said.code).toBe(3);
    expect(said.stderr).toContain('There is no trading day from 2025-11-27 to 2025-11-27');
  });

  it('a corrupt Parquet file takes its symbol out with the path, the others play', async () => {
    writeConfig(line.cwd, 'corrupt.json', ['RIVN', 'KO'], { backtest_config: day });
    const folder = path.join(line.cwd, 'data/bars/interval=1m/symbol=KO');
    const file = path.join(folder, '2025-11.parquet');
    expect(readdirSync(folder)).toContain('2025-11.parquet');
    const good = readFileSync(file);
    writeFileSync(file, good.subarray(0, good.length / 2));
    const said = await line.tapedeck('run', 'corrupt.json', '--out', 'corrupt');
    writeFileSync(file, good);
    expect(said.code).toBe(0);
    expect(said.stderr).toContain('KO is not in the session');
    expect(said.stderr).toContain('2025-11.parquet');
  });

  it.each([
    ['--at', 'ten add AAPL', 'is not a time'],
    ['--at', '10:00 ad AAPL', 'names none of add'],
    ['--at', '08:00 add AAPL', 'outside the session'],
    ['--at', '10:00 add AAPL as nobody', 'nobody'],
    ['--at', '2025-11-04 10:00 add AAPL', '2025-11-04 is no day of this run, 2025-11-03 to 2025-11-03'],
    ['--export-at', '2025-10-31 10:00', '2025-10-31 is no day of this run, 2025-11-03 to 2025-11-03'],
    ['--export-at', '25:00', 'is not a time'],
    ['--speed', 'fast', 'expected a number'],
  ])('%s "%s" is wrong usage, exit 2', async (option, value, message) => {
    writeConfig(line.cwd, 'usage.json', ['RIVN'], { backtest_config: day });
    const said = await line.tapedeck('run', 'usage.json', option, value, '--out', 'usage');
    expect(said.stderr).toContain(message);
    expect(said.code).toBe(2);
  });

  it('a run folder that cannot be written is said with its path, exit 1', async () => {
    writeConfig(line.cwd, 'rivn.json', ['RIVN'], { backtest_config: day });
    writeFileSync(path.join(line.cwd, 'a-file'), '');
    const said = await line.tapedeck('run', 'rivn.json', '--out', 'a-file/run');
    expect(said.code).toBe(1);
    expect(said.stderr).toContain('a-file/run cannot be written');
  });
});
