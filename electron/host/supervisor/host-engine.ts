import type { Logger } from '../../../core/base/logger.ts';
import type { EngineWorkerData } from '../service/worker-data.ts';
import { ClientRelay } from './client-relay.ts';
import { EngineSupervisor } from './engine-supervisor.ts';
import { startEngineProcess, type EngineProcessOptions } from './engine-process.ts';
import type { CrashNotes } from '../program/crash/crash-folder.ts';
import { engineEntry } from '../program/program-root.ts';

/** A host's handles of its engine: windows attach to the relay, the host stops the supervisor. */
export interface HostedEngine {
  readonly relay: ClientRelay;
  readonly supervisor: EngineSupervisor;
}

interface HostParts extends Omit<EngineProcessOptions, 'data' | 'entryFile' | 'onThrown'> {
  readonly logger: Logger;
  readonly crashes: CrashNotes;
  readonly entryFile?: string;
}

/**
 * Starts the engine in its process for the host of a window, with the host's keys, if any. Its death leaves a crash
 * report.
 */
export function hostEngine(data: EngineWorkerData, parts: HostParts): HostedEngine {
  const { logger, crashes, entryFile = engineEntry, ...process } = parts;
  const onThrown = (error: unknown): void =>
    logger.error('the engine threw', { error: error instanceof Error ? error.stack : String(error) });
  const supervisor = new EngineSupervisor({
    start: () => startEngineProcess({ ...process, data, entryFile, onThrown }),
    logger,
  });
  supervisor.onMessage((message) => {
    if (message.kind === 'engine_died') crashes.note('engine', message.reason);
  });
  const relay = new ClientRelay(supervisor);
  supervisor.start();
  return { relay, supervisor };
}
