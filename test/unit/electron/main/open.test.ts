import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { strToU8 } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MenuChoice } from '../../../../electron/contract/menu.ts';
import { writeBundle } from '../../../../electron/host/bundles/bundle-file.ts';
import { askedByLink, askedToOpen } from '../../../../electron/main/open/asked-to-open.ts';
import { openAsked } from '../../../../electron/main/open/open-asked.ts';
import { takeIn } from '../../../../electron/main/open/take-in.ts';

const CONFIG = readFileSync(
  path.resolve(import.meta.dirname, '../../../../session_configs/sample-late-add.json'),
  'utf8',
);

describe('a link', () => {
  it.each([
    ['tapedeck://session/sample-week', { kind: 'session', config_id: 'sample-week' }],
    ['TAPEDECK://session/sample-week/', { kind: 'session', config_id: 'sample-week' }],
    ['tapedeck://run/20251124-093000-sample-week', { kind: 'run', run_id: '20251124-093000-sample-week' }],
  ])('%s is known', (link, asked) => expect(askedByLink(link)).toEqual(asked));

  it.each([
    'tapedeck://',
    'tapedeck://session/',
    'tapedeck://session/..',
    'tapedeck://session/.hidden',
    'tapedeck://session/a/b',
    'tapedeck://session/a%2F..%2Fb',
    'tapedeck://session/a\\b',
    'tapedeck://session/a?x=1',
    'tapedeck://session/a#b',
    'tapedeck://session/a b',
    `tapedeck://session/${'a'.repeat(129)}`,
    'tapedeck://order/buy',
    'tapedeck://me@session/a',
    'tapedeck:session/a',
    'https://session/a',
    'file:///etc/passwd',
    'javascript://session/a',
    'tapedeck://session/a\u202E',
  ])('%s is refused', (link) => expect(askedByLink(link).kind).toBe('refused'));

  it('that is refused is shown in a line without anything that draws', () => {
    const asked = askedByLink(`tapedeck://evil/\u202E\n${'x'.repeat(500)}`);
    expect(asked).toMatchObject({ kind: 'refused' });
    const { reason } = asked as { reason: string };
    expect(reason.length).toBeLessThan(110);
    expect(reason).toMatch(/^[\u0020-\u007E]+$/);
  });
});

describe('words of a command line', () => {
  const asked = (...words: string[]) =>
    askedToOpen(words, '/home/me', (place) => place === '/home/me/runs/a');
  it.each([
    [[], undefined],
    [['--no-sandbox', '/checkout/main.js'], undefined],
    [['--data', 'runs/a'], undefined],
    [['day.tapedeck'], { kind: 'path', path: '/home/me/day.tapedeck' }],
    [['--flag', '/abs/day.tapedeck'], { kind: 'path', path: '/abs/day.tapedeck' }],
    [['runs/a'], { kind: 'path', path: '/home/me/runs/a' }],
    [['tapedeck://run/a'], { kind: 'run', run_id: 'a' }],
  ] as const)('%j', (words, expected) => expect(asked(...words)).toEqual(expected));
});

