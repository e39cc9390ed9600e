import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { JournalEntry } from '../../../../../core/session-coordinator/session/command.ts';
import { JournalFile, wholeLines } from '../../../../../electron/host/runs/journal-file.ts';

/** The content that reached the disk, by the contents of the file at that moment. */
const flushed = vi.hoisted(() => [] as string[]);
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    fdatasyncSync(file: number) {
      fs.fdatasyncSync(file);
      flushed.push(fs.readFileSync(`/proc/self/fd/${file}`, 'utf8').trimEnd().split('\n').at(-1) ?? '');
    },
  };
});

const home = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-journal-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const entry = (seq: number, symbol = 'AAPL'): JournalEntry => ({
  seq,
  clock: '2025-07-02T14:00:00.000Z',
  step: seq,
  command: { type: 'remove', symbol },
});
const lines = (...entries: readonly JournalEntry[]) => entries.map((each) => JSON.stringify(each));

function killed(name: string, torn: string): string {
  const file = path.join(home, name, 'journal.jsonl');
  mkdirSync(path.dirname(file));
  writeFileSync(file, `${lines(entry(1), entry(2), entry(3)).join('\n')}\n${torn}`);
  return file;
}

describe('a journal that is continued', () => {
  it('keeps every whole line before anything is played again, and drops a torn one', () => {
    const file = killed('torn', '{"seq":4,"clo');
    using journal = JournalFile.goOn(path.dirname(file));
    expect(wholeLines(file)).toEqual(lines(entry(1), entry(2), entry(3)));
    expect(readFileSync(file, 'utf8')).not.toContain('"seq":4');
    expect(journal).toBeDefined();
  });

  it('has what is played again once, and what is new behind it', () => {
    const file = killed('again', '');
    {
      using journal = JournalFile.goOn(path.dirname(file));
      for (const seq of [1, 2, 3, 4]) journal.add(entry(seq));
    }
    expect(wholeLines(file)).toEqual(lines(entry(1), entry(2), entry(3), entry(4)));
  });

  it('is what is played now, from where that differs', () => {
    const file = killed('other', '');
    {
      using journal = JournalFile.goOn(path.dirname(file));
      for (const each of [entry(1), entry(2, 'Ä'), entry(3)]) journal.add(each);
    }
    expect(wholeLines(file)).toEqual(lines(entry(1), entry(2, 'Ä'), entry(3)));
  });
});

it.skipIf(!existsSync('/proc/self/fd'))(
  'a command of the trader is on the disk before it takes effect; what is given again need not be',
  () => {
    const folder = path.join(home, 'power');
    mkdirSync(folder);
    flushed.length = 0;
    using journal = JournalFile.create(folder);
    const given: JournalEntry = {
      ...entry(2),
      command: { type: 'remove', symbol: 'KO', origin: { strategy: 'exit' } } as never,
    };
    const speed: JournalEntry = { ...entry(4), command: { type: 'speed', multiplier: 60 } };
    for (const each of [entry(1), given, entry(3), speed]) journal.add(each);
    expect(flushed).toEqual(lines(entry(1), entry(3)));
    expect(wholeLines(path.join(folder, 'journal.jsonl'))).toEqual(lines(entry(1), given, entry(3), speed));
  },
);
