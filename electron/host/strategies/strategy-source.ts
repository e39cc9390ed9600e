import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';

/** The files of one user's strategy, by their paths relative to the entry's folder; a run folder keeps them. */
export interface StrategySource {
  readonly entry: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Packages that a strategy may import in addition to its own files. */
export const PROVIDED = ['tapedeck/strategy', 'zod'] as const;

const ENDINGS = ['.ts', '.js', '/index.ts', '/index.js'];
const IMPORT = /\b(?:from|import|require\()\s*['"](\.{1,2}\/[^'"]+)['"]/g;

/** True for the name of a file, false for a built-in strategy. */
export const isStrategyFile = (name: string): boolean => /\.[tj]s$/.test(name);

/** Reads an entry file and what it imports from its own folder, and below. Fails with `bad_file`, naming the file. */
export function readStrategySource(file: string): Result<StrategySource> {
  const folder = path.dirname(file);
  const files: Record<string, string> = {};
  const waiting = [path.basename(file)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name in files) continue;
    let text: string;
    try {
      text = readFileSync(path.join(folder, name), 'utf8');
    } catch (error) {
      return fail('bad_file', `${name} cannot be read: ${(error as Error).message}`);
    }
    files[name] = text.replace(/^\uFEFF/, '');
    for (const [, wanted = ''] of text.matchAll(IMPORT)) {
      const found = resolveWithin(name, wanted, (each) => isFile(path.join(folder, each)));
      if (found !== undefined) waiting.push(found);
    }
  }
  return ok({ entry: path.basename(file), files });
}

/** The file that a relative import means, `lib/means.ts`; undefined when there is none or it lies outside the folder. */
export function resolveWithin(
  from: string,
  wanted: string,
  exists: (name: string) => boolean,
): string | undefined {
  const plain = path.posix.join(path.posix.dirname(from), wanted);
  if (plain.startsWith('../')) return undefined;
  const candidates = isStrategyFile(plain)
    ? [plain, plain.replace(/\.js$/, '.ts')]
    : ENDINGS.map((ending) => `${plain}${ending}`);
  return candidates.find(exists);
}

const isFile = (file: string): boolean => existsSync(file) && statSync(file).isFile();
