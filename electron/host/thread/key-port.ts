import { ok, type Result } from '../../../core/base/result.ts';
import type { AlpacaKeys } from '../../../core/live-feed/alpaca/history-client.ts';
import { alpacaKeys } from '../store/alpaca-access.ts';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

/** The source of the keys for Alpaca. */
export interface KeySource {
  where(): Promise<'kept' | 'environment' | 'none'>;
  /** Fails with the missing key, and how to provide it. */
  read(): Promise<Result<AlpacaKeys>>;
}

/** Returns the host's keys, read again each time; undefined without any. */
export type KeptKeys = () => Promise<AlpacaKeys | undefined>;

/** The host's stored keys, else those of the environment. */
export function keySource(
  env: Readonly<Record<string, string | undefined>>,
  kept: KeptKeys | undefined,
): KeySource {
  return {
    async where() {
      if ((await kept?.()) !== undefined) return 'kept';
      return alpacaKeys(env).ok ? 'environment' : 'none';
    },
    async read() {
      const keys = await kept?.();
      return keys === undefined ? alpacaKeys(env) : ok(keys);
    },
  };
}

/**
 * A separate channel between host and engine for keys alone: no channel that a window hears carries them. Returns the
 * end for the engine's thread; each question there calls `keys` again.
 */
export function offerKeys(keys: () => AlpacaKeys | undefined): MessagePort {
  const { port1, port2 } = new MessageChannel();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  port1.on('message', () => port1.postMessage(keys() ?? null));
  port1.unref();
  return port2;
}

/** The engine's end. It keeps no thread alive. */
export function keysOver(port: MessagePort): KeptKeys {
  const waiting: ((keys: AlpacaKeys | undefined) => void)[] = [];
  port.on('message', (keys: AlpacaKeys | null) => waiting.shift()?.(keys ?? undefined));
  port.unref();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      port.postMessage('keys');
    });
}
