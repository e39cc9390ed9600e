import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { RUN_FILES } from './run-files.ts';

/** The files that a run leaves behind when it ends before its first command. */
const BEGUN: ReadonlySet<string> = new Set<string>([
  RUN_FILES.lock,
  RUN_FILES.config,
  RUN_FILES.plan,
  RUN_FILES.strategies,
  RUN_FILES.exports,
]);

/**
 * Whether a run may be written to a folder that the user named: a new or an empty one, or, with `force`, one that holds a
 * run already. Fails with `bad_usage` for an older run without `force`, and always for a folder that holds other files.
 */
export function mayWriteRun(folder: string, force: boolean): Result<null> {
  if (!existsSync(folder)) return ok(null);
  if (!statSync(folder).isDirectory())
    return fail('bad_usage', `${folder} is a file, not a folder.`, ANOTHER);
  const names = readdirSync(folder).filter((name) => !name.endsWith('.part'));
  if (names.every((name) => name === RUN_FILES.lock)) return ok(null);
  const isRun = names.includes(RUN_FILES.journal) || names.every((name) => BEGUN.has(name));
  if (!isRun)
    return fail('bad_usage', `${folder} holds other files and no run: nothing is written there.`, ANOTHER);
  if (force) return ok(null);
  return fail(
    'bad_usage',
    `${path.normalize(folder)} holds a run already.`,
    'Name another folder, or replace it with --force.',
  );
}

const ANOTHER = 'Name another folder.';
