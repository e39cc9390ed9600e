import { readFileSync } from 'node:fs';
import path from 'node:path';
import { programRoot } from './program-root.ts';

/** The version in the package.json next to the program. */
export function programVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(programRoot, 'package.json'), 'utf8'));
  return (manifest as { version: string }).version;
}
