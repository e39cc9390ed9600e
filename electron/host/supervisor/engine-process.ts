import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Emitter } from '../../../core/base/emitter.ts';
import type { ClientMessage, EngineMessage, EngineSilence } from '../../contract/message.ts';
import type { Port } from '../../contract/port.ts';
import { socketFolder } from '../service/socket-folder.ts';
import type { EngineWorkerData } from '../service/worker-data.ts';
import type { HeldKeys } from '../thread/key-port.ts';
import { engineEnvironment } from './engine-environment.ts';
import type { EngineChild, LaunchEngine } from './engine-process-messages.ts';
import type { EngineDeath, RunningEngine } from './engine-supervisor.ts';

/** How long an engine may take to close its run folder before its process is ended. */
const STOP_LIMIT_MS = 5_000;
/** Characters of a process's last output that are kept. */
const LAST_WORDS = 8_000;

/** Keys that a host holds for its user; read at each use. */
export type KeysFor = () => HeldKeys | undefined;

export interface EngineProcessOptions {
  readonly launch: LaunchEngine;
  /** The engine's bundle. */
  readonly entryFile: string;
  readonly data: EngineWorkerData;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly keys?: KeysFor | undefined;
  /** Gets the error that ended the engine, with its stack, before its death is reported. */
  readonly onThrown?: (error: unknown) => void;
}

let started = 0;

/**
 * Starts the engine and the users' strategies in a process of their own. If that process ends, even by a fatal error of
 * the runtime, its host keeps running with windows, keys and dialogs.
 */
export function startEngineProcess(options: EngineProcessOptions): RunningEngine {
  const { launch, entryFile, data, keys } = options;
  const callNote = path.join(data.userDir, 'engines', `${process.pid}-${++started}.call`);
  mkdirSync(path.dirname(callNote), { recursive: true, mode: 0o700 });
  const child = launch(entryFile, {
    env: engineEnvironment(options.env, data.dataDir),
    writes: writtenBy(data),
  });
  const engine = new EngineProcess(child, callNote, options.onThrown ?? (() => {}));
  child.onMessage((message) => {
    if (message.kind === 'ask_keys') child.post({ kind: 'keys', keys: keys?.() ?? null });
  });
  child.post({
    kind: 'start',
    start: { data: { ...data, callNote }, asksForKeys: keys !== undefined },
  });
  return engine;
}

/** The folders that an engine writes to; a store behind an address is read only. */
const writtenBy = ({ userDir, dataDir }: EngineWorkerData): readonly string[] => [
  userDir,
  ...(dataDir.includes('://') ? [] : [dataDir]),
  socketFolder(userDir),
  os.tmpdir(),
];

class EngineProcess implements RunningEngine {
  readonly #child: EngineChild;
  readonly #callNote: string;
  readonly #messages = new Emitter<EngineMessage>();
  readonly #deaths = new Emitter<EngineDeath>();
  readonly #silences = new Emitter<EngineSilence | null>();
  readonly #exited: Promise<void>;
  #lastWords = '';
  #reported = false;
  #stopping = false;
  readonly port: Port<ClientMessage, EngineMessage>;

  constructor(child: EngineChild, callNote: string, onThrown: (error: unknown) => void) {
    this.#child = child;
    this.#callNote = callNote;
    this.port = {
      post: (message) => child.post({ kind: 'client', message }),
      onMessage: (listener) => this.#messages.subscribe(listener),
      close: () => {},
    };
    child.onErrorText((text) => (this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS)));
    child.onMessage((message) => {
      if (message.kind === 'engine') this.#messages.emit(message.message);
      else if (message.kind === 'silence') this.#silences.emit(message.silence);
      else if (message.kind === 'thrown') onThrown(message.stack);
      else if (message.kind === 'died') this.#report(message);
    });
    this.#exited = new Promise((resolve) => {
      child.onExit((how) => {
        // The last words arrive with the end of the pipe, a moment after the exit.
        setTimeout(() => {
          if (!this.#reported && !this.#stopping && this.#lastWords !== '') onThrown(this.#lastWords);
          this.#report(endOf(how, this.#lastWords, this.#strategy()));
          rmSync(callNote, { force: true });
          resolve();
        }, 50);
      });
    });
  }

  onDeath(listener: (death: EngineDeath) => void): Disposable {
    return this.#deaths.subscribe(listener);
  }

  onSilence(listener: (silence: EngineSilence | null) => void): Disposable {
    return this.#silences.subscribe(listener);
  }

  kill(reason: string): void {
    this.#report({ reason, strategy: this.#strategy() });
    this.#child.kill();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#child.post({ kind: 'stop' });
    const limit = setTimeout(() => this.#child.kill(), STOP_LIMIT_MS);
    await this.#exited;
    clearTimeout(limit);
  }

  #report({ reason, strategy }: EngineDeath): void {
    if (this.#reported || this.#stopping) return;
    this.#reported = true;
    this.#deaths.emit({ reason, strategy });
    // A process whose engine has ended is of no use.
    this.#child.kill();
  }

  /** The strategy that was called last, as the process has noted it. */
  #strategy(): string | null {
    try {
      const name = readFileSync(this.#callNote, 'utf8').replaceAll('\0', '').trim();
      return name === '' ? null : name;
    } catch {
      return null;
    }
  }
}

const FATAL =
  /(Fatal JavaScript [^\n]+|FATAL ERROR: [^\n]+|JavaScript heap out of memory|^\w*Error: [^\n]+)/m;

function endOf(how: string, lastWords: string, strategy: string | null): EngineDeath {
  const [, fatal] = FATAL.exec(lastWords) ?? [];
  const by = strategy === null ? '' : ` while it was in the strategy ${strategy}`;
  return { reason: `The engine's process ended${by}: ${fatal ?? how}.`, strategy };
}
