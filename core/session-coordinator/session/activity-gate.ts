import type { ReadingGate } from '../../session-data/session-view.ts';

/**
 * Whether the external side may look: active while lag is within the threshold. Counts the notifications dropped by a
 * block.
 */
export class ActivityGate implements ReadingGate {
  #active = true;
  readonly thresholdMs: number;
  readonly #changed: (active: boolean, reason: string) => void;
  /** Notifications dropped since the present, or the last, block began. */
  droppedInBlock = 0;

  constructor(thresholdSeconds: number, changed: (active: boolean, reason: string) => void) {
    this.thresholdMs = thresholdSeconds * 1_000;
    this.#changed = changed;
  }

  get active(): boolean {
    return this.#active;
  }

  /** Decides by the lag of the bars being processed, in ms; the reason names the first of them. */
  check(lagMs: number, bars: { readonly firstDue: string }): void {
    if (lagMs > this.thresholdMs) {
      if (!this.#active) return;
      this.droppedInBlock = 0;
      this.#set(
        false,
        `${bars.firstDue} is ${lagMs / 1_000} s behind, over the threshold of ${this.thresholdMs / 1_000} s`,
      );
    } else if (!this.#active) {
      this.#set(
        true,
        `${bars.firstDue} is ${lagMs / 1_000} s behind, within the threshold of ${this.thresholdMs / 1_000} s`,
      );
    }
  }

  /** No symbol is behind any more, for any reason: caught up, quiet, or removed. */
  settle(): void {
    if (!this.#active) this.#set(true, 'no symbol is behind');
  }

  #set(active: boolean, reason: string): void {
    this.#active = active;
    this.#changed(active, reason);
  }
}
