import { disposable } from '../../core/base/disposable.ts';
import type { Port } from '../contract/port.ts';
import { STOP_MESSAGE } from './worker-data.ts';

/** What `parentPort` in a worker and the `Worker` outside have in common. */
export interface ThreadEndpoint {
  postMessage(value: unknown): void;
  on(event: 'message', listener: (value: unknown) => void): unknown;
  off(event: 'message', listener: (value: unknown) => void): unknown;
}

/**
 * One end of the wire between a worker thread and the thread that started it. Messages are cloned, never
 * transferred. `close` stops delivery at this end; the thread itself ends by its owner's hand.
 */
export function threadPort<Out, In>(endpoint: ThreadEndpoint): Port<Out, In> {
  const open = new Set<Disposable>();
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    post: (message) => endpoint.postMessage(message),
    onMessage(listener) {
      const deliver = (value: unknown) => {
        if (value !== STOP_MESSAGE) listener(value as In);
      };
      endpoint.on('message', deliver);
      const subscription = disposable(() => {
        endpoint.off('message', deliver);
        open.delete(subscription);
      });
      open.add(subscription);
      return subscription;
    },
    close() {
      for (const subscription of open) subscription[Symbol.dispose]();
    },
  };
}
