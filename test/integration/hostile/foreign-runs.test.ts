import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine } from '../../helpers/command-line.ts';
import { writeConfig } from '../../helpers/config-file.ts';

/** Run folders and configs from other people: their code runs only after the user agrees, and only from the user's folders. */

const strategy = (word: string): string => `import { defineStrategy } from 'tapedeck/strategy';
export default defineStrategy({ name: 'mine', onStart(ctx) { ctx.log.info('${word}'); } });\n`;
const DAY = { backtest_config: { start_date: '2025-11-03', end_date: '2025-11-03' } };

let line: CommandLine;
const at = (...parts: readonly string[]): string => path.join(line.cwd, ...parts);
const user = (...parts: readonly string[]): string => at('user', ...parts);

beforeAll(async () => {
  line = commandLine();
  expect((await line.tapedeck('sample')).code).toBe(0);
  mkdirSync(user('strategies'), { recursive: true });
  mkdirSync(at('configs'));
  mkdirSync(at('elsewhere'));
  writeFileSync(at('elsewhere', 'pwn.js'), strategy('ran from elsewhere'));
  writeFileSync(at('configs', 'beside.js'), strategy('ran from beside'));
  writeFileSync(user('strategies', 'mine.js'), strategy('ran from the strategies folder'));
  writeConfig(line.cwd, 'plain.json', ['RIVN'], { ...DAY, metadata: { strategy: '' } });
});
afterAll(() => line[Symbol.dispose]());

/** A config in `configs/` that names one strategy. */
function configOf(name: string): string {
  writeConfig(at('configs'), 'one.json', ['RIVN'], {
    ...DAY,
    metadata: { strategy: '' },
    strategies: [{ name }],
  });
  return path.join('configs', 'one.json');
}

describe('a strategy that a config names', () => {
  it.each([
    ['a folder above', '../elsewhere/pwn.js'],
    ['a folder above, through one below', 'lib/../../elsewhere/pwn.js'],
    ['a folder above, written for Windows', '..\\elsewhere\\pwn.js'],
    ['an address of Windows', 'C:\\elsewhere\\pwn.js'],
    ['a device of the system', '/dev/stdin.js'],
  ])('does not run from %s', async (_, name) => {
    const said = await line.tapedeck('run', configOf(name), '--out', 'never');
    expect(said.code).toBe(2);
    expect(said.stderr).toContain('leads out of the folder');
    expect(existsSync(at('never'))).toBe(false);
  });

  it('does not run from an absolute path', async () => {
    const said = await line.tapedeck('run', configOf(at('elsewhere', 'pwn.js')), '--out', 'never');
    expect(said.code).toBe(2);
    expect(said.stderr).toContain('leads out of the folder');
  });

  it('does not run through a link that leads out', async () => {
    symlinkSync(at('elsewhere', 'pwn.js'), at('configs', 'link.js'));
    symlinkSync(at('elsewhere'), at('configs', 'folder'));
    for (const name of ['link.js', 'folder/pwn.js']) {
      const said = await line.tapedeck('run', configOf(name), '--out', 'never');
      expect(said.code).not.toBe(0);
      expect(said.stderr).toContain(`there is no file ${name}`);
    }
  });

  it('imports nothing through a link that leads out', async () => {
    writeFileSync(at('configs', 'importing.js'), `import './link.js';\n${strategy('x')}`);
    const said = await line.tapedeck('run', configOf('importing.js'), '--out', 'never');
    expect(said.code).not.toBe(0);
    expect(said.stderr).toContain('imports "./link.js"');
  });

  it('runs from beside the config and from the strategies folder, unasked', async () => {
    expect((await line.tapedeck('run', configOf('beside.js'), '--out', 'one')).code).toBe(0);
    expect((await line.tapedeck('run', configOf('mine.js'), '--out', 'two')).code).toBe(0);
    expect(readFileSync(at('two', 'events.jsonl'), 'utf8')).toContain('ran from the strategies folder');
  });

  it('runs from a path that the user types, and no path of the machine goes into the run', async () => {
    const said = await line.tapedeck('run', 'plain.json', '--strategy', 'elsewhere/pwn.js', '--out', 'typed');
    expect(said.stderr).not.toContain('leads out');
    expect(said.code).toBe(0);
    for (const name of readdirSync(at('typed'), { withFileTypes: true }).filter((each) => each.isFile()))
      expect(readFileSync(at('typed', name.name), 'utf8')).not.toContain(line.cwd);
    expect((await line.tapedeck('replay', 'typed')).stdout).toMatch(/^identical/);
  });
});

