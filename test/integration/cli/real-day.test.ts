import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionExport } from '../../../core/session-coordinator/session/session-export.ts';
import { commandLine } from '../../helpers/command-line.ts';
import { realData } from '../../helpers/real-data.ts';
import { writeConfig } from '../../helpers/config-file.ts';

const folder = realData('bars/csv_alpaca_rivn_aapl');

describe.skipIf(folder === undefined)('2 July 2025: RIVN, AAPL added at ten, RIVN removed at two', () => {
  const line = commandLine();
  const read = (name: string): string => readFileSync(path.join(line.cwd, name), 'utf8');
  const exported = (run: string, time: string): SessionExport =>
    JSON.parse(read(`${run}/exports/20250702-${time}.json`)) as SessionExport;

  beforeAll(async () => {
    expect((await line.tapedeck('import', '--yes', folder ?? '')).code).toBe(0);
    writeConfig(line.cwd, 'rivn.json', ['RIVN']);
    writeConfig(line.cwd, 'both.json', ['RIVN', 'AAPL']);
    const times = ['--export-at', '12:00', '--export-at', 'close'];
    const commands = ['--at', '10:00 add AAPL', '--at', '14:00 remove RIVN'];
    expect((await line.tapedeck('run', 'rivn.json', ...commands, ...times, '--out', 'late')).code).toBe(0);
    expect((await line.tapedeck('run', 'both.json', ...times, '--out', 'early')).code).toBe(0);
  });
  afterAll(() => line[Symbol.dispose]());

  it('catches up 30 bars with the clock at 10:00:00 throughout', () => {
    const events = read('late/events.jsonl')
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as Record<string, unknown>);
    const states = events
      .filter(({ type }) => type === 'session_state')
      .map(({ clock, from, to }) => `${String(clock).slice(11, 19)} ${String(from)} → ${String(to)}`);
    expect(states).toEqual([
      '13:30:00 idle → loading',
      '13:30:00 loading → active',
      '14:00:00 active → catching_up',
      '14:00:00 catching_up → active',
      '20:00:00 active → day_ended',
      '20:00:00 day_ended → completed',
    ]);
    const summary = JSON.parse(read('late/summary.json')) as {
      catchups: unknown[];
      notifications: { dropped: number };
    };
    expect(summary.catchups).toMatchObject([
      {
        symbol: 'AAPL',
        added_by: 'user',
        clock: '2025-07-02T14:00:00.000Z',
        bars: 30,
        dropped_notifications: 28,
      },
    ]);
    expect(summary.notifications.dropped).toBe(28);
  });

  it('ends with 390, 78 and 26 bars of AAPL, no gap, and without RIVN', () => {
    const close = exported('late', '160000');
    expect(Object.keys(close.symbols)).toEqual(['AAPL']);
    const series = close.symbols['AAPL']?.bars ?? {};
    expect(
      Object.entries(series).map(([interval, { count, gaps, quality }]) => [interval, count, gaps, quality]),
    ).toEqual([
      ['1m', 390, [], 100],
      ['5m', 78, [], 100],
      ['15m', 26, [], 100],
    ]);
  });

  it('shows AAPL, value for value, as a run that had it in its config', () => {
    for (const time of ['120000', '160000']) {
      const late = exported('late', time).symbols['AAPL'];
      const early = exported('early', time).symbols['AAPL'];
      expect({ ...late, metadata: null }).toEqual({ ...early, metadata: null });
    }
    expect(exported('late', '120000').symbols['AAPL']?.metadata).toEqual({
      meets_session_config_requirements: true,
      added_by: 'user',
      auto_provisioned: false,
      added_at: '2025-07-02T14:00:00.000Z',
      upgraded_from_adhoc: false,
    });
  });

  it('leaves a table of signals whose rows carry the metadata of their symbol', () => {
    const [head, ...rows] = read('late/signals.csv').trimEnd().split('\n');
    expect(head).toBe(
      'clock,symbol,strategy,direction,price,text,meets_session_config_requirements,added_by,auto_provisioned,added_at,upgraded_from_adhoc',
    );
    expect(rows.find((row) => row.includes('RIVN'))).toMatch(/,true,config,false,,false$/);
    expect(rows.find((row) => row.includes('AAPL'))).toMatch(
      /,true,user,false,2025-07-02T14:00:00.000Z,false$/,
    );
    expect(existsSync(path.join(line.cwd, 'late/signals.parquet'))).toBe(true);
  });

  it('replays byte for byte, and tells where another log differs', async () => {
    expect(await line.tapedeck('replay', 'late')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('identical') as string,
    });
    const forked = await line.tapedeck(
      'replay',
      'late',
      '--until',
      '11:00',
      '--at',
      '11:30 remove AAPL',
      '--out',
      'fork',
    );
    expect(forked.code).toBe(0);
    const before = (text: string): string[] =>
      text.split('\n').filter((row) => row.includes('"clock":"2025-07-02T14:'));
    expect(before(read('fork/events.jsonl'))).toEqual(before(read('late/events.jsonl')));
    expect(existsSync(path.join(line.cwd, 'fork/summary.json'))).toBe(true);
  });
});
