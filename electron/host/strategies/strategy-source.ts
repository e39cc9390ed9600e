import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';

/** The files of one user's strategy, by their paths relative to the entry's folder; a run folder keeps them. */
export interface StrategySource {
  readonly entry: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Packages that a strategy may import in addition to its own files. */
export const PROVIDED = ['tapedeck/strategy', 'zod'] as const;

/** All files of a strategy together. */
const LARGEST_CHARS = 4 * 1024 * 1024;

const ENDINGS = ['.ts', '.js', '/index.ts', '/index.js'];
const IMPORT = /\b(?:from|import|require\()\s*['"](\.{1,2}\/[^'"]+)['"]/g;

/** True for the name of a file, false for a built-in strategy. */
export const isStrategyFile = (name: string): boolean => /\.[tj]s$/.test(name);

/** Reads an entry file and its imports from its own folder, and below. Fails with `bad_file`, naming the file. */
export function readStrategySource(file: string): Result<StrategySource> {
  const folder = path.dirname(file);
  const files: Record<string, string> = {};
  let bytes = 0;
  const waiting = [path.basename(file)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name in files) continue;
    const read = readText(path.join(folder, name));
    if (!read.ok) return fail('bad_file', `${name} cannot be read: ${read.failure.message}`);
    const text = read.value;
    bytes += text.length;
    if (bytes > LARGEST_CHARS) return fail('bad_file', `${name} makes the strategy larger than 4 MB`);
    files[name] = text.replace(/^\uFEFF/, '');
    for (const [, wanted = ''] of text.matchAll(IMPORT)) {
      const found = resolveWithin(name, wanted, (each) => isFileWithin(folder, each));
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
  if (plain.startsWith('../') || plain.startsWith('/')) return undefined;
  const candidates = isStrategyFile(plain)
    ? [plain, plain.replace(/\.js$/, '.ts')]
    : ENDINGS.map((ending) => `${plain}${ending}`);
  return candidates.find(exists);
}

function readText(file: string): Result<string> {
  try {
    // A pipe would be waited for.
    if (!statSync(file).isFile()) return fail('bad_file', 'it is no file');
    return ok(readFileSync(file, 'utf8'));
  } catch (error) {
    return fail('bad_file', (error as Error).message);
  }
}

/** Whether a folder holds the file of a relative name: no link and no `..` leads out of it. */
export function isFileWithin(folder: string, name: string): boolean {
  try {
    const place = realpathSync(path.join(folder, name));
    return place.startsWith(`${realpathSync(folder)}${path.sep}`) && statSync(place).isFile();
  } catch {
    return false;
  }
}
