import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineSockets, socketFolder } from '../../../electron/host/service/socket-folder.ts';
import { commandLine } from '../../helpers/command-line.ts';
import { writeConfig } from '../../helpers/config-file.ts';

/** `run` at a pace that leaves time to steer it, and `session` beside it, through the socket. */
describe('steering a running session', () => {
  const line = commandLine();
  const user = path.join(line.cwd, 'user');
  const session = async (...args: readonly string[]): Promise<Record<string, unknown>> => {
    const said = await line.tapedeck('session', ...args, '--json');
    expect(said).toMatchObject({ code: 0, stderr: '' });
    return JSON.parse(said.stdout) as Record<string, unknown>;
  };
  const started = async (): Promise<void> => {
    for (let tries = 0; tries < 200; tries++) {
      const said = await line.tapedeck('session', 'show', '--json');
      if (said.code === 0 && said.stdout.includes('"state":"active"')) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('the run was not to be reached');
  };

  beforeAll(async () => {
    expect((await line.tapedeck('sample')).code).toBe(0);
    const day = { start_date: '2025-11-03', end_date: '2025-11-03' };
    writeConfig(line.cwd, 'rivn.json', ['RIVN'], { backtest_config: day });
  });
  afterAll(() => line[Symbol.dispose]());

  it('says so where none runs, exit 3', async () => {
    const said = await line.tapedeck('session', 'show');
    expect(said.code).toBe(3);
    expect(said.stderr).toContain('No session is running');
  });

  it('pauses, adds, steps, exports, removes, runs on; the run then replays byte for byte', async () => {
    const run = line.tapedeck('run', 'rivn.json', '--speed', '6000', '--out', 'steered');
    await started();
    expect(await session('pause')).toMatchObject({ state: 'paused', paused: true });
    const before = await session('show');
    await session('add-symbol', 'aapl');
    expect(await session('step', '3')).toMatchObject({ session: 'rivn.json' });
    await new Promise((resolve) => setTimeout(resolve, 60));
    const after = await session('show');
    expect(after['state']).toBe('paused');
    expect(Date.parse(String(after['clock'])) - Date.parse(String(before['clock']))).toBe(3 * 60_000);
    expect(await session('list-symbols')).toMatchObject([
      { symbol: 'RIVN', stage: 'active' },
      { symbol: 'AAPL', stage: 'active', metadata: { added_by: 'user', added_at: before['clock'] } },
    ]);
    expect((await line.tapedeck('session', 'list-symbols')).stdout).toMatch(
      /^AAPL +active +user +2025-11-03T\S+ +1m \d+ · 5m \d+ · 15m \d+ +100\.0 %$/m,
    );
    expect(Object.keys((await session('export', '--wait'))['symbols'] as object)).toEqual(['RIVN', 'AAPL']);
    const csv = await line.tapedeck('session', 'export', '--format', 'csv', '--out', 'now.csv');
    expect(csv).toEqual({ code: 0, stdout: '', stderr: '' });
    const [head, ...rows] = readFileSync(path.join(line.cwd, 'now.csv'), 'utf8').trimEnd().split('\n');
    expect(head).toBe(
      'symbol,interval,t,o,h,l,c,v,meets_session_config_requirements,added_by,auto_provisioned,added_at,upgraded_from_adhoc',
    );
    expect(rows.find((row) => row.startsWith('AAPL,1m,'))).toMatch(
      /,true,user,false,2025-11-03T[^,]+,false$/,
    );
    expect(await line.tapedeck('session', 'export', '--format', 'xml')).toMatchObject({
      code: 2,
      stdout: '',
    });
    const nowhere = await line.tapedeck('session', 'export', '--out', 'no/such/folder.json');
    expect(nowhere).toMatchObject({ code: 1, stdout: '' });
    expect(nowhere.stderr).toContain('no/such/folder.json cannot be written');
    await session('buy', '10', 'RIVN');
    expect(await session('orders')).toMatchObject([{ id: 1, side: 'buy', quantity: 10, status: 'working' }]);
    expect(await session('flatten')).toMatchObject({ halted: { rule: 'kill_switch' } });
    expect((await line.tapedeck('session', 'buy', '1', 'RIVN')).stderr).toContain('kill_switch');
    expect(await session('resume-trading')).toMatchObject({ halted: null });
    expect(await session('positions')).toEqual([]);
    await session('remove-symbol', 'AAPL');
    expect((await line.tapedeck('session', 'remove-symbol', 'AAPL')).stderr).toContain(
      'AAPL is not in the session',
    );
    await session('speed', '0');
    await session('run-to', '15:00');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await session('show')).toMatchObject({ clock: '2025-11-03T20:00:00.000Z', state: 'paused' });
    await session('resume');
    expect((await run).code).toBe(0);
    expect(await line.tapedeck('replay', 'steered')).toMatchObject({ code: 0, stderr: '' });
  });

  it('keeps its socket to the user', async () => {
    const run = line.tapedeck('run', 'rivn.json', '--speed', '600', '--out', 'guarded');
    await started();
    const mode = (file: string): number => statSync(file).mode & 0o777;
    expect(mode(socketFolder(user))).toBe(0o700);
    expect(engineSockets(user).map(mode)).toEqual([0o600]);
    expect((await line.tapedeck('session', 'back', '2')).stderr).toContain('cannot go back');
    await session('stop');
    expect((await run).code).toBe(0);
    expect(engineSockets(user)).toEqual([]);
  });
});
