import { disposable } from './disposable.ts';

/** A list of listeners for one kind of event. Listeners inform; they never steer the emitter. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  subscribe(listener: (value: T) => void): Disposable {
    this.#listeners.add(listener);
    return disposable(() => this.#listeners.delete(listener));
  }

  emit(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }

  /** Number of listeners; tests check that none is left. */
  get size(): number {
    return this.#listeners.size;
  }
}
