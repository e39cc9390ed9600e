import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DATA_FORMAT } from '../../../../electron/host/program/user-data/data-format.ts';
import { EXIT, type CommandIo } from '../../../../electron/cli/command-io.ts';
import { runCommandLine } from '../../../../electron/cli/main.ts';

async function run(...words: string[]) {
  return runWith({}, ...words);
}

async function runWith(env: CommandIo['env'], ...words: string[]) {
  let stdout = '';
  let stderr = '';
  const io: CommandIo = {
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
    isTty: false,
    env,
    cwd: '/',
    signal: new AbortController().signal,
  };
  return { code: await runCommandLine(words, io), stdout, stderr };
}

const manifest = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

describe('tapedeck', () => {
  it('says its version', async () => {
    expect(await run('--version')).toEqual({ code: EXIT.done, stdout: `${manifest.version}\n`, stderr: '' });
  });

  it.each(['--help', '-h', 'help'])('lists its commands for %s', async (word) => {
    const { code, stdout, stderr } = await run(word);
    expect({ code, stderr }).toEqual({ code: EXIT.done, stderr: '' });
    for (const name of ['run', 'replay', 'validate', 'import', 'data get', 'calendar', 'serve', 'doctor']) {
      expect(stdout).toMatch(new RegExp(`^  ${name} {2,}\\w`, 'm'));
    }
  });

  it('called with nothing is used wrongly, and says how', async () => {
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: '' });
    expect(stderr).toContain('tapedeck <command>');
  });

  it.each([
    [['serv'], 'tapedeck serve'],
    [['data', 'symbls'], 'tapedeck data symbols'],
  ])('%j is no command; names the nearest', async (words, guess) => {
    const { code, stdout, stderr } = await run(...words);
    expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: '' });
    expect(stderr).toContain(`Did you mean \`${guess}\`?`);
  });

  it('lists the commands of a group', async () => {
    const { code, stdout } = await run('data');
    expect(code).toBe(EXIT.done);
    expect(stdout).toContain('data availability');
    expect(stdout).not.toMatch(/^ +serve /m);
  });

  it.each([
    [['serve', '--port', 'x'], '--port x'],
    [['serve', '--port', '70000'], '--port 70000'],
    [['serve', '--nonsense'], '--nonsense'],
    [['doctor', 'extra'], 'extra'],
  ])('%j is wrong usage', async (words, part) => {
    const { code, stdout, stderr } = await run(...words);
    expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: '' });
    expect(stderr).toContain(part);
  });

  it.each([['serve'], ['doctor']])('%s has help with an example', async (name) => {
    const { code, stdout, stderr } = await run(name, '--help');
    expect({ code, stderr }).toEqual({ code: EXIT.done, stderr: '' });
    expect(stdout).toMatch(/Example:\s+tapedeck /);
  });

  it('examines this machine as one JSON document', async () => {
    const { code, stdout } = await run('doctor', '--json');
    expect(code).toBe(EXIT.done);
    expect(JSON.parse(stdout)).toMatchObject({ version: manifest.version, node: process.versions.node });
  });
});

describe('the folder of the user', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-main-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const mark = (format: number): void =>
    writeFileSync(path.join(folder, 'user-data.json'), JSON.stringify({ format, written_by: '9.0.0' }));
  const list = () => runWith({ TAPEDECK_USER_DIR: folder }, 'strategies');

  it('of a newer program is refused and not changed; commands that need none run', async () => {
    mark(DATA_FORMAT + 1);
    const { code, stdout, stderr } = await list();
    expect({ code, stdout }).toEqual({ code: EXIT.failed, stdout: '' });
    expect(stderr).toContain('belong to a newer Tapedeck (9.0.0');
    expect(readdirSync(folder)).toEqual(['user-data.json']);
    const needless = await runWith(
      { TAPEDECK_USER_DIR: folder },
      'calendar',
      '--from',
      '2025-07-02',
      '--to',
      '2025-07-02',
    );
    expect(needless.code).toBe(EXIT.done);
  });

  it('of an older program is migrated after a backup, which is reported', async () => {
    writeFileSync(path.join(folder, 'window.json'), '{"width":900}');
    const { code, stderr } = await list();
    expect(code).toBe(EXIT.done);
    expect(stderr).toContain(path.join(folder, 'backups', 'format-0'));
    expect(readFileSync(path.join(folder, 'settings.json'), 'utf8')).toBe('{"window":{"width":900}}\n');
    expect((await list()).stderr).toBe('');
  });

  it('is not created by a command, and one without anything to migrate is not touched', async () => {
    rmSync(folder, { recursive: true });
    expect((await list()).code).toBe(EXIT.done);
    expect(existsSync(folder)).toBe(false);
    mkdirSync(path.join(folder, 'runs'), { recursive: true });
    expect((await list()).stderr).toBe('');
    expect(readdirSync(folder)).toEqual(['runs']);
  });
});
