import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../../../core/session-coordinator/command.ts';
import { JournalFile, wholeLines } from '../../../../electron/engine/journal-file.ts';

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
  const file = path.join(home, name);
  writeFileSync(file, `${lines(entry(1), entry(2), entry(3)).join('\n')}\n${torn}`);
  return file;
}

describe('a journal that is gone on with', () => {
  it('keeps every whole line before anything is played again, and drops a torn one', () => {
    const file = killed('torn', '{"seq":4,"clo');
    using journal = JournalFile.goOn(file);
    expect(wholeLines(file)).toEqual(lines(entry(1), entry(2), entry(3)));
    expect(readFileSync(file, 'utf8')).not.toContain('"seq":4');
    expect(journal).toBeDefined();
  });

  it('has what is played again once, and what is new behind it', () => {
    const file = killed('again', '');
    {
      using journal = JournalFile.goOn(file);
      for (const seq of [1, 2, 3, 4]) journal.add(entry(seq));
    }
    expect(wholeLines(file)).toEqual(lines(entry(1), entry(2), entry(3), entry(4)));
  });

  it('is what is played now, from where that differs', () => {
    const file = killed('other', '');
    {
      using journal = JournalFile.goOn(file);
      for (const each of [entry(1), entry(2, 'Ä'), entry(3)]) journal.add(each);
    }
    expect(wholeLines(file)).toEqual(lines(entry(1), entry(2, 'Ä'), entry(3)));
  });
});
