import type { EngineSilence } from '../../contract/message.ts';
import type { Pulse } from '../thread/pulse.ts';

const LOOK_EVERY_MS = 1_000;
/** Looks in a row without a beat. */
const PATIENCE = 10;

/**
 * Looks from outside whether an engine's thread comes to its timers. One call of a strategy into the language itself, a giant
 * fill, is counted by nobody and ends by itself or never.
 */
export class EngineWatch implements Disposable {
  readonly #pulse: Pick<Pulse, 'beats' | 'running'>;
  readonly #onSilence: (silence: EngineSilence | null) => void;
  readonly #timer: NodeJS.Timeout;
  #beats: number;
  #missed = 0;
  #lookedAt: number;

  /** `onSilence` hears it at each look while the engine is silent, and null once it is back. */
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
    // Who looks was suspended itself, or had much to do: so may the engine have been.
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
