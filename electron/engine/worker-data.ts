import type { ServeEngineOptions } from './serve-engine.ts';

/** What a host tells the engine's thread when it starts it: the engine's options, and where it logs. */
export interface EngineWorkerData extends Omit<ServeEngineOptions, 'logger'> {
  readonly logFile: string;
}

/** Asks the engine's thread to close what it holds and end. Beside the contract: windows cannot send it. */
export const STOP_MESSAGE = 'stop';
