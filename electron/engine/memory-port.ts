import { Emitter } from '../../core/base/emitter.ts';
import type { Port } from '../contract/port.ts';

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
