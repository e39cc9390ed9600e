import type { OpenFile } from './file-port.ts';
import type { MonthFooter } from './parquet/footer.ts';

interface Entry {
  readonly size: number;
  readonly version: string;
  readonly footer: MonthFooter;
}

/**
 * Footers of the most recently read files, by path; a file that has changed since (another size or version) is no
 * longer found.
 */
export class FooterCache {
  readonly #entries = new Map<string, Entry>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(path: string, file: OpenFile): MonthFooter | undefined {
    const entry = this.#entries.get(path);
    if (entry === undefined) return undefined;
    this.#entries.delete(path);
    if (entry.size !== file.size || entry.version !== file.version) return undefined;
    this.#entries.set(path, entry); // a Map keeps the order of insertion: the one used last goes to the end
    return entry.footer;
  }

  set(path: string, file: OpenFile, footer: MonthFooter): void {
    this.#entries.delete(path);
    this.#entries.set(path, { size: file.size, version: file.version, footer });
    if (this.#entries.size > this.#capacity)
      this.#entries.delete(this.#entries.keys().next().value as string);
  }

  /** A write in the same millisecond and of the same size would not show, so the writer removes the entry itself. */
  forget(path: string): void {
    this.#entries.delete(path);
  }
}
