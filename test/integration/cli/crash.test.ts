import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../helpers/command-line.ts';
import { writeConfig } from '../../helpers/config-file.ts';

const program = path.resolve(import.meta.dirname, '../../../bin/tapedeck.js');

/** A run that is killed without warning, and picked up. */
describe('after a crash', () => {
  const line = commandLine();
  const env = {
    ...process.env,
    TAPEDECK_USER_DIR: path.join(line.cwd, 'user'),
    TAPEDECK_DATA: path.join(line.cwd, 'data'),
  };
  const commands = ['--at', '10:00 add AAPL', '--at', '13:00 remove RIVN', '--export-at', 'close'];
  const file = (name: string): string => path.join(line.cwd, name);

  /** Resolves when the run in `folder` has noted a position that `isThere`. */
  async function reached(
    folder: string,
    child: ChildProcess,
    isThere: (position: { clock_ms: number; step: number }) => boolean,
  ): Promise<void> {
    while (child.exitCode === null) {
      const position = file(`${folder}/position.json`);
      if (existsSync(position) && isThere(JSON.parse(readFileSync(position, 'utf8')) as never)) return;
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    throw new Error('the run ended before it could be killed');
  }

  beforeAll(async () => {
    expect((await line.tapedeck('sample')).code).toBe(0);
    writeConfig(line.cwd, 'day.json', ['RIVN', 'KO'], {
      backtest_config: { start_date: '2025-11-03', end_date: '2025-11-03' },
    });
    expect((await line.tapedeck('run', 'day.json', ...commands, '--out', 'whole')).code).toBe(0);
  });
  afterAll(() => line[Symbol.dispose]());

  it.each([
    ['in the middle of a catch-up', ['--catchup-pace', '15'], ({ step }: { step: number }) => step > 33],
    [
      'later in the day',
      ['--speed', '9000'],
      ({ clock_ms }: { clock_ms: number }) => clock_ms > Date.parse('2025-11-03T18:30:00Z'),
    ],
  ])(
    'SIGKILL %s: the run resumes at its last position and ends with the undisturbed result',
    async (name, pace, isThere) => {
      const folder = `killed-${name.split(' ').length}`;
      const child = spawn(
        process.execPath,
        [program, 'run', 'day.json', ...commands, ...pace, '--out', folder],
        { cwd: line.cwd, env, stdio: 'ignore' },
      );
      await reached(folder, child, isThere);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      expect(existsSync(file(`${folder}/summary.json`))).toBe(false);

      const resumed = await line.tapedeck('resume', folder);
      expect(resumed.code).toBe(0);
      expect(resumed.stderr).toContain('it stood at 2025-11-03');
      const log = (run: string): string => readFileSync(file(`${run}/events.jsonl`), 'utf8');
      expect(log(`${folder}-resumed`)).toBe(log('whole'));
      expect(readFileSync(file(`${folder}-resumed/exports/20251103-160000.json`), 'utf8')).toBe(
        readFileSync(file('whole/exports/20251103-160000.json'), 'utf8'),
      );
      expect((await line.tapedeck('replay', `${folder}-resumed`)).code).toBe(0);
    },
  );

  it('a run that was killed before its first minute says so, and is played from its open', async () => {
    for (const name of ['session.json', 'plan.json'])
      cpSync(file(`whole/${name}`), file(`nothing/${name}`), { recursive: true });
    for (const name of ['journal.jsonl', 'events.jsonl']) writeFileSync(file(`nothing/${name}`), '');
    const resumed = await line.tapedeck('resume', 'nothing');
    expect(resumed.code).toBe(0);
    expect(resumed.stderr).toContain('it had not begun');
    expect(readFileSync(file('nothing-resumed/events.jsonl'), 'utf8')).toBe(
      readFileSync(file('whole/events.jsonl'), 'utf8'),
    );
  });

  it('says that a run which ended needs no picking up, exit 1', async () => {
    const said = await line.tapedeck('resume', 'whole');
    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain('whole has ended');
  });
});
