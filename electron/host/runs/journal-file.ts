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

/** What a journal is of no use without. */
const BESIDE = [RUN_FILES.config, RUN_FILES.plan, RUN_FILES.strategies];

/** What a user said, and nobody says again: strategies give theirs anew, feeds and accounts are asked, no result hangs on a pace. */
const isOnce = (command: SessionCommand): boolean =>
  !isReissuedOnReplay(command) && !isExternalReport(command) && !isPace(command);

/**
 * The commands of a run, a line each, in the file before they take effect: a process that is killed keeps them, and those
 * that nobody gives again are on the disk itself, so that a machine that loses power keeps them too.
 */
export class JournalFile implements Disposable {
  readonly #folder: string;
  readonly #file: number;
  /** Lines that are there and are expected again, the next one last. */
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

  /** Goes on with a journal: what is played again is there already. A last line that a crash cut is dropped. */
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

  /** The first time with the files beside it and the folder's list of them. */
  #reachDisk(): void {
    flushed(() => fdatasyncSync(this.#file));
    if (this.#isSettled) return;
    this.#isSettled = true;
    for (const name of [...BESIDE, '.']) flushFile(path.join(this.#folder, name));
  }

  /** The past is played otherwise than it was, on other data: from here on this is what is recorded. */
  #forgetRest(): void {
    this.#again = [];
    ftruncateSync(this.#file, this.#end);
  }
}

/** Lines that end with a line feed: a line cut by a crash is not one. */
export function wholeLines(file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
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

/** File systems that know no flushing write as they do; one that fails is a failure. */
function flushed(flush: () => void): void {
  try {
    flush();
  } catch (error) {
    if (!FLUSHLESS.has(codeOf(error))) throw error;
  }
}

const FLUSHLESS: ReadonlySet<string> = new Set(['EINVAL', 'ENOTSUP', 'ENOSYS', 'EPERM', 'EBADF']);
