import os from 'node:os';
import { performance } from 'node:perf_hooks';

/** The machine's sources of time. */
export interface TimeSources {
  /** UTC epoch ms, from the machine's clock, which can be set. */
  readonly wall: () => number;
  /** ms that advance steadily; they may stop while the machine sleeps. */
  readonly running: () => number;
  /** Seconds since the machine was started, including sleep; undefined where it does not report them. */
  readonly up: () => number | undefined;
}

/**
 * `performance.now` stops in the sleep of some systems (Linux: CLOCK_MONOTONIC); `os.uptime` never does
 * (CLOCK_BOOTTIME).
 */
const MACHINE: TimeSources = {
  wall: () => Date.now(),
  running: () => performance.now(),
  up: () => {
    try {
      return os.uptime();
    } catch {
      return undefined;
    }
  },
};

/** A correction of the machine's clock by up to this, as time servers make, is followed, ms. */
const FOLLOWED_MS = 60_000;
/** `os.uptime` is as coarse as a second. */
const SLEPT_MS = 2_000;
const LOOK_EVERY_MS = 250;

/**
 * Real time that does not move when the machine's clock is set an hour forward or back: it is read once and advances
 * steadily, including sleep. Small corrections are followed. Whether a large one was right shows in another source of
 * the time.
 */
export class SteadyClock {
  readonly #sources: TimeSources;
  readonly #begunAt: number;
  readonly #upAt: number | undefined;
  readonly #runningAt: number;
  #asleep = 0;
  #lookedAt = 0;
  /** The sum of the corrections followed so far, ms. */
  #followed = 0;

  constructor(sources: TimeSources = MACHINE) {
    this.#sources = sources;
    this.#begunAt = sources.wall();
    this.#upAt = sources.up();
    this.#runningAt = sources.running();
  }

  /** UTC epoch ms. */
  now(): number {
    const steady = this.#steady();
    const ahead = this.#sources.wall() - steady;
    const isSmall = Math.abs(ahead - this.#followed) <= FOLLOWED_MS;
    // Without a way to distinguish sleep from a clock that was set, the machine's clock is trusted.
    if (isSmall || this.#upAt === undefined) this.#followed = ahead;
    return steady + this.#followed;
  }

  /**
   * A source with a right clock reported this instant (UTC epoch ms): a clock that stopped, in a halted virtual
   * machine, continues from there.
   */
  heard(instant: number): void {
    const now = this.now();
    const wall = this.#sources.wall();
    if (instant - now > FOLLOWED_MS && wall >= instant) this.#followed += wall - now;
  }

  #steady(): number {
    const ran = this.#sources.running() - this.#runningAt;
    if (this.#upAt !== undefined && ran - this.#lookedAt >= LOOK_EVERY_MS) {
      this.#lookedAt = ran;
      const passed = ((this.#sources.up() ?? this.#upAt) - this.#upAt) * 1_000;
      if (passed - ran - this.#asleep > SLEPT_MS) this.#asleep = passed - ran;
    }
    return this.#begunAt + ran + this.#asleep;
  }
}
