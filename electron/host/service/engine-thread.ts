import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../../../core/base/invariant.ts';
import type { ClientMessage, EngineMessage } from '../../contract/message.ts';
import { keysOver } from '../thread/key-port.ts';
import { fileLogger } from '../thread/log-file.ts';
import { Pulse } from '../thread/pulse.ts';
import { serveEngine } from './serve-engine.ts';
import type { EngineWorkerData } from './worker-data.ts';
import { STOP_MESSAGE } from '../thread/worker-port.ts';
import { threadPort } from '../thread/worker-port.ts';

/** The engine's thread: connects the engine to the thread that started it, and ends on request. */
export function serveThread(): void {
  invariant(parentPort, 'the engine runs in a worker thread');
  const host = parentPort;
  const { logFile, keyPort, pulse: memory, callNote, ...options } = workerData as EngineWorkerData;
  const port = threadPort<EngineMessage, ClientMessage>(host);
  const readingEntry = path.join(__dirname, '..', 'reading', 'thread.cjs');
  const pulse = memory === undefined ? undefined : new Pulse(memory, callNote);
  const beating = pulse?.start();
  const engine = serveEngine(port, {
    ...options,
    ...(pulse === undefined ? {} : { calls: pulse }),
    readingEntry,
    ...(keyPort === undefined ? {} : { keptKeys: keysOver(keyPort) }),
    logger: fileLogger(logFile, 'engine'),
  });

  host.on('message', (message: unknown) => {
    if (message !== STOP_MESSAGE) return;
    void engine.close();
    beating?.[Symbol.dispose]();
    // Without a parent to serve, the thread ends once pending writes are finished.
    port.close();
    host.close();
  });
}
