import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { AlpacaKeys } from '../../core/live-feed/alpaca/history-client.ts';
import type { KeptKeys } from './live/key-source.ts';

/**
 * A wire of its own between host and engine for keys alone: they go over none that a window hears. Answers the end for
 * the engine's thread; each question there asks `keys` anew.
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
