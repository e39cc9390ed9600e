import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { crashReport, type Crash } from './crash-report.ts';

/** Older reports are deleted to make room for new ones. */
const MOST_REPORTS = 20;
const LOG_TAIL_BYTES = 48 * 1024;

/** The folder of reports, each a text file that the user may read, send or delete; the program never reads them. */
export const crashFolder = (userDir: string): string => path.join(userDir, 'crashes');

export interface CrashNotes {
  /**
   * Writes a report; returns its file, undefined where none can be written. Never throws: the program is already
   * failing.
   */
  note(part: Crash['part'], reason: string): string | undefined;
}

/** Keeps the reports of one program. `about` are its versions; the end of `logFile` is quoted. */
export function keepCrashReports(options: {
  readonly userDir: string;
  readonly logFile: string;
  readonly about: Crash['about'];
  readonly env: Readonly<Record<string, string | undefined>>;
}): CrashNotes {
  const folder = crashFolder(options.userDir);
  let count = 0;
  return {
    note(part, reason) {
      try {
        const at = new Date().toISOString();
        const log = tailOf(options.logFile);
        const removal = { env: options.env, home: os.homedir() };
        mkdirSync(folder, { recursive: true });
        // Named by time, with a counter within a millisecond, so that names sort in the order of the crashes.
        const order = String(count++).padStart(4, '0');
        const file = path.join(folder, `${at.replaceAll(/[:.]/g, '-')}-${order}-${part}.txt`);
        writeFileSync(file, crashReport({ part, reason, at, about: options.about, log }, removal));
        for (const old of readdirSync(folder).sort().slice(0, -MOST_REPORTS)) rmSync(path.join(folder, old));
        return file;
      } catch {
        return undefined;
      }
    },
  };
}

function tailOf(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const bytes = Buffer.alloc(Math.min(size, LOG_TAIL_BYTES));
    readSync(handle, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8');
  } finally {
    closeSync(handle);
  }
}
