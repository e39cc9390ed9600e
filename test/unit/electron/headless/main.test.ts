import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXIT, type CommandIo } from '../../../../electron/headless/command-io.ts';
import { runCommandLine } from '../../../../electron/headless/main.ts';

async function run(...words: string[]) {
  let stdout = '';
  let stderr = '';
  const io: CommandIo = {
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
    isTty: false,
    env: {},
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
