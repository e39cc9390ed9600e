import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../helpers/command-line.ts';
import { writeConfig } from '../../helpers/config-file.ts';

const program = path.resolve(import.meta.dirname, '../../../bin/tapedeck.js');

/** Every tenth of a second the clock of the process is set: on and back by an hour and by days, over the end of summer time. */
const JUMPING = `
  const { performance } = require('node:perf_hooks');
  const RealDate = Date;
  const HOUR = 3_600_000;
  const JUMPS = [0, HOUR, -HOUR, 24 * HOUR, -24 * HOUR, -48 * HOUR];
  const begin = RealDate.UTC(2025, 10, 2, 5, 59, 58);
  const now = () => Math.floor(begin + performance.now() + JUMPS[Math.floor(performance.now() / 100) % JUMPS.length]);
  globalThis.Date = class extends RealDate {
    constructor(...of) { super(...(of.length === 0 ? [now()] : of)); }
    static now() { return now(); }
  };
`;

/** A day that takes two seconds. */
describe('a run whose clock is not what it was', () => {
  const line = commandLine();
  const file = (name: string): string => path.join(line.cwd, name);
  const words = ['--at', '10:00 add AAPL', '--at', '13:00 remove RIVN', '--export-at', 'close'];
  const log = (run: string): string => readFileSync(file(`${run}/events.jsonl`), 'utf8');

  beforeAll(async () => {
    expect((await line.tapedeck('sample')).code).toBe(0);
    writeConfig(line.cwd, 'day.json', ['RIVN', 'KO'], {
      backtest_config: { start_date: '2025-11-03', end_date: '2025-11-03' },
    });
    writeFileSync(file('jumping.cjs'), JUMPING);
    expect((await line.tapedeck('run', 'day.json', ...words, '--out', 'whole')).code).toBe(0);
  });
  afterAll(() => line[Symbol.dispose]());

  /** The program itself, in a process of its own. */
  function start(out: string, environment: Readonly<Record<string, string>> = {}) {
    const env = {
      ...process.env,
      TAPEDECK_USER_DIR: file('user'),
      TAPEDECK_DATA: file('data'),
      ...environment,
    };
    const paced = ['run', 'day.json', ...words, '--speed', '12000', '--out', out];
    const child = spawn(process.execPath, [program, ...paced], { cwd: line.cwd, env, stdio: 'ignore' });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { child, ended };
  }

  it('that is set forward and back while it plays, in any zone, ends with the undisturbed result', async () => {
    const ends = ['America/New_York', 'Pacific/Apia'].map(async (zone) => {
      const out = zone.replace('/', '-');
      const jumping = { NODE_OPTIONS: `--require ${file('jumping.cjs')}`, TZ: zone };
      expect(await start(out, jumping).ended).toBe(0);
      expect(log(out)).toBe(log('whole'));
    });
    await Promise.all(ends);
  });

  it.skipIf(process.platform === 'win32')(
    'because it was suspended resumes at its last position, and loses nothing',
    async () => {
      const { child, ended } = start('suspended');
      while (!existsSync(file('suspended/position.json'))) await new Promise(setImmediate);
      child.kill('SIGSTOP');
      const stood = readFileSync(file('suspended/journal.jsonl'), 'utf8');
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      expect(readFileSync(file('suspended/journal.jsonl'), 'utf8')).toBe(stood);
      child.kill('SIGCONT');
      expect(await ended).toBe(0);
      expect(log('suspended')).toBe(log('whole'));
    },
  );
});
