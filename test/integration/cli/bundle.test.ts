import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine } from '../../helpers/command-line.ts';
import { fileURLToPath } from 'node:url';

const week = fileURLToPath(new URL('../../../session_configs/sample-week.json', import.meta.url));

let here: CommandLine;
const place = (name: string): string => path.join(here.cwd, name);

beforeAll(async () => {
  here = commandLine();
  expect((await here.tapedeck('sample')).code).toBe(0);
  const words = ['--speed', '0', '--strategy', 'sma-cross', '--at', '10:00 add AAPL', '--out', 'run'];
  expect((await here.tapedeck('run', week, ...words)).code).toBe(0);
  expect((await here.tapedeck('bundle', 'run', '--out', 'plain.tapedeck')).code).toBe(0);
  expect((await here.tapedeck('bundle', 'run', '--with-bars', '--out', 'whole.tapedeck')).code).toBe(0);
});
afterAll(() => here[Symbol.dispose]());

describe('a bundle', () => {
  it('is the same file whenever it is made, and small', async () => {
    expect((await here.tapedeck('bundle', 'run', '--out', 'again.tapedeck')).code).toBe(0);
    const bytes = readFileSync(place('plain.tapedeck'));
    expect(readFileSync(place('again.tapedeck')).equals(bytes)).toBe(true);
    expect(bytes.length).toBeLessThan(1_000_000);
  });

  it('is proved by replay: with its own bars on an empty machine, without them on one that has the bars', async () => {
    expect((await here.tapedeck('replay', 'plain.tapedeck')).stdout).toContain('byte for byte');
    using elsewhere = commandLine();
    for (const name of ['plain', 'whole'])
      writeFileSync(path.join(elsewhere.cwd, `${name}.tapedeck`), readFileSync(place(`${name}.tapedeck`)));
    const whole = await elsewhere.tapedeck('replay', 'whole.tapedeck');
    expect([whole.code, whole.stdout]).toEqual([0, expect.stringContaining('byte for byte')]);
    const plain = await elsewhere.tapedeck('replay', 'plain.tapedeck');
    expect(plain.code).toBe(1);
    expect(plain.stderr).toContain('The bundle holds no bars');
  });

  it('forks into another future', async () => {
    const words = ['--until', '11:00', '--at', '11:00 remove AAPL', '--out', 'fork'];
    expect((await here.tapedeck('replay', 'whole.tapedeck', ...words)).code).toBe(0);
    expect(readFileSync(place('fork/events.jsonl'), 'utf8')).toContain('"symbol_removed"');
  });

  it('unpacks into the run folder that it was packed from', async () => {
    const opened = await here.tapedeck('open', 'plain.tapedeck', '--out', 'opened');
    expect(opened.code).toBe(0);
    for (const file of ['events.jsonl', 'journal.jsonl', 'report.json', 'fills.csv'])
      expect(readFileSync(place(`opened/${file}`)).equals(readFileSync(place(`run/${file}`))), file).toBe(
        true,
      );
  });

  it('has a page that a browser shows without the program', async () => {
    expect((await here.tapedeck('bundle', 'run', '--out', 'b.tapedeck', '--html', 'b.html')).code).toBe(0);
    const page = readFileSync(place('b.html'), 'utf8');
    expect(page).toContain('<h2>Commands</h2>');
    expect(page).toContain('AAPL added by user');
  });

  const changed = (change: (files: Record<string, Uint8Array>) => void): string => {
    const files = unzipSync(readFileSync(place('plain.tapedeck')));
    change(files);
    writeFileSync(place('changed.tapedeck'), zipSync(files));
    return 'changed.tapedeck';
  };

  it.each([
    [
      'a changed byte',
      (files: Record<string, Uint8Array>) => {
        const events = strFromU8(files['events.jsonl'] as Uint8Array);
        files['events.jsonl'] = strToU8(events.replace('AAPL', 'AAPM'));
      },
      'events.jsonl was changed',
    ],
    [
      'a missing file',
      (files: Record<string, Uint8Array>) => delete files['journal.jsonl'],
      'journal.jsonl is missing',
    ],
    [
      'a file too many',
      (files: Record<string, Uint8Array>) => {
        files['more.json'] = strToU8('{}');
      },
      'more.json does not belong',
    ],
    [
      'a path out of the folder',
      (files: Record<string, Uint8Array>) => {
        files['exports/../../evil.json'] = strToU8('{}');
      },
      'no bundle',
    ],
    [
      'a native program',
      (files: Record<string, Uint8Array>) => {
        files['run.js'] = strToU8('1');
      },
      'no bundle',
    ],
    [
      'a manifest of a newer program',
      (files: Record<string, Uint8Array>) => {
        const manifest = JSON.parse(strFromU8(files['manifest.json'] as Uint8Array)) as object;
        files['manifest.json'] = strToU8(JSON.stringify({ ...manifest, format: 99 }));
      },
      'newer Tapedeck',
    ],
  ])('with %s is refused', async (_what, change, sentence) => {
    const file = changed(change);
    for (const words of [
      ['open', file, '--out', 'never'],
      ['replay', file],
    ]) {
      const { code, stderr } = await here.tapedeck(...words);
      expect(stderr).toContain(sentence);
      expect(code).not.toBe(0);
    }
  });

  it('of random bytes is refused', async () => {
    writeFileSync(place('noise.tapedeck'), Buffer.from('PK\u0003\u0004 nothing of a zip'));
    expect((await here.tapedeck('open', 'noise.tapedeck')).stderr).toContain('no bundle');
  });

  it('of a run whose code this machine has not run is not played unless it is trusted', async () => {
    const foreign = place('foreign');
    cpSync(place('run'), foreign, { recursive: true });
    const code = { entry: 'theirs.ts', files: { 'theirs.ts': 'export default 1' } };
    writeFileSync(path.join(foreign, 'strategies.json'), JSON.stringify({ 'theirs.ts': code }));
    const { code: exit, stderr } = await here.tapedeck('bundle', 'foreign', '--out', 'f.tapedeck');
    expect(stderr).toContain('theirs.ts');
    expect(exit).toBe(2);
    expect(existsSync(place('f.tapedeck'))).toBe(false);
  });
});
