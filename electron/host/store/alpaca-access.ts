import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { AlpacaKeys } from '../../../core/live-feed/alpaca/history-client.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const REST = 'https://data.alpaca.markets';
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Alpaca's own names for its keys. */
export function alpacaKeys(env: Environment): Result<AlpacaKeys> {
  const key = env['APCA_API_KEY_ID'] ?? '';
  const secret = env['APCA_API_SECRET_KEY'] ?? '';
  if (key !== '' && secret !== '') return ok({ key, secret });
  const missing = [
    ...(key === '' ? ['APCA_API_KEY_ID'] : []),
    ...(secret === '' ? ['APCA_API_SECRET_KEY'] : []),
  ];
  return fail(
    'bad_usage',
    `Alpaca needs a key: ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not set.`,
    'Set both in the environment. `tapedeck feed-sim` gives keys for experiments.',
  );
}

/**
 * The address of the history: `APCA_API_DATA_URL`, else Alpaca. Keys go over an encrypted connection or stay on this
 * machine.
 */
export function alpacaRest(env: Environment): Result<string> {
  const text = env['APCA_API_DATA_URL'] ?? REST;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return fail('bad_usage', `APCA_API_DATA_URL is not an address: ${text}`);
  }
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
  if (!safe)
    return fail('bad_usage', `APCA_API_DATA_URL: keys are sent over https only, not to ${url.origin}`);
  return ok(`${url.origin}${url.pathname.replace(/\/$/, '')}`);
}

const STREAM = 'wss://stream.data.alpaca.markets';

/** The address of the stream: `APCA_API_STREAM_URL`, else Alpaca; encrypted, or on this machine. */
export function alpacaStream(env: Environment): Result<string> {
  const text = env['APCA_API_STREAM_URL'] ?? STREAM;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return fail('bad_usage', `APCA_API_STREAM_URL is not an address: ${text}`);
  }
  const safe = url.protocol === 'wss:' || (url.protocol === 'ws:' && LOOPBACK.has(url.hostname));
  if (!safe) return fail('bad_usage', `APCA_API_STREAM_URL: keys are sent over wss only, not to ${url.host}`);
  return ok(`${url.protocol}//${url.host}`);
}
