import type { RunReader } from '../../../core/session-coordinator/session/run-reader.ts';
import type { StrategySources } from './strategy-library.ts';

/**
 * The code of users' strategies that a session runs; a file saved in between counts as other code until it is loaded.
 */
export class SessionCode {
  readonly #read: () => StrategySources;
  #running: StrategySources;
  /** True when files were saved while the session played: they wait for its next pause. */
  waits = false;

  /** `read` returns the contents of the files; a deleted file is left out. */
  constructor(running: StrategySources, read: () => StrategySources) {
    this.#running = running;
    this.#read = read;
  }

  get running(): StrategySources {
    return this.#running;
  }

  /** Loads the current contents of the files; returns true when they differ from the running code. */
  takeSaved(): boolean {
    this.waits = false;
    const before = this.#running;
    this.#running = { ...before, ...this.#read() };
    return JSON.stringify(before) !== JSON.stringify(this.#running);
  }
}

/** Calls `then` each time a run has paused. Ends with the run. */
export function onPause({ log }: RunReader, then: () => void): void {
  log.subscribe((event) => {
    // Not from within the loop, which is about to wait.
    if (event.type === 'session_state' && event.to === 'paused') queueMicrotask(then);
  });
}
