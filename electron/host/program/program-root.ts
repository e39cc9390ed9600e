import { existsSync } from 'node:fs';
import path from 'node:path';

/** The program's own folder: the nearest one above this file that holds a package.json, in a checkout, a package or an archive. */
export const programRoot = nearestWithManifest(__dirname);

/** Where the built renderer, the engine's bundle and that of the threads that read the bar store are. */
export const rendererFolder = path.join(programRoot, 'dist', 'renderer');
export const engineEntry = path.join(programRoot, 'dist', 'engine', 'entry.cjs');
export const readingEntry = path.join(programRoot, 'dist', 'reading', 'thread.cjs');

function nearestWithManifest(folder: string): string {
  const parent = path.dirname(folder);
  return existsSync(path.join(folder, 'package.json')) || parent === folder
    ? folder
    : nearestWithManifest(parent);
}