describe('what is opened', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'open-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const at = (...names: string[]): string => path.join(folder, ...names);
  const put = (name: string, text: string): string => {
    writeFileSync(at(name), text);
    return at(name);
  };
  const opened = (place: string) => takeIn(place, at('user'));
  const session = (config_id: string) => ({ ok: true, value: { kind: 'session', config_id } });

  it('is taken in once; another of the same name gets a number', () => {
    const mine = put('My day.tapedeck', CONFIG);
    expect(opened(mine)).toEqual(session('My-day'));
    expect(opened(mine)).toEqual(session('My-day'));
    put('My day.tapedeck', `${CONFIG}\n`);
    expect(opened(mine)).toEqual(session('My-day-2'));
    expect(readdirSync(at('user', 'session_configs')).sort()).toEqual(['My-day-2.json', 'My-day.json']);
    expect(readFileSync(at('user', 'session_configs', 'My-day.json'), 'utf8')).toBe(CONFIG);
  });

  it('is refused when it is no config, or not there, or no run', () => {
    expect(opened(put('bad.tapedeck', '{"mode":"backtest"}'))).toMatchObject({
      ok: false,
      failure: { code: 'bad_config' },
    });
    expect(opened(at('none.tapedeck'))).toMatchObject({ ok: false, failure: { code: 'missing_file' } });
    mkdirSync(at('no-run'));
    expect(opened(at('no-run'))).toMatchObject({ ok: false, failure: { code: 'missing_file' } });
  });

  it('is a run from anywhere, copied beside the others', () => {
    mkdirSync(at('sent'));
    put('sent/session.json', CONFIG);
    for (const name of ['sent/journal.jsonl', 'sent/events.jsonl']) put(name, '');
    const run = (run_id: string) => ({ ok: true, value: { kind: 'run', run_id } });
    expect(opened(at('sent'))).toEqual(run('sent'));
    expect(opened(at('sent'))).toEqual(run('sent'));
    expect(opened(at('user', 'runs', 'sent'))).toEqual(run('sent'));
    cpSync(at('sent'), at('else', 'sent'), { recursive: true });
    put(
      'else/sent/journal.jsonl',
      '{"seq":1,"clock":"2025-07-02T14:00:00.000Z","step":1,"command":{"type":"pause"}}\n',
    );
    expect(opened(at('else', 'sent'))).toEqual(run('sent-2'));
    expect(readdirSync(at('user', 'runs')).sort()).toEqual(['sent', 'sent-2']);
  });

  it('is a bundle of a run, unpacked beside the others once each file is as its hash says', () => {
    const files = new Map([
      ['session.json', strToU8(CONFIG)],
      ['journal.jsonl', strToU8('')],
      ['events.jsonl', strToU8('')],
    ]);
    const about = { session: 'x', engine_version: '0.1.0', rules: 1, fingerprint: null, with_bars: false };
    expect(writeBundle(at('Sent run.tapedeck'), about, files).ok).toBe(true);
    const run = { ok: true, value: { kind: 'run', run_id: 'Sent-run' } };
    expect(opened(at('Sent run.tapedeck'))).toEqual(run);
    expect(opened(at('Sent run.tapedeck'))).toEqual(run);
    expect(readdirSync(at('user', 'runs', 'Sent-run')).sort()).toEqual([...files.keys()].sort());
    const bytes = readFileSync(at('Sent run.tapedeck'));
    writeFileSync(at('torn.tapedeck'), bytes.subarray(0, bytes.length - 40));
    expect(opened(at('torn.tapedeck'))).toMatchObject({ ok: false, failure: { code: 'bad_file' } });
    expect(readdirSync(at('user', 'runs'))).toEqual(['Sent-run']);
  });

  it('by a link only after a question; a file of one’s own without', async () => {
    const told: MenuChoice[] = [];
    const asked: string[] = [];
    const refused: string[] = [];
    const opening = (agree: boolean) => ({
      userDir: at('user'),
      tell: (choice: MenuChoice) => void told.push(choice),
      refuse: ({ message }: { message: string }) => void refused.push(message),
      confirm: (question: string) => {
        asked.push(question);
        return Promise.resolve(agree);
      },
    });
    await openAsked(askedByLink('tapedeck://session/sample-week'), opening(false));
    expect([told, asked.length]).toEqual([[], 1]);
    await openAsked(askedByLink('tapedeck://session/sample-week'), opening(true));
    await openAsked(askedByLink('tapedeck://order/buy'), opening(true));
    await openAsked({ kind: 'path', path: put('mine.tapedeck', CONFIG) }, opening(false));
    expect(told).toEqual([
      { do: 'open_session', config_id: 'sample-week' },
      { do: 'open_session', config_id: 'mine' },
    ]);
    expect(asked).toHaveLength(2);
    expect(refused).toEqual(['Unknown link: tapedeck://order/buy']);
  });
});
