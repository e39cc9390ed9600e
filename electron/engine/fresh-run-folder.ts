import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes `RUNS/20251121-031500-123-rivn-with-aapl-Xy12ab`: when (UTC, to the millisecond, so that names sort by age) and of
 * what. Never one that is there already, however many runs begin at once. The name is for people and never read back.
 */
export function freshRunFolder(runsDir: string, of: string): string {
  mkdirSync(runsDir, { recursive: true });
  const stamp = new Date().toISOString().replaceAll(/[-:Z]/g, '').replaceAll(/[T.]/g, '-');
  const slug = of
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  return mkdtempSync(path.join(runsDir, `${stamp}-${slug}-`));
}
