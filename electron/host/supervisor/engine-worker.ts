import { type ResourceLimits, Worker } from 'node:worker_threads';
import { Emitter } from '../../../core/base/emitter.ts';
import type { ClientMessage, EngineMessage, EngineSilence } from '../../contract/message.ts';
import { offerKeys, type HeldKeys } from '../thread/key-port.ts';
import { Pulse } from '../thread/pulse.ts';
import type { EngineWorkerData } from '../service/worker-data.ts';
import { STOP_MESSAGE } from '../thread/worker-port.ts';
import { threadPort } from '../thread/worker-port.ts';
import type { EngineDeath, RunningEngine } from './engine-supervisor.ts';
import { EngineWatch } from './engine-watch.ts';

/** How long an engine may take to close its run folder before its thread is ended. */
const STOP_LIMIT_MS = 3_000;

/**
 * Starts the engine's bundle `entryFile` in a thread of its own, with a heap of its own: one that needs more than
 * `resourceLimits` ends, and the host continues. `onThrown` gets the error that ended it, with its stack, before its
 * death is reported.
 */
export function startEngineWorker(
  entryFile: string,
  workerData: EngineWorkerData,
  keys?: () => Promise<HeldKeys | undefined>,
  resourceLimits: ResourceLimits = {},
  onThrown: (error: unknown) => void = () => {},
): RunningEngine {
  const keyPort = keys === undefined ? undefined : offerKeys(keys);
  const pulse = new Pulse();
  const worker = new Worker(entryFile, {
    workerData: { ...workerData, keyPort, pulse: pulse.memory },
    transferList: keyPort === undefined ? [] : [keyPort],
    resourceLimits,
  });
  const deaths = new Emitter<EngineDeath>();
  const silences = new Emitter<EngineSilence | null>();
  const watch = new EngineWatch(pulse, (silence) => silences.emit(silence));
  let stopping = false;
  let reported = false;
  const report = (reason: string): void => {
    watch[Symbol.dispose]();
    if (reported || stopping) return;
    reported = true;
    deaths.emit({ reason, strategy: pulse.running ?? null });
  };
  worker.on('error', (error) => {
    onThrown(error);
    report(reasonOf(error));
  });
  worker.on('exit', (code) => report(`The engine's thread ended with code ${code}.`));
  return {
    port: threadPort<ClientMessage, EngineMessage>(worker),
    onDeath: (listener) => deaths.subscribe(listener),
    onSilence: (listener) => silences.subscribe(listener),
    kill(reason) {
      report(reason);
      void worker.terminate();
    },
    stop() {
      stopping = true;
      watch[Symbol.dispose]();
      return endOf(worker);
    },
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? 'It ran out of memory. A session with fewer symbols, days of history or indicators needs less.'
    : error.message;
}

function endOf(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => void worker.terminate(), STOP_LIMIT_MS);
    worker.once('exit', () => {
      clearTimeout(limit);
      resolve();
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage(STOP_MESSAGE);
  });
}