describe('the code in a run folder', () => {
  /** A folder that another user recorded: the same run, with code that this machine has not seen. */
  function foreign(name: string, from = 'two'): string {
    rmSync(at(name), { recursive: true, force: true });
    cpSync(at(from), at(name), { recursive: true });
    const file = at(name, 'strategies.json');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('ran from', `ran for ${name} from`));
    return name;
  }

  it('needs no question where it ran before', async () => {
    const said = await line.tapedeck('replay', 'two');
    expect(said.stdout).toMatch(/^identical/);
    expect(said.stderr).not.toContain('--trust');
  });

  it('does not run without consent in a replay, with any other options', async () => {
    for (const more of [[], ['--json'], ['--until', '10:00'], ['--out', 'kept']]) {
      const said = await line.tapedeck('replay', foreign('foreign'), ...more);
      expect(said.code).toBe(2);
      expect(said.stderr).toContain('that you have not run on this machine: mine.js');
      expect(said.stderr).toContain('--trust');
      expect(existsSync(at('kept'))).toBe(false);
    }
  });

  it('does not run unasked in a resume', async () => {
    const folder = foreign('cut');
    rmSync(at(folder, 'summary.json'));
    const said = await line.tapedeck('resume', folder, '--out', 'resumed');
    expect([said.code, said.stderr]).toEqual([2, expect.stringContaining('--trust')]);
    expect(existsSync(at('resumed'))).toBe(false);
    expect((await line.tapedeck('resume', folder, '--trust', '--out', 'resumed')).code).toBe(0);
  });

  it('runs with --trust, and is known from then on', async () => {
    const folder = foreign('trusted');
    const first = await line.tapedeck('replay', folder, '--trust');
    expect(first.stderr).toContain('events.jsonl differs');
    const second = await line.tapedeck('replay', folder);
    expect(second.stderr).not.toContain('--trust');
    writeFileSync(
      at('trusted', 'strategies.json'),
      readFileSync(at('trusted', 'strategies.json'), 'utf8').replace("name: 'mine'", "name: 'other'"),
    );
    expect((await line.tapedeck('replay', folder)).code).toBe(2);
  });
});

describe('the folder of --out', () => {
  it('replaces an older run only with --force', async () => {
    const before = readFileSync(at('one', 'events.jsonl'), 'utf8');
    const refused = await line.tapedeck('run', 'plain.json', '--out', 'one');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--force')]);
    expect(readFileSync(at('one', 'events.jsonl'), 'utf8')).toBe(before);
    const replay = await line.tapedeck('replay', 'two', '--out', 'one');
    expect([replay.code, replay.stderr]).toEqual([2, expect.stringContaining('--force')]);
    expect((await line.tapedeck('run', 'plain.json', '--out', 'one', '--force')).code).toBe(0);
    expect(readFileSync(at('one', 'events.jsonl'), 'utf8')).not.toBe(before);
  });

  it.each([
    ['run', 'plain.json'],
    ['replay', 'two'],
  ])('of %s is never one that holds other files', async (...words) => {
    mkdirSync(at('photos'), { recursive: true });
    writeFileSync(at('photos', 'summary.json'), 'mine');
    for (const force of [[], ['--force']]) {
      const said = await line.tapedeck(...words, '--out', 'photos', ...force);
      expect([said.code, said.stderr]).toEqual([2, expect.stringContaining('holds other files')]);
      expect(readdirSync(at('photos'))).toEqual(['summary.json']);
      expect(readFileSync(at('photos', 'summary.json'), 'utf8')).toBe('mine');
    }
  });

  it('may be empty, and may not be a file', async () => {
    mkdirSync(at('empty'));
    expect((await line.tapedeck('run', 'plain.json', '--out', 'empty')).code).toBe(0);
    writeFileSync(at('a-file'), 'mine');
    const said = await line.tapedeck('run', 'plain.json', '--out', 'a-file', '--force');
    expect([said.code, said.stderr]).toEqual([2, expect.stringContaining('is a file')]);
  });

  it('of live is refused before the market opens', async () => {
    writeConfig(line.cwd, 'live.json', ['RIVN'], {
      mode: 'live',
      live_config: { feed: 'sim' },
      backtest_config: undefined,
    });
    for (const [folder, sentence] of [
      ['one', '--force'],
      ['photos', 'holds other files'],
    ] as const) {
      const said = await line.tapedeck(
        'live',
        'live.json',
        '--feed',
        'sim',
        '--date',
        '2025-11-03',
        '--speed',
        '600',
        '--out',
        folder,
      );
      expect([said.code, said.stderr]).toEqual([2, expect.stringContaining(sentence)]);
    }
  });
});
