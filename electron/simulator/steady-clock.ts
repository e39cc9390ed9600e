import os from 'node:os';
import { performance } from 'node:perf_hooks';

/** What a machine tells of time. */
export interface TimeSources {
  /** UTC epoch ms, as the machine's clock is set. */
  readonly wall: () => number;
  /** ms that go on steadily; they may stand while the machine sleeps. */
  readonly running: () => number;
  /** Seconds since the machine was started, its sleep counted; undefined where it does not say. */
  readonly up: () => number | undefined;
}

/** `performance.now` stands in the sleep of some systems (Linux: CLOCK_MONOTONIC); `os.uptime` never does (CLOCK_BOOTTIME). */
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

/** A clock that is put right by so much, as time servers do, is followed. */
const FOLLOWED_MS = 60_000;
/** `os.uptime` is as coarse as a second. */
const SLEPT_MS = 2_000;
const LOOK_EVERY_MS = 250;

/**
 * Real time that is not moved by setting the machine's clock an hour on or back: it is read once and goes on steadily, sleep
 * counted. Small corrections are followed. Whether a large one was right shows what somebody else says of the time.
 */
export class SteadyClock {
  readonly #sources: TimeSources;
  readonly #begunAt: number;
  readonly #upAt: number | undefined;
  readonly #runningAt: number;
  #asleep = 0;
  #lookedAt = 0;
  /** What was added to follow the machine's clock. */
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
    // Without a way to tell sleep from a clock that was set, the clock is believed.
    if (isSmall || this.#upAt === undefined) this.#followed = ahead;
    return steady + this.#followed;
  }

  /** Somebody whose clock is right told of this instant (UTC epoch ms): a clock that stood, in a halted virtual machine, goes on from there. */
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
