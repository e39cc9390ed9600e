import { closeSync, fdatasyncSync, fsyncSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  isPace,
  isExternalReport,
  type JournalEntry,
  type SessionCommand,
} from '../../../core/session-coordinator/session/command.ts';
import { isReissuedOnReplay } from '../../../core/session-coordinator/session/journal.ts';
import { codeOf } from '../store/file-failures.ts';
import { RUN_FILES, writeAll } from './run-files.ts';

/** The entry without which a journal is useless. */
const BESIDE = [RUN_FILES.config, RUN_FILES.plan, RUN_FILES.strategies];

/**
 * The user's commands, which cannot be reproduced: strategies repeat theirs, feeds and accounts are asked again, and no
 * result depends on a pace.
 */
const isOnce = (command: SessionCommand): boolean =>
  !isReissuedOnReplay(command) && !isExternalReport(command) && !isPace(command);

/**
 * The commands of a run, one per line, in the file before they take effect: a killed process keeps them, and those that
 * cannot be reproduced are flushed to the disk, so that they also survive a loss of power.
 */
export class JournalFile implements Disposable {
  readonly #folder: string;
  readonly #file: number;
  /** Existing lines that are expected again, the next one last. */
  #again: string[];
  #end = 0;
  #isSettled = false;

  private constructor(folder: string, file: number, lines: readonly string[]) {
    this.#folder = folder;
    this.#file = file;
    this.#again = [...lines].reverse();
  }

  static create(folder: string): JournalFile {
    return new JournalFile(folder, openSync(path.join(folder, RUN_FILES.journal), 'w'), []);
  }

  /** Continues a journal: replayed commands are already in it. A last line that a crash cut is dropped. */
  static goOn(folder: string): JournalFile {
    const file = path.join(folder, RUN_FILES.journal);
    const lines = wholeLines(file);
    const journal = openSync(file, 'r+');
    ftruncateSync(
      journal,
      lines.reduce((bytes, line) => bytes + Buffer.byteLength(line) + 1, 0),
    );
    return new JournalFile(folder, journal, lines);
  }

  add(entry: JournalEntry): void {
    const line = JSON.stringify(entry);
    const expected = this.#again.pop();
    if (expected !== undefined && expected !== line) this.#forgetRest();
    const isNew = expected !== line;
    if (isNew) writeAll(this.#file, `${line}\n`, this.#end);
    this.#end += Buffer.byteLength(line) + 1;
    if (isNew && isOnce(entry.command)) this.#reachDisk();
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }

  /** The first flush includes the files beside it and the folder's list of them. */
  #reachDisk(): void {
    flushed(() => fdatasyncSync(this.#file));
    if (this.#isSettled) return;
    this.#isSettled = true;
    for (const name of [...BESIDE, '.']) flushFile(path.join(this.#folder, name));
  }

  /**
   * The replay differs from the recorded past, because the data changed: from here on the new commands are recorded.
   */
  #forgetRest(): void {
    this.#again = [];
    ftruncateSync(this.#file, this.#end);
  }
}

/** Only text that ends with a line feed is a line: a crash may have cut the last one. */
export function wholeLines(file: string): string[] {
  return wholeLinesOf(readFileSync(file, 'utf8'));
}

/** The lines of a text; a last one without a line feed was torn and is left out. */
export function wholeLinesOf(text: string): string[] {
  const lines = text.split('\n');
  lines.pop();
  return lines;
}

/** Windows cannot flush a folder, and a run may have no strategies. */
function flushFile(file: string): void {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return;
  }
  flushed(() => fsyncSync(handle));
  closeSync(handle);
}

/** File systems without flushing count as flushed; a flush that fails is a failure. */
function flushed(flush: () => void): void {
  try {
    flush();
  } catch (error) {
    if (!FLUSHLESS.has(codeOf(error))) throw error;
  }
}

const FLUSHLESS: ReadonlySet<string> = new Set(['EINVAL', 'ENOTSUP', 'ENOSYS', 'EPERM', 'EBADF']);
