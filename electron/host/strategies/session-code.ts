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

  /** False for the code of a recorded run: it runs as it ran, even where a new run would be refused with it. */
  isNew: boolean;

  /** `recorded` is the code of a replayed run. `read` returns the contents of the files; a deleted file is left out. */
  constructor(recorded: StrategySources | undefined, read: () => StrategySources) {
    this.#running = recorded ?? read();
    this.isNew = recorded === undefined;
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
    const isOther = JSON.stringify(before) !== JSON.stringify(this.#running);
    this.isNew ||= isOther;
    return isOther;
  }
}

/** Calls `then` each time a run has paused. Ends with the run. */
export function onPause({ log }: RunReader, then: () => void): void {
  log.subscribe((event) => {
    // Not from within the loop, which is about to wait.
    if (event.type === 'session_state' && event.to === 'paused') queueMicrotask(then);
  });
}
