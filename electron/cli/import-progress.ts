import type { CommandIo } from './command-io.ts';

const LINE_EVERY_MS = 3_000;

/** The progress of a file: a line that is drawn again on a terminal, one every few seconds elsewhere. */
export function importProgress(
  io: CommandIo,
  name: string,
): (progress: { readonly done: number; readonly total: number }) => void {
  let shown = performance.now();
  return ({ done, total }) => {
    const line = `${name} ${Math.floor((done / total) * 100)} %`;
    if (io.isTty) io.stderr(`\r${line}\u001B[K`);
    else if (performance.now() - shown > LINE_EVERY_MS) {
      shown = performance.now();
      io.stderr(`${line}\n`);
    }
  };
}
