import { disposable } from '../../core/base/disposable.ts';
import type { Batch } from '../../electron/contract/batch.ts';
import type { ClientMessage, EngineMessage } from '../../electron/contract/message.ts';
import type { Port } from '../../electron/contract/port.ts';

export interface BatchReceiverParts {
  readonly port: Port<ClientMessage, EngineMessage>;
  /** Calls back once, at the next frame. Returns a function that cancels the call. */
  readonly nextFrame: (callback: () => void) => () => void;
  readonly apply: (batch: Batch) => void;
  /** True in a frame that belongs to other work: a batch waits for the next. */
  readonly isTaken: () => boolean;
}

/**
 * Delivers batches in order, one per frame. Each is acknowledged once it was applied, so a slow window slows
 * the engine.
 */
export function receiveBatches({ port, nextFrame, apply, isTaken }: BatchReceiverParts): Disposable {
  let waiting: Batch[] = [];
  let cancelFrame: (() => void) | null = null;

  const flush = (): void => {
    if (isTaken()) {
      cancelFrame = nextFrame(flush);
      return;
    }
    const batch = waiting.shift();
    cancelFrame = waiting.length > 0 ? nextFrame(flush) : null;
    if (batch === undefined) return;
    apply(batch);
    port.post({ kind: 'ack', seq: batch.seq });
  };

  const subscription = port.onMessage((message) => {
    // The last messages of a dead engine are not worth a frame, and nothing waits for the acknowledgement.
    if (message.kind === 'engine_died') waiting = [];
    if (message.kind !== 'batch') return;
    waiting.push(message.batch);
    cancelFrame ??= nextFrame(flush);
  });

  return disposable(() => {
    subscription[Symbol.dispose]();
    cancelFrame?.();
  });
}
