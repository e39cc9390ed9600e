import type { Logger } from '../../core/base/logger.ts';
import type { EngineWorkerData } from '../engine/worker-data.ts';
import { ClientRelay } from './client-relay.ts';
import { EngineSupervisor } from './engine-supervisor.ts';
import { startEngineWorker, type KeptFor } from './engine-worker.ts';
import { engineEntry } from './program-root.ts';

/** What a host holds of its engine: windows attach to the relay, the host stops the supervisor. */
export interface HostedEngine {
  readonly relay: ClientRelay;
  readonly supervisor: EngineSupervisor;
}

/** Starts the engine in its thread for the host of a window, with the keys that the host keeps, if it keeps any. */
export function hostEngine(workerData: EngineWorkerData, logger: Logger, keys?: KeptFor): HostedEngine {
  const supervisor = new EngineSupervisor({
    start: () => startEngineWorker(engineEntry, workerData, keys),
    logger,
  });
  const relay = new ClientRelay(supervisor);
  supervisor.start();
  return { relay, supervisor };
}
