import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { writeReason } from './file-failures.ts';

/**
 * Makes `RUNS/20251121-031500-123-rivn-with-aapl-Xy12ab`: when (UTC, to the millisecond, so that names sort by age) and of
 * what. Never one that is there already, however many runs begin at once. The name is for people and
 * never read back. Fails where nothing can be written.
 */
export function freshRunFolder(runsDir: string, of: string): Result<string> {
  const stamp = new Date().toISOString().replaceAll(/[-:Z]/g, '').replaceAll(/[T.]/g, '-');
  const slug = of
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  try {
    mkdirSync(runsDir, { recursive: true });
    return ok(mkdtempSync(path.join(runsDir, `${stamp}-${slug}-`)));
  } catch (error) {
    return fail(
      'not_writable',
      `No run can be recorded: ${runsDir} cannot be written, ${writeReason(error)}.`,
    );
  }
}
