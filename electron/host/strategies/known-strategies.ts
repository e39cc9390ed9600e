import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { StrategySources } from './strategy-library.ts';
import type { StrategySource } from './strategy-source.ts';

/** One SHA-256 a line, appended: several programs may add at once. */
const FILE = 'known-strategies.txt';

/** The digest of a strategy's files, independent of the order in which they were read. */
function digestOf({ files }: StrategySource): string {
  const texts = Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}

/**
 * The strategy texts that this user has run from a file, or has agreed to run. A run folder contains the code of its
 * strategies: code in another person's folder is unknown, and must not run without the user's consent.
 */
export class KnownStrategies {
  readonly #file: string;

  constructor(userDir: string) {
    this.#file = path.join(userDir, FILE);
  }

  /** Remembers the texts. A folder that cannot be written only means that the user is asked again. */
  add(sources: StrategySources): void {
    const known = this.#read();
    const fresh = Object.values(sources)
      .map(digestOf)
      .filter((digest) => !known.has(digest));
    if (fresh.length === 0) return;
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true });
      appendFileSync(this.#file, fresh.map((digest) => `${digest}\n`).join(''), { mode: 0o600 });
    } catch {
      // The user is asked again.
    }
  }

  /** The names of the texts that this user has not run. */
  #unknownOf(sources: StrategySources): readonly string[] {
    const known = this.#read();
    return Object.entries(sources)
      .filter(([, source]) => !known.has(digestOf(source)))
      .map(([name]) => name);
  }

  /** Fails with `untrusted_code` and the names when a text is unknown, unless the user trusts them; then they are known. */
  admit(sources: StrategySources, trust: boolean): Result<null> {
    const unknown = this.#unknownOf(sources);
    if (unknown.length > 0 && !trust) return fail('untrusted_code', untrusted(unknown), TRUST_HINT);
    this.add(sources);
    return ok(null);
  }

  #read(): ReadonlySet<string> {
    try {
      return new Set(readFileSync(this.#file, 'utf8').split('\n'));
    } catch {
      return new Set();
    }
  }
}

const TRUST_HINT = 'Read strategies.json in the run folder first. --trust runs it.';

const untrusted = (names: readonly string[]): string =>
  names.length === 1
    ? `The run holds the code of a strategy that you have not run on this machine: ${names[0]}.`
    : `The run holds the code of strategies that you have not run on this machine: ${names.join(', ')}.`;
