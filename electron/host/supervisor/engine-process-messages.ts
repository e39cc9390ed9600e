import type { ClientMessage, EngineMessage, EngineSilence } from '../../contract/message.ts';
import type { EngineWorkerData } from '../service/worker-data.ts';
import type { HeldKeys } from '../thread/key-port.ts';

/** The engine's options as they cross into its process, and whether its host can be asked for keys. */
export interface EngineStart {
  readonly data: Omit<EngineWorkerData, 'keyPort' | 'pulse'>;
  readonly asksForKeys: boolean;
}

/** From the host to the engine's process. */
export type ToEngineProcess =
  | { readonly kind: 'start'; readonly start: EngineStart }
  | { readonly kind: 'client'; readonly message: ClientMessage }
  | { readonly kind: 'keys'; readonly keys: HeldKeys | null }
  | { readonly kind: 'stop' };

/** From the engine's process to its host. */
export type FromEngineProcess =
  | { readonly kind: 'engine'; readonly message: EngineMessage }
  | { readonly kind: 'ask_keys' }
  | { readonly kind: 'silence'; readonly silence: EngineSilence | null }
  | { readonly kind: 'thrown'; readonly stack: string }
  | { readonly kind: 'died'; readonly reason: string; readonly strategy: string | null };

/** A process as its host sees it. */
export interface EngineChild {
  post(message: ToEngineProcess): void;
  onMessage(listener: (message: FromEngineProcess) => void): void;
  /** The text of its standard error, as it comes. */
  onErrorText(listener: (text: string) => void): void;
  /** Called once; `how` is the code or the signal in words. */
  onExit(listener: (how: string) => void): void;
  kill(): void;
}

/** Starts the bundle in a process of its own, with these variables for its whole environment. */
export type LaunchEngine = (entryFile: string, options: LaunchOptions) => EngineChild;

export interface LaunchOptions {
  readonly env: Readonly<Record<string, string>>;
  /** The only folders that the process writes to, where the runtime can enforce it. */
  readonly writes: readonly string[];
}
