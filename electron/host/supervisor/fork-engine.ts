import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { writeRoots } from './write-roots.ts';
import type { EngineChild, FromEngineProcess, LaunchOptions } from './engine-process-messages.ts';

/** Node's names for its permission model: the newer one first. Electron 22 has neither. */
const PERMISSION = ['--permission', '--experimental-permission'];

/** A second belt, where the runtime has it: the process writes to its own folders alone and starts no other process. */
function permissionFlags(writes: readonly string[]): readonly string[] {
  const flag = PERMISSION.find((name) => process.allowedNodeEnvironmentFlags.has(name));
  if (flag === undefined) return [];
  const roots = writeRoots(writes);
  // The process may write in these folders, and not create them.
  for (const folder of roots) makeFolder(folder);
  const write = roots.map((folder) => `--allow-fs-write=${path.join(folder, '*')}`);
  return [flag, '--allow-fs-read=*', '--allow-worker', '--no-warnings', ...write];
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    // The engine reports a folder that it cannot write.
  }
}

/** The engine's process under Node: `tapedeck serve`. */
export function forkEngine(entryFile: string, { env, writes }: LaunchOptions): EngineChild {
  const child = fork(entryFile, [], {
    env: { ...env },
    execArgv: [...permissionFlags(writes)],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  // A channel that breaks is followed by the exit, which tells the reason.
  child.on('error', () => {});
  return {
    post: (message) => void (child.connected && child.send(message, () => {})),
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngineProcess)),
    onErrorText: (listener) => void child.stderr?.setEncoding('utf8').on('data', listener),
    onExit: (listener) =>
      void child.once('exit', (code, signal) =>
        listener(signal === null ? `code ${code}` : `signal ${signal}`),
      ),
    kill: () => void child.kill('SIGKILL'),
  };
}
