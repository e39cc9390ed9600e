import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../helpers/command-line.ts';
import { writeConfig } from '../../helpers/config-file.ts';
import { importBars } from '../../helpers/imported-bars.ts';

describe('Ctrl-C', () => {
  const line = commandLine();
  const read = (name: string): string => readFileSync(path.join(line.cwd, name), 'utf8');
  const stopped = (folder: string): unknown => JSON.parse(read(`${folder}/summary.json`));

  beforeAll(async () => {
    await importBars(line, ['RIVN'], ['2025-11-03', '2025-11-04', '2025-11-05']);
    writeConfig(line.cwd, 'rivn.json', ['RIVN'], {
      backtest_config: { start_date: '2025-11-03', end_date: '2025-11-05' },
    });
  });
  afterAll(() => line[Symbol.dispose]());

  it('in the middle of a run: exit 130, the folder closed, and it replays', async () => {
    const control = new AbortController();
    const run = line.interruptible(
      control.signal,
      'run',
      'rivn.json',
      '--speed',
      '6000',
      '--out',
      'middle',
      '--json',
    );
    for (let tries = 0; tries < 400; tries++) {
      if ((await line.tapedeck('session', 'show', '--json')).stdout.includes('"state":"active"')) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    control.abort();
    const said = await run;
    expect(said.code).toBe(130);
    expect(JSON.parse(said.stdout)).toEqual(stopped('middle'));
    expect(stopped('middle')).toMatchObject({ outcome: 'stopped', reason: 'interrupted' });
    expect(read('middle/events.jsonl').trimEnd().split('\n').at(-1)).toContain('"to":"completed"');
    expect(readdirSync(path.join(line.cwd, 'middle'))).not.toContain('position.json');
    expect(await line.tapedeck('replay', 'middle')).toMatchObject({ code: 0, stderr: '' });
  });

  it('before the session is open: exit 130, the folder closed', async () => {
    const said = await line.interruptible(AbortSignal.abort(), 'run', 'rivn.json', '--out', 'early');
    expect(said.code).toBe(130);
    expect(stopped('early')).toMatchObject({ outcome: 'stopped', reason: 'interrupted', sessions: 0 });
  });

  it('in a replay: exit 130, not a log that differs', async () => {
    expect((await line.tapedeck('run', 'rivn.json', '--out', 'whole')).code).toBe(0);
    const said = await line.interruptible(AbortSignal.abort(), 'replay', 'whole');
    expect(said).toEqual({ code: 130, stdout: '', stderr: '' });
  });

  it('in a benchmark: exit 130, nothing left behind', async () => {
    const said = await line.interruptible(AbortSignal.abort(), 'bench');
    expect(said).toMatchObject({ code: 130, stdout: '' });
  });
});

describe('run --profile', () => {
  const line = commandLine();
  beforeAll(async () => {
    await importBars(line, ['RIVN'], ['2025-11-03']);
    writeConfig(line.cwd, 'rivn.json', ['RIVN'], {
      backtest_config: { start_date: '2025-11-03', end_date: '2025-11-03' },
    });
  });
  afterAll(() => line[Symbol.dispose]());

  it('writes where the time went, in the form that the browser opens', async () => {
    const said = await line.tapedeck('run', 'rivn.json', '--out', 'run', '--profile', 'day.cpuprofile');
    expect(said).toMatchObject({ code: 0, stderr: '' });
    const file = path.join(line.cwd, 'day.cpuprofile');
    const { nodes, samples, timeDeltas, startTime, endTime } = JSON.parse(readFileSync(file, 'utf8')) as {
      nodes: { id: number; callFrame: { functionName: string } }[];
      samples: number[];
      timeDeltas: number[];
      startTime: number;
      endTime: number;
    };
    const ids = new Set(nodes.map(({ id }) => id));
    expect(samples.length).toBeGreaterThan(0);
    expect(timeDeltas).toHaveLength(samples.length);
    expect(samples.every((id) => ids.has(id))).toBe(true);
    expect(endTime).toBeGreaterThan(startTime);
    expect(nodes.map(({ callFrame }) => callFrame.functionName)).toContain('streamDay');
  });

  it('keeps the run where the profile cannot be written, and says so', async () => {
    const said = await line.tapedeck('run', 'rivn.json', '--out', 'kept', '--profile', 'rivn.json/x');
    expect(said.code).toBe(1);
    expect(said.stderr).toContain('x cannot be written: a part of the path is a file.');
    expect(readdirSync(path.join(line.cwd, 'kept'))).toContain('summary.json');
  });
});
