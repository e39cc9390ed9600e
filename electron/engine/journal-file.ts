import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { JournalEntry } from '../../core/session-coordinator/command.ts';

/** The commands of a run, a line each, in the file before they take effect: a process that is killed keeps them. */
export class JournalFile implements Disposable {
  readonly #file: number;
  /** Lines that are there and are expected again, the next one last. */
  #again: string[];
  #end = 0;

  private constructor(file: number, lines: readonly string[]) {
    this.#file = file;
    this.#again = [...lines].reverse();
  }

  static create(file: string): JournalFile {
    return new JournalFile(openSync(file, 'w'), []);
  }

  /** Goes on with a journal: what is played again is there already. A last line that a crash cut is dropped. */
  static goOn(file: string): JournalFile {
    const lines = wholeLines(file);
    const journal = openSync(file, 'r+');
    ftruncateSync(
      journal,
      lines.reduce((bytes, line) => bytes + Buffer.byteLength(line) + 1, 0),
    );
    return new JournalFile(journal, lines);
  }

  add(entry: JournalEntry): void {
    const line = JSON.stringify(entry);
    const expected = this.#again.pop();
    if (expected !== undefined && expected !== line) this.#forgetRest();
    if (expected !== line) writeSync(this.#file, `${line}\n`, this.#end);
    this.#end += Buffer.byteLength(line) + 1;
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
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
