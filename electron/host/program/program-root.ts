import { existsSync } from 'node:fs';
import path from 'node:path';

/** The program's own folder: the nearest one above this file that holds a package.json, in a checkout, a package or an archive. */
export const programRoot = nearestWithManifest(__dirname);

/** The folders of the built renderer, the engine's bundle and the bundle of the bar store's reading threads. */
export const rendererFolder = path.join(programRoot, 'dist', 'renderer');
export const engineEntry = path.join(programRoot, 'dist', 'engine', 'entry.cjs');
export const readingEntry = path.join(programRoot, 'dist', 'reading', 'thread.cjs');

/** The bundle of the command line. */
export const cliEntry = path.join(programRoot, 'dist', 'cli', 'cli.cjs');

/** The program that plays the trials of a sweep: its process and its threads. */
export const researchEntry = path.join(programRoot, 'dist', 'cli', 'research.cjs');

function nearestWithManifest(folder: string): string {
  const parent = path.dirname(folder);
  return existsSync(path.join(folder, 'package.json')) || parent === folder
    ? folder
    : nearestWithManifest(parent);
}
