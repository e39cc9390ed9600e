import type { RunReader } from '../../../core/session-coordinator/session/run-reader.ts';
import type { StrategySources } from './strategy-library.ts';

/** The code of users' strategies that a session runs; a file that is saved meanwhile is other code until it is taken in. */
export class SessionCode {
  readonly #read: () => StrategySources;
  #running: StrategySources;
  /** True when files were saved while the session played: they wait for its next pause. */
  waits = false;

  /** False for the code of a recorded run: it runs as it ran, even where a new run would be refused with it. */
  isNew: boolean;

  /** `recorded` is the code of a run that plays again. `read` returns the content of the files, without missing ones. */
  constructor(recorded: StrategySources | undefined, read: () => StrategySources) {
    this.#running = recorded ?? read();
    this.isNew = recorded === undefined;
    this.#read = read;
  }

  get running(): StrategySources {
    return this.#running;
  }

  /** Takes in what the files hold; true when that is other code than what ran. */
  takeSaved(): boolean {
    this.waits = false;
    const before = this.#running;
    this.#running = { ...before, ...this.#read() };
    const isOther = JSON.stringify(before) !== JSON.stringify(this.#running);
    this.isNew ||= isOther;
    return isOther;
  }
}

/** Calls `then` each time a run has come to stand paused. Ends with the run. */
export function onPause({ log }: RunReader, then: () => void): void {
  log.subscribe((event) => {
    // Not from within the loop, which is about to wait.
    if (event.type === 'session_state' && event.to === 'paused') queueMicrotask(then);
  });
}
