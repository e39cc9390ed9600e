import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../helpers/command-line.ts';
import { commandsOf, follow } from '../../helpers/documented-commands.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const page = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');

/** Followed to the letter, in its order, in an empty folder with the sample configs. */
describe('the tutorial', () => {
  const line = commandLine();
  const commands = commandsOf(page('docs/tutorial.md'));
  beforeAll(() =>
    cpSync(path.join(ROOT, 'session_configs'), path.join(line.cwd, 'session_configs'), { recursive: true }),
  );
  afterAll(() => line[Symbol.dispose]());
  const read = (name: string): string => readFileSync(path.join(line.cwd, name), 'utf8');

  it('has a command for each step', () => expect(commands.length).toBeGreaterThanOrEqual(10));

  it.each(commands.map((command) => [command.text, command] as const))('%s', async (_text, command) => {
    expect(command.words[0]).toBe('tapedeck');
    const said = await follow(line, command);
    expect(said.code, said.stderr).toBe(0);
  });

  it('ends with a report on bars of one’s own, and what it says of replays is true', async () => {
    expect(read('second/report.html')).toContain('MINE');
    expect(read('second/report.html')).toContain('my-first');
    expect(JSON.parse(read('second/summary.json'))).toMatchObject({
      outcome: 'completed',
      symbols: { MINE: { metadata: { added_by: 'user' } } },
    });
    expect((await line.tapedeck('replay', 'second')).stdout).toContain('identical');
  });

  it('is followed by what the README shows, with a config and bars of these names', async () => {
    cpSync(
      path.join(line.cwd, 'session_configs/sample-late-add.json'),
      path.join(line.cwd, 'my-session.json'),
    );
    cpSync(path.join(line.cwd, 'mine.csv'), path.join(line.cwd, 'bars.csv'));
    // A download needs a network; `binance-download.test.ts` plays it against a simulated exchange.
    const shown = commandsOf(page('README.md'), '').filter(
      ({ words }) => words.includes('tapedeck') && !words.includes('download'),
    );
    expect(shown.length).toBeGreaterThan(6);
    for (const command of shown) {
      const isThere = command.text.includes('new strategy my-first');
      const said = await follow(line, command);
      // The tutorial has made it already.
      if (!isThere) expect(said.code, `${command.text}\n${said.stderr}`).toBe(0);
    }
  });
});
