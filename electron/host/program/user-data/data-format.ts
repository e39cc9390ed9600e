import { fail, ok, type Result } from '../../../../core/base/result.ts';

/**
 * Format of the whole user's folder; raised when an older program could not continue with a newer one's files. 0:
 * before there was a number (`window.json`). 1: `settings.json`.
 */
export const DATA_FORMAT = 1;

/** The content of `user-data.json`. */
export interface FormatMark {
  readonly format: number;
  /** The version of the program that last wrote the folder. */
  readonly written_by: string;
}

/** `empty`: no file with a format yet; `unmarked`: files without a readable mark. */
export type FoundFormat = 'empty' | 'unmarked' | FormatMark;

/** `migrate` names the format to begin with; the folder is to be backed up first. */
export type FormatDecision = 'begin' | 'go_on' | { readonly migrate: number };

/**
 * The action for a user's folder. Fails with `unsupported` for one that a newer program has migrated: an older one
 * would misread it, or overwrite unknown data.
 */
export function decideFormat(found: FoundFormat, userDir: string): Result<FormatDecision> {
  if (found === 'empty') return ok('begin');
  const format = found === 'unmarked' ? 0 : found.format;
  if (format === DATA_FORMAT) return ok('go_on');
  if (format < DATA_FORMAT) return ok({ migrate: format });
  const by = found === 'unmarked' ? '' : ` ${found.written_by}`;
  return fail(
    'unsupported',
    `The data in ${userDir} belong to a newer Tapedeck (${by.trim()}, data format ${format}; this one knows ${DATA_FORMAT}).`,
    'Start the newer version, or name another folder with TAPEDECK_USER_DIR. Nothing was changed.',
  );
}
