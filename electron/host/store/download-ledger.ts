import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Failure, type Result } from '../../../core/base/result.ts';
import type { DownloadedMonth, DownloadLedger } from '../../../core/live-feed/alpaca/download.ts';

type Part = Omit<DownloadedMonth, 'firstDay' | 'lastDay'>;

const keyOf = ({ symbol, interval, feed, adjustment, from, to }: Part): string =>
  [symbol, interval, feed, adjustment, from, to].join(' ');

/**
 * The months downloaded into a store, one per line, in `downloads.jsonl` beside its bars. Fails with `not_writable`
 * before anything is fetched for a read-only store.
 */
export function openDownloadLedger(location: string): Result<DownloadLedger> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(location))
    return readOnly(location, 'a store at an address is only read');
  const file = path.join(location, 'downloads.jsonl');
  const append = (text: string): Result<void> => {
    try {
      mkdirSync(location, { recursive: true });
      appendFileSync(file, text);
      return ok(undefined);
    } catch (error) {
      return readOnly(location, (error as Error).message);
    }
  };
  const writable = append('');
  if (!writable.ok) return writable;
  const noted = readNoted(file);
  return ok({
    find: (part) => noted.get(keyOf(part)),
    note(month) {
      noted.set(keyOf(month), month);
      return append(`${JSON.stringify(month)}\n`);
    },
  });
}

const readOnly = (location: string, reason: string): { ok: false; failure: Failure } =>
  fail(
    'not_writable',
    `The store ${location} cannot be written: ${reason}.`,
    'Name another one with --data.',
  );

/** A line that a crash cut short is a month to fetch again. */
function readNoted(file: string): Map<string, DownloadedMonth> {
  const noted = new Map<string, DownloadedMonth>();
  if (!existsSync(file)) return noted;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    try {
      const month = JSON.parse(line) as DownloadedMonth;
      noted.set(keyOf(month), month);
    } catch {
      continue;
    }
  }
  return noted;
}
