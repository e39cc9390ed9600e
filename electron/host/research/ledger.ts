import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { ParameterSet } from '../../../core/research/parameter-set.ts';
import type { TrialResult } from './trial-result.ts';

/** One line of `ledger.jsonl`: a trial that has a result. */
export interface LedgerEntry extends TrialResult {
  readonly id: string;
  readonly parameters: ParameterSet;
}

const LEDGER = 'ledger.jsonl';

const entrySchema = z.object({
  id: z.string(),
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  status: z.enum(['done', 'failed']),
  reason: z.string().nullable(),
  statistics: z.record(z.string(), z.number().nullable()),
  days: z.array(z.string()),
  equity: z.array(z.number()),
});

/**
 * Every trial ever played in a folder, failed ones too. The ledger, not a queue or a process, decides which trials are
 * done: a trial counts once its line is complete in the file, and a second line of the same trial is ignored.
 */
export class Ledger implements Disposable {
  readonly #file: number;
  readonly #entries: Map<string, LedgerEntry>;

  private constructor(file: number, entries: Map<string, LedgerEntry>) {
    this.#file = file;
    this.#entries = entries;
  }

  /** Opens the ledger of a folder, which is made where it is missing. A line that a crash cut short is taken away. */
  static open(folder: string): Ledger {
    mkdirSync(folder, { recursive: true });
    const place = path.join(folder, LEDGER);
    const entries = new Map<string, LedgerEntry>();
    if (existsSync(place)) {
      const text = readFileSync(place, 'utf8');
      const whole = text.lastIndexOf('\n') + 1;
      if (whole < text.length) truncateSync(place, Buffer.byteLength(text.slice(0, whole)));
      for (const entry of entriesOf(text.slice(0, whole)))
        if (!entries.has(entry.id)) entries.set(entry.id, entry);
    }
    return new Ledger(openSync(place, 'a'), entries);
  }

  get size(): number {
    return this.#entries.size;
  }

  get entries(): readonly LedgerEntry[] {
    return [...this.#entries.values()];
  }

  get(id: string): LedgerEntry | undefined {
    return this.#entries.get(id);
  }

  /** Keeps a result; returns false for a trial that has one. Throws where the disk refuses the line. */
  add(entry: LedgerEntry): boolean {
    if (this.#entries.has(entry.id)) return false;
    appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
    this.#entries.set(entry.id, entry);
    return true;
  }

  [Symbol.dispose](): void {
    fsyncSync(this.#file);
    closeSync(this.#file);
  }
}

function entriesOf(text: string): readonly LedgerEntry[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    const parsed = entrySchema.safeParse(jsonOf(line));
    return parsed.success ? [parsed.data] : [];
  });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
