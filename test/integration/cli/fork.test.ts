import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../helpers/command-line.ts';
import { writeConfig } from '../../helpers/config-file.ts';
import { importBars } from '../../helpers/imported-bars.ts';

describe('a fork of a run', () => {
  const line = commandLine();
  const lines = (name: string): readonly string[] =>
    readFileSync(path.join(line.cwd, name), 'utf8').trimEnd().split('\n');
  const clockOf = (event: string): string => (JSON.parse(event) as { clock: string }).clock;
  const fork = (until: string, at: string, out: string) =>
    line.tapedeck('replay', 'whole', '--until', until, '--at', at, '--out', out);

  beforeAll(async () => {
    await importBars(line, ['RIVN', 'AAPL', 'MSFT'], ['2025-11-04', '2025-11-05']);
    writeConfig(line.cwd, 'two-days.json', ['RIVN'], {
      backtest_config: { start_date: '2025-11-04', end_date: '2025-11-05' },
    });
    const adds = ['--at', '10:00 add AAPL', '--at', '2025-11-05 10:00 add MSFT'];
    expect((await line.tapedeck('run', 'two-days.json', ...adds, '--out', 'whole')).code).toBe(0);
  });
  afterAll(() => line[Symbol.dispose]());

  it('has the same past and another future, and replays to its own log', async () => {
    const forked = await fork('2025-11-05 11:00', '2025-11-05 11:00 remove MSFT', 'fork');
    expect(forked.code, forked.stderr).toBe(0);
    const before = (event: string): boolean => clockOf(event) < '2025-11-05T16:00:00.000Z';
    expect(lines('fork/events.jsonl').filter(before)).toEqual(lines('whole/events.jsonl').filter(before));
    expect(
      lines('fork/events.jsonl')
        .filter((event) => event.includes('symbol_removed'))
        .map(clockOf),
    ).toEqual(['2025-11-05T16:00:00.000Z']);
    expect(await line.tapedeck('replay', 'fork')).toMatchObject({ code: 0, stderr: '' });
  });

  it('is refused a command in the past, which would be another past: exit 2, nothing written', async () => {
    // A time without a day is one of the run's first day.
    const said = await fork('2025-11-05 11:00', '12:00 remove AAPL', 'never');
    expect(said).toMatchObject({ code: 2, stdout: '' });
    expect(said.stderr).toContain('"12:00 remove AAPL": that is before --until 2025-11-05 11:00');
    expect(existsSync(path.join(line.cwd, 'never'))).toBe(false);
  });

  it('needs a time to part at and a folder of its own', async () => {
    const said = await line.tapedeck('replay', 'whole', '--at', '2025-11-05 11:00 remove MSFT');
    expect(said).toMatchObject({ code: 2, stdout: '' });
  });

  it('reports a changed log by its first different line, exit 1', async () => {
    const events = path.join(line.cwd, 'fork/events.jsonl');
    const changed = lines('fork/events.jsonl').map((event, index) =>
      index === 6 ? event.replace('"clock"', '"klock"') : event,
    );
    writeFileSync(events, `${changed.join('\n')}\n`);
    const said = await line.tapedeck('replay', 'fork');
    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain('events.jsonl differs at line 7');
    const json = await line.tapedeck('replay', 'fork', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ identical: false, line: 7, recorded: changed[6] });
  });
});
