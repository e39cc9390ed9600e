import { existsSync } from 'node:fs';
import path from 'node:path';

/** A folder of the private real market data beside the project; undefined, said once, where it is absent. */
export function realData(name: string): string | undefined {
  const folder = path.resolve(import.meta.dirname, '../../../shared/data/real', name);
  if (existsSync(folder)) return folder;
  process.stderr.write(`skipped: no real data at ../shared/data/real/${name}\n`);
  return undefined;
}
