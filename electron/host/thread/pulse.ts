import { openSync, writeSync } from 'node:fs';

/** The beats, then the length of a name in bytes, then the name in UTF-8. */
const BEATS = 0;
const NAME_LENGTH = 1;
const NAME_AT = 8;
const BYTES = 512;

const BEAT_MS = 500;

/** Called at each call into a user's code. */
export interface CallWatch {
  enter(name: string): void;
  leave(): void;
}

/**
 * Shows that an engine's thread is alive, and whose code it runs, even when it can no longer send messages: memory that
 * its host reads from another thread.
 */
export class Pulse implements CallWatch {
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  #name = '';
  #length = 0;
  /** The file with the name of the strategy that was called last; it outlives the process. */
  readonly #note: number | undefined;
  #noted = '';

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(BYTES), noteFile?: string) {
    this.memory = memory;
    this.#note = noteFile === undefined ? undefined : openSync(noteFile, 'w');
    this.#words = new Int32Array(memory, 0, NAME_AT / 4);
    this.#bytes = new Uint8Array(memory, NAME_AT);
  }

  /** Beats while the thread runs its timers, until disposed. */
  start(): Disposable {
    const timer = setInterval(() => {
      Atomics.add(this.#words, BEATS, 1);
      // Timers run between calls: none is in progress.
      this.#writeNote('');
    }, BEAT_MS);
    timer.unref();
    return { [Symbol.dispose]: () => clearInterval(timer) };
  }

  enter(name: string): void {
    if (name !== this.#name) {
      const bytes = Buffer.from(name).subarray(0, this.#bytes.length);
      this.#bytes.set(bytes);
      this.#name = name;
      this.#length = bytes.length;
    }
    Atomics.store(this.#words, NAME_LENGTH, this.#length);
    this.#writeNote(name);
  }

  leave(): void {
    Atomics.store(this.#words, NAME_LENGTH, 0);
  }

  /** Written only when the name changes: a call costs nothing more while one strategy is at work. */
  #writeNote(name: string): void {
    if (this.#note === undefined || name === this.#noted) return;
    this.#noted = name;
    const bytes = Buffer.alloc(BYTES);
    bytes.write(name);
    writeSync(this.#note, bytes, 0, BYTES, 0);
  }

  get beats(): number {
    return Atomics.load(this.#words, BEATS);
  }

  /** The strategy whose code is running; undefined when none's is. */
  get running(): string | undefined {
    const length = Atomics.load(this.#words, NAME_LENGTH);
    return length === 0 ? undefined : Buffer.from(this.#bytes.slice(0, length)).toString('utf8');
  }
}
