/** What a host tells the engine's thread when it starts it. All are absolute folders, `logFile` a file. */
export interface EngineWorkerData {
  readonly dataDir: string;
  readonly userDir: string;
  readonly configDirs: readonly string[];
  readonly logFile: string;
}

/** Asks the engine's thread to close what it holds and end. Beside the contract: windows cannot send it. */
export const STOP_MESSAGE = 'stop';
