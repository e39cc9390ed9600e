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
import { DATA_FORMAT, decideFormat } from '../../../../../../electron/host/program/user-data/data-format.ts';
import { MIGRATIONS } from '../../../../../../electron/host/program/user-data/migrations.ts';
import {
  prepareUserData,
  readFormat,
} from '../../../../../../electron/host/program/user-data/prepare-user-data.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'user-data-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: string[]): string => path.join(folder, ...names);
const text = (...names: string[]): string => readFileSync(at(...names), 'utf8');
/** Each file with its content, so that a change anywhere shows. */
const everything = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]),
  );

describe('what to do with a user’s folder', () => {
  const by = { written_by: '9.0.0' };
  it.each([
    ['empty', 'begin'],
    ['unmarked', { migrate: 0 }],
    [{ format: 0, ...by }, { migrate: 0 }],
    [{ format: DATA_FORMAT, ...by }, 'go_on'],
  ] as const)('%j: %j', (found, decision) =>
    expect(decideFormat(found, '/user')).toEqual({ ok: true, value: decision }),
  );

  it('refuses what a newer program took over, in a sentence that says what helps', () => {
    expect(decideFormat({ format: DATA_FORMAT + 1, ...by }, '/user')).toEqual({
      ok: false,
      failure: {
        code: 'unsupported',
        message: `The data in /user belong to a newer Tapedeck (9.0.0, data format ${DATA_FORMAT + 1}; this one knows ${DATA_FORMAT}).`,
        hint: 'Start the newer version, or name another folder with TAPEDECK_USER_DIR. Nothing was changed.',
      },
    });
  });

  it('has a migration for each format there was', () => expect(MIGRATIONS).toHaveLength(DATA_FORMAT));
});

describe('a user’s folder', () => {
  it('is begun where there is none', () => {
    expect(prepareUserData(at('new'), '1.2.3')).toEqual({ ok: true, value: { backup: undefined } });
    expect(readFormat(at('new'))).toEqual({ format: DATA_FORMAT, written_by: '1.2.3' });
    expect(readdirSync(at('new'))).toEqual(['user-data.json']);
  });

  it('is created beside bars and runs of the command line without a message about an older program', () => {
    mkdirSync(at('data'));
    writeFileSync(at('data', 'large.parquet'), 'bars');
    expect(prepareUserData(folder, '1.2.3')).toEqual({ ok: true, value: { backup: undefined } });
    expect(readFormat(folder)).toEqual({ format: DATA_FORMAT, written_by: '1.2.3' });
    expect(existsSync(at('backups'))).toBe(false);
  });

  it('is not changed when it already has the format', () => {
    prepareUserData(folder, '1.2.3');
    writeFileSync(at('settings.json'), '{"window":null}');
    const before = everything();
    expect(prepareUserData(folder, '1.2.4').ok).toBe(true);
    expect(everything()).toEqual(before);
  });

  it('of before there were formats is taken along, what it was kept beside', () => {
    const place = '{"x":1,"y":2,"width":1200,"height":800,"maximized":false}';
    writeFileSync(at('window.json'), `${place}\n`);
    mkdirSync(at('strategies'));
    writeFileSync(at('strategies', 'mine.ts'), 'mine');
    mkdirSync(at('data'));
    writeFileSync(at('data', 'large.parquet'), 'bars');
    expect(prepareUserData(folder, '1.2.3')).toEqual({
      ok: true,
      value: { backup: at('backups', 'format-0') },
    });
    expect(JSON.parse(text('settings.json'))).toEqual({ window: JSON.parse(place) });
    expect(existsSync(at('window.json'))).toBe(false);
    expect(text('strategies', 'mine.ts')).toBe('mine');
    expect(text('backups', 'format-0', 'window.json')).toBe(`${place}\n`);
    expect(readdirSync(at('backups', 'format-0')).sort()).toEqual(['strategies', 'window.json']);
    expect(readFormat(folder)).toEqual({ format: DATA_FORMAT, written_by: '1.2.3' });
  });

  it('survives a migration that was cut short at any place: again, with the first backup', () => {
    writeFileSync(at('window.json'), '{"x":1}');
    prepareUserData(folder, '1.2.3');
    const whole = everything();
    // The mark is written last: everything before it is done again.
    for (const left of [['window.json'], ['window.json', 'settings.json'], ['settings.json']]) {
      rmSync(at('user-data.json'));
      rmSync(at('settings.json'), { force: true });
      if (left.includes('window.json')) writeFileSync(at('window.json'), '{"x":1}');
      if (left.includes('settings.json')) writeFileSync(at('settings.json'), whole['settings.json'] ?? '');
      mkdirSync(at('backups', 'format-0.part'), { recursive: true });
      expect(prepareUserData(folder, '1.2.3').ok).toBe(true);
      expect(everything()).toEqual(whole);
    }
  });

  it('with a mark that is torn is taken for an old one', () => {
    writeFileSync(at('user-data.json'), '{"form');
    expect(readFormat(folder)).toBe('unmarked');
    expect(prepareUserData(folder, '1.2.3').ok).toBe(true);
  });

  it('of a newer program is not touched', () => {
    writeFileSync(at('user-data.json'), JSON.stringify({ format: DATA_FORMAT + 1, written_by: '9.0.0' }));
    writeFileSync(at('settings.json'), '{"window":"of another kind"}');
    const before = everything();
    expect(prepareUserData(folder, '1.2.3')).toMatchObject({ ok: false, failure: { code: 'unsupported' } });
    expect(everything()).toEqual(before);
  });

  it('that cannot be written is refused in a sentence', () => {
    writeFileSync(at('file'), '');
    expect(prepareUserData(at('file', 'below'), '1.2.3')).toMatchObject({
      ok: false,
      failure: { code: 'not_writable', message: expect.stringContaining(at('file', 'below')) as string },
    });
  });
});
