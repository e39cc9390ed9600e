import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { BinanceLedger, FetchedPart } from '../../../core/live-feed/binance/download.ts';
import { BINANCE_ARCHIVE, BINANCE_REST } from '../../../core/live-feed/binance/protocol.ts';
import { writeReason } from './file-failures.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The addresses of REST and archive: `TAPEDECK_BINANCE_REST` and `TAPEDECK_BINANCE_ARCHIVE`, else the exchange's own. */
export function binanceAddresses(
  env: Environment,
): Result<{ readonly rest: string; readonly archive: string }> {
  const rest = addressOf(env, 'TAPEDECK_BINANCE_REST', BINANCE_REST);
  if (!rest.ok) return rest;
  const archive = addressOf(env, 'TAPEDECK_BINANCE_ARCHIVE', BINANCE_ARCHIVE);
  return archive.ok ? ok({ rest: rest.value, archive: archive.value }) : archive;
}

function addressOf(env: Environment, name: string, usual: string): Result<string> {
  const text = env[name] ?? usual;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return fail('bad_usage', `${name} is not an address: ${text}`);
  }
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
  if (!safe) return fail('bad_usage', `${name}: expected https, or this machine, not ${url.origin}`);
  return ok(`${url.origin}${url.pathname.replace(/\/$/, '')}`);
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The one file of a zip as text. Throws where there is another number of files. */
export function unzipText(bytes: Uint8Array): string {
  const files = Object.values(unzipSync(bytes));
  const [file] = files;
  if (file === undefined || files.length > 1) throw new Error(`it holds ${files.length} files, not one`);
  return strFromU8(file);
}

const keyOf = ({ symbol, interval, period }: FetchedPart): string => `${symbol} ${interval} ${period}`;

/**
 * The parts fetched into a store, one per line, in `downloads-binance.jsonl` beside its bars. A line that a crash cut short is
 * a part to fetch again. Fails with `not_writable` before anything is fetched.
 */
export function openBinanceLedger(location: string): Result<BinanceLedger> {
  const file = path.join(location, 'downloads-binance.jsonl');
  const append = (text: string): Result<void> => {
    try {
      mkdirSync(location, { recursive: true });
      appendFileSync(file, text);
      return ok(undefined);
    } catch (error) {
      return fail('not_writable', `The store ${location} cannot be written: ${writeReason(error)}.`);
    }
  };
  const writable = append('');
  if (!writable.ok) return writable;
  const fetched = new Set(existsSync(file) ? linesOf(readFileSync(file, 'utf8')) : []);
  return ok({
    has: (part) => fetched.has(keyOf(part)),
    note(part) {
      fetched.add(keyOf(part));
      return append(`${JSON.stringify(part)}\n`);
    },
  });
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [keyOf(JSON.parse(line) as FetchedPart)];
    } catch {
      return [];
    }
  });
}
