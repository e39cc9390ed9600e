import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../helpers/command-line.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const text = readFileSync(path.join(root, 'docs/strategies.md'), 'utf8');

/** Blocks of one language, in their order: `['sh', 'tapedeck sample\n…']`. */
const blocks = [...text.matchAll(/^```(sh|ts)\n(.*?)^```$/gms)].map(([, language = '', body = '']) => ({
  language,
  body,
}));

const line = commandLine();
const strategies = path.join(line.cwd, 'user', 'strategies');

describe('docs/strategies.md, done as it says', () => {
  beforeAll(() =>
    cpSync(path.join(root, 'session_configs'), path.join(line.cwd, 'session_configs'), { recursive: true }),
  );
  afterAll(() => line[Symbol.dispose]());

  it('has the steps that are tried here', () => {
    expect(blocks.filter(({ language }) => language === 'ts')).toHaveLength(1);
    expect(blocks.filter(({ language }) => language === 'sh').length).toBeGreaterThan(5);
  });

  it.each(blocks.map(({ language, body }, index) => [index, language, body] as const))(
    'step %d (%s) works',
    async (_index, language, body) => {
      if (language === 'ts') {
        writeFileSync(path.join(strategies, 'my-first.ts'), body);
        return;
      }
      for (const command of body.trim().split('\n')) {
        const [program, ...words] = command.split(' ');
        expect(program).toBe('tapedeck');
        const { code, stderr, stdout } = await line.tapedeck(...words);
        expect(`${command}: ${code} ${stderr}`).toMatch(new RegExp(`: 0 `));
        expect(stderr).not.toContain('stopped');
        if (words[0] === 'replay') expect(stdout).toMatch(/^identical/);
        if (words[0] === 'check') expect(stdout).toContain('✓ no look-ahead');
      }
    },
  );

  it('leaves a run that traded, with the code that ran, and files that type-check', () => {
    const run = path.join(line.cwd, 'my-run');
    expect(JSON.parse(readFileSync(path.join(run, 'strategies.json'), 'utf8'))).toHaveProperty(
      ['my-first.ts', 'entry'],
      'my-first.ts',
    );
    expect(readFileSync(path.join(run, 'events.jsonl'), 'utf8')).toContain('"type":"fill"');
    expect(existsSync(path.join(run, 'report.html'))).toBe(true);
    execFileSync(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', strategies], {
      stdio: 'pipe',
    });
  });

  it('replays the code that ran, even after the file has changed', async () => {
    writeFileSync(path.join(strategies, 'my-first.ts'), 'export default 1;');
    const { code, stdout } = await line.tapedeck('replay', 'my-run');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^identical/)]);
    const { stderr } = await line.tapedeck(
      'run',
      'session_configs/sample-late-add.json',
      '--strategy',
      'my-first.ts',
    );
    expect(stderr).toContain('my-first.ts: Error: it exports no strategy');
  });
});
