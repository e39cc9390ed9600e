import type { MessagePort } from 'node:worker_threads';
import type { ServeEngineOptions } from './serve-engine.ts';

/** The data with which a host starts the engine's thread: the engine's options, and the log file. */
export interface EngineWorkerData extends Omit<
  ServeEngineOptions,
  'logger' | 'keptKeys' | 'readingEntry' | 'calls'
> {
  readonly logFile: string;
  /** The port to the keys that the host keeps; absent where it keeps none. */
  readonly keyPort?: MessagePort | undefined;
  /** The file that names the strategy in progress: it outlives the process. */
  readonly callNote?: string;
  /** Shared memory in which the thread shows that it is alive. */
  readonly pulse?: SharedArrayBuffer;
}
