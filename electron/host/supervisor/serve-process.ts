import type { FromEngineProcess, ToEngineProcess } from './engine-process-messages.ts';
import type { RunningEngine } from './engine-supervisor.ts';
import { startEngineWorker } from './engine-worker.ts';
import type { HeldKeys } from '../thread/key-port.ts';

/** The wire to the host: Node's channel of a forked process, or the port of an Electron utility process. */
interface HostWire {
  post(message: FromEngineProcess): void;
  onMessage(listener: (message: ToEngineProcess) => void): void;
}

/** Electron's port in a utility process; the electron package has no types for it in a process without a window. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/**
 * The main thread of the engine's process: it starts the engine's thread, relays its messages, and notices when a
 * strategy does not return. The process ends with the engine, and at once when its host is gone.
 */
export function serveProcess(entryFile: string): void {
  const host = hostWire();
  const waiting: ((keys: HeldKeys | undefined) => void)[] = [];
  const askKeys = (): Promise<HeldKeys | undefined> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      host.post({ kind: 'ask_keys' });
    });
  let engine: RunningEngine | undefined;
  // Ctrl-C in a terminal reaches the whole group; the host decides when the engine stops.
  process.on('SIGINT', () => {});
  host.onMessage((message) => {
    if (message.kind === 'client') engine?.port.post(message.message);
    else if (message.kind === 'keys') waiting.shift()?.(message.keys ?? undefined);
    else if (message.kind === 'stop') void stop(engine);
    else {
      const { data, asksForKeys } = message.start;
      const onThrown = (error: unknown): void =>
        host.post({
          kind: 'thrown',
          stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
      engine = startEngineWorker(entryFile, data, asksForKeys ? askKeys : undefined, {}, onThrown);
      engine.port.onMessage((said) => host.post({ kind: 'engine', message: said }));
      engine.onSilence((silence) => host.post({ kind: 'silence', silence }));
      engine.onDeath((death) => host.post({ kind: 'died', ...death }));
    }
  });
}

async function stop(engine: RunningEngine | undefined): Promise<void> {
  await engine?.stop();
  process.exit(0);
}

function hostWire(): HostWire {
  const { parentPort } = process as unknown as { readonly parentPort?: ParentPort };
  if (parentPort !== undefined) {
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data as ToEngineProcess)),
    };
  }
  process.on('disconnect', () => process.exit(1));
  return {
    post: (message) => void (process.connected && process.send?.(message)),
    onMessage: (listener) => void process.on('message', (message) => listener(message as ToEngineProcess)),
  };
}
