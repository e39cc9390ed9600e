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

/** Keys that a host holds: kept for its user, or of its environment. */
export type HeldKeys = AlpacaKeys & { readonly from?: 'environment' };

/** The keys of an environment, as a host hands them to its engine. */
export function environmentKeys(env: Readonly<Record<string, string | undefined>>): HeldKeys | undefined {
  const keys = alpacaKeys(env);
  return keys.ok ? { ...keys.value, from: 'environment' } : undefined;
}

/** Returns the host's keys, read again each time; undefined without any. */
export type KeptKeys = () => Promise<HeldKeys | undefined>;

/** The host's stored keys, else those of the environment. */
export function keySource(
  env: Readonly<Record<string, string | undefined>>,
  kept: KeptKeys | undefined,
): KeySource {
  return {
    async where() {
      const held = await kept?.();
      if (held !== undefined) return held.from ?? 'kept';
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
export function offerKeys(keys: () => HeldKeys | undefined | Promise<HeldKeys | undefined>): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const answer = async (): Promise<void> => {
    const held = (await keys()) ?? null;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    port1.postMessage(held);
  };
  port1.on('message', () => void answer());
  port1.unref();
  return port2;
}

/** The engine's end. It keeps no thread alive. */
export function keysOver(port: MessagePort): KeptKeys {
  const waiting: ((keys: HeldKeys | undefined) => void)[] = [];
  port.on('message', (keys: HeldKeys | null) => waiting.shift()?.(keys ?? undefined));
  port.unref();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      port.postMessage('keys');
    });
}
