import type { EngineSilence } from '../../contract/message.ts';
import type { Pulse } from '../thread/pulse.ts';

const LOOK_EVERY_MS = 1_000;
/** Number of checks in a row without a beat. */
const PATIENCE = 10;

/**
 * Checks from outside whether an engine's thread runs its timers. The thread itself cannot interrupt a single long call
 * of a strategy into the language, such as a giant fill.
 */
export class EngineWatch implements Disposable {
  readonly #pulse: Pick<Pulse, 'beats' | 'running'>;
  readonly #onSilence: (silence: EngineSilence | null) => void;
  readonly #timer: NodeJS.Timeout;
  #beats: number;
  #missed = 0;
  #lookedAt: number;

  /** `onSilence` is called at each check while the engine is silent, and with null once it answers again. */
  constructor(
    pulse: Pick<Pulse, 'beats' | 'running'>,
    onSilence: (silence: EngineSilence | null) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#pulse = pulse;
    this.#onSilence = onSilence;
    this.#beats = pulse.beats;
    this.#lookedAt = now();
    this.#timer = setInterval(() => this.look(now()), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  look(nowMs: number): void {
    // The checking thread was suspended itself, or busy: the engine may have been too.
    const wasAway = nowMs - this.#lookedAt > 2 * LOOK_EVERY_MS;
    this.#lookedAt = nowMs;
    const { beats, running } = this.#pulse;
    if (beats !== this.#beats || wasAway) {
      if (this.#missed >= PATIENCE) this.#onSilence(null);
      this.#missed = 0;
      this.#beats = beats;
      return;
    }
    this.#missed++;
    if (this.#missed >= PATIENCE) this.#onSilence({ seconds: this.#missed, strategy: running ?? null });
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
