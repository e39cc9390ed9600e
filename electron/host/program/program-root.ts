import path from 'node:path';

/** The folder of the program: the checkout or the installed package. Sources and bundles lie equally deep in it. */
export const programRoot = path.join(__dirname, '..', '..');

/** Where the built renderer, the engine's bundle and that of the threads that read the bar store are. */
export const rendererFolder = path.join(programRoot, 'dist', 'renderer');
export const engineEntry = path.join(programRoot, 'dist', 'engine', 'entry.cjs');
export const readingEntry = path.join(programRoot, 'dist', 'reading', 'thread.cjs');
