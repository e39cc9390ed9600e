import type { MessagePort } from 'node:worker_threads';
import type { ServeEngineOptions } from './serve-engine.ts';

/** What a host tells the engine's thread when it starts it: the engine's options, and where it logs. */
export interface EngineWorkerData extends Omit<
  ServeEngineOptions,
  'logger' | 'keptKeys' | 'readingEntry' | 'calls'
> {
  readonly logFile: string;
  /** The wire to the keys that the host keeps; absent where it keeps none. */
  readonly keyPort?: MessagePort | undefined;
  /** Where the thread tells that it lives. */
  readonly pulse?: SharedArrayBuffer;
}

/** Asks the engine's thread to close what it holds and end. Beside the contract: windows cannot send it. */
export const STOP_MESSAGE = 'stop';
