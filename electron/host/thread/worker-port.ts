import { Emitter } from '../../../core/base/emitter.ts';
import type { Port } from '../../contract/port.ts';
import { disposable } from '../../../core/base/disposable.ts';

/** Asks the engine's thread to close its files and end. Not part of the contract: windows cannot send it. */
export const STOP_MESSAGE = 'stop';

/**
 * Two ends of a wire within one thread. A message arrives in a later turn of the event loop, in order, as it would
 * over a real wire; it is not copied. Closing one end closes both.
 */
export function memoryPorts<A, B>(): [Port<A, B>, Port<B, A>] {
  const toFirst = new Emitter<B>();
  const toSecond = new Emitter<A>();
  let open = true;
  const close = (): void => {
    open = false;
  };
  function end<Out, In>(outgoing: Emitter<Out>, incoming: Emitter<In>): Port<Out, In> {
    return {
      post(message) {
        setImmediate(() => {
          if (open) outgoing.emit(message);
        });
      },
      onMessage: (listener) => incoming.subscribe(listener),
      close,
    };
  }
  return [end(toSecond, toFirst), end(toFirst, toSecond)];
}

/** The common part of `parentPort` in a worker and the `Worker` outside. */
export interface ThreadEndpoint {
  postMessage(value: unknown): void;
  on(event: 'message', listener: (value: unknown) => void): unknown;
  off(event: 'message', listener: (value: unknown) => void): unknown;
}

/**
 * One end of the channel between a worker thread and the thread that started it. Messages are cloned, never
 * transferred. `close` stops delivery at this end; only the owner ends the thread.
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
