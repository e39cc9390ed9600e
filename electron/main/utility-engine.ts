import { utilityProcess } from 'electron';
import type {
  EngineChild,
  FromEngineProcess,
  LaunchOptions,
} from '../host/supervisor/engine-process-messages.ts';

/**
 * The engine's process in the desktop application: an Electron utility process, because the program's fuses keep the
 * application from running as plain Node. It has no permission model.
 */
export function utilityEngine(entryFile: string, { env }: LaunchOptions): EngineChild {
  const child = utilityProcess.fork(entryFile, [], {
    env: { ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    serviceName: 'Tapedeck engine',
  });
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngineProcess)),
    onErrorText: (listener) =>
      void child.stderr?.on('data', (text: Buffer) => listener(text.toString('utf8'))),
    onExit: (listener) => void child.once('exit', (code) => listener(`code ${code}`)),
    kill: () => void child.kill(),
  };
}
