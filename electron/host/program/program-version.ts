import { readFileSync } from 'node:fs';
import path from 'node:path';
import { programRoot } from './program-root.ts';

/** The version in package.json, beside which the program lies. */
export function programVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(programRoot, 'package.json'), 'utf8'));
  return (manifest as { version: string }).version;
}
