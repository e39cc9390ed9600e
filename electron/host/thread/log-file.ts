import { mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import type { Logger } from '../../../core/base/logger.ts';

/** A log file that has grown beyond this is renamed to `*.old.log` when the program starts. */
const MAX_LOG_BYTES = 5_000_000;

/** The log file of a host and its engine: `logs/tapedeck.log` in the user's folder, ready for appending. */
export function prepareLogFile(userDir: string): string {
  const file = path.join(userDir, 'logs', 'tapedeck.log');
  mkdirSync(path.dirname(file), { recursive: true });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) renameSync(file, file.replace(/\.log$/, '.old.log'));
  return file;
}

/** A logger that appends JSON lines to `file` immediately, so that the last line before a crash is on the disk. */
export function fileLogger(file: string, part: string): Logger {
  const log = pino({ base: { part } }, pino.destination({ dest: file, sync: true }));
  return {
    debug: (message, fields) => log.debug(fields ?? {}, message),
    info: (message, fields) => log.info(fields ?? {}, message),
    warn: (message, fields) => log.warn(fields ?? {}, message),
    error: (message, fields) => log.error(fields ?? {}, message),
  };
}
