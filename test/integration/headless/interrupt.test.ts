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
});
