import type { EpochMs } from '../../base/epoch-ms.ts';

/** Wall time as the host provides it; core has none of its own. */
export interface WallClock {
  /** Milliseconds since some fixed instant, never backwards. */
  now(): number;
  /** `done` resolves after `ms`, or as soon as `cancel` is called. */
  wait(ms: number): { readonly done: Promise<void>; cancel(): void };
  /** Lets the host handle pending events; resolves immediately afterwards. */
  yieldToHost(): Promise<void>;
}

/**
 * How long the loop may run before it yields to the host: a command must be heard within 50 ms, so a good deal less.
 */
const YIELD_AFTER_MS = 10;

/**
 * Reading the wall time costs as much as handling a bar: after instants shorter than this since the last reading, only
 * one in a fixed number reads it.
 */
const SHORT_INSTANT_MS = 1;
const CLOCK_POLL_INTERVAL = 32;

/** Live, the clock follows the market in steps of this, ms; events that arrive are handled immediately. */
const LOOK_AGAIN_MS = 25;

/** Longest single wait, ms, so that a suspended machine or a changed speed is noticed. */
const LONGEST_WAIT_MS = 1_000;

/** Longer lateness means that the process was suspended, or cannot keep up, ms. */
const LATE_MS = 1_000;

/**
 * When the loop continues: pause, steps, run-to, n times real time, and the pace of a catch-up. A pace is never part of
 * a result: runs at different paces give the same event log.
 */
export class PlaybackPace {
  readonly #wall: WallClock;
  /** Up to this clock time nothing waits for wall time. */
  readonly #fastForwardUntil: number;
  #paused = false;
  #stepsLeft = Number.POSITIVE_INFINITY;
  #runTo = Number.POSITIVE_INFINITY;
  #speed: number;
  #catchupBarsPerSecond = 0;
  #anchorWall = 0;
  #anchorClock = Number.NaN;
  #nextCatchupAt = 0;
  #lastYield: number;
  #lastAsked: number;
  #unasked = 0;
  #wantsYield = false;

  constructor(wall: WallClock, speed: number, fastForwardUntil: number) {
    this.#wall = wall;
    this.#speed = speed;
    this.#fastForwardUntil = fastForwardUntil;
    this.#lastYield = wall.now();
    this.#lastAsked = this.#lastYield;
  }

  get paused(): boolean {
    return this.#paused;
  }

  get speed(): number {
    return this.#speed;
  }

  get catchupBarsPerSecond(): number {
    return this.#catchupBarsPerSecond;
  }

  pause(): void {
    this.#paused = true;
    this.#stepsLeft = Number.POSITIVE_INFINITY;
    this.#runTo = Number.POSITIVE_INFINITY;
  }

  resume(): void {
    this.#paused = false;
    this.#stepsLeft = Number.POSITIVE_INFINITY;
    this.#runTo = Number.POSITIVE_INFINITY;
    this.#anchorClock = Number.NaN;
  }

  step(count: number): void {
    this.resume();
    this.#stepsLeft = count;
  }

  runTo(clock: EpochMs): void {
    this.resume();
    this.#runTo = clock;
  }

  setSpeed(multiplier: number): void {
    this.#speed = multiplier;
    this.#anchorClock = Number.NaN;
  }

  setCatchupPace(barsPerSecond: number): void {
    this.#catchupBarsPerSecond = barsPerSecond;
    this.#nextCatchupAt = 0;
  }

  /** Where the clock must stop for a run-to; `Infinity` without one. */
  get stopAt(): number {
    return this.#runTo;
  }

  /** The clock time up to which the clock may move without a check of wall time or steps. */
  get freeUntil(): number {
    if (this.#paused || this.#stepsLeft !== Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
    return Math.min(this.#runTo, this.#speed === 0 ? Number.POSITIVE_INFINITY : this.#fastForwardUntil);
  }

  /** Counts an instant; returns true when it was the last of a step and the run pauses. */
  countInstant(catchingUp: boolean): boolean {
    if (this.#stepsLeft === Number.POSITIVE_INFINITY) return false;
    if (!catchingUp || this.#catchupBarsPerSecond > 0) this.#stepsLeft--;
    return this.#stepsLeft <= 0;
  }

  /**
   * Milliseconds of wall time to wait before the loop continues to `target`: the clock moves there, or, `behind`, is
   * stopped for another instant of a catch-up. `Infinity` while paused. `breakMs` of the way lie in a break of the
   * session, which is crossed in one step.
   */
  delay(behind: boolean, target: number, clock: number, breakMs = 0): number {
    return behind ? this.#delayInCatchup(clock) : this.#delayBefore(target, clock, breakMs);
  }

  /** The clock has crossed this much of a break without waiting. */
  skipBreak(breakMs: number): void {
    this.#anchorClock += breakMs;
  }

  #delayBefore(instant: number, clock: number, breakMs: number): number {
    if (this.#paused) return Number.POSITIVE_INFINITY;
    if (instant <= clock) return LOOK_AGAIN_MS;
    if (
      this.#speed === 0 ||
      instant <= this.#fastForwardUntil ||
      this.#stepsLeft !== Number.POSITIVE_INFINITY
    )
      return 0;
    const now = this.#wall.now();
    if (Number.isNaN(this.#anchorClock)) {
      this.#anchorClock = clock;
      this.#anchorWall = now;
    }
    const wait = this.#anchorWall + (instant - breakMs - this.#anchorClock) / this.#speed - now;
    if (wait < -LATE_MS) {
      // Real time restarts here: an hour of suspension is not made up for.
      this.#anchorClock = instant - breakMs;
      this.#anchorWall = now;
    }
    return Math.max(0, wait);
  }

  /** As fast as possible by default, also while paused. */
  #delayInCatchup(clock: number): number {
    this.restartRealTime();
    if (this.#catchupBarsPerSecond === 0) return 0;
    if (this.#paused) return Number.POSITIVE_INFINITY;
    if (clock < this.#fastForwardUntil) return 0;
    const now = this.#wall.now();
    if (now >= this.#nextCatchupAt) {
      this.#nextCatchupAt = now + 1_000 / this.#catchupBarsPerSecond;
      return 0;
    }
    return this.#nextCatchupAt - now;
  }

  /** Real time restarts: after loading, a catch-up or a pause nothing is hurried to make up for it. */
  restartRealTime(): void {
    this.#anchorClock = Number.NaN;
  }

  /** Waits this long, or until the function that `onArrival` gets is called. */
  async wait(ms: number, onArrival: (wake: () => void) => Disposable): Promise<void> {
    const timer = this.#wall.wait(Math.min(ms, LONGEST_WAIT_MS));
    const arrival = onArrival(() => timer.cancel());
    await timer.done;
    arrival[Symbol.dispose]();
    this.#lastYield = this.#wall.now();
  }

  /** True when the loop should yield to the host. */
  shouldYield(): boolean {
    if (this.#wantsYield) return true;
    if (--this.#unasked > 0) return false;
    const now = this.#wall.now();
    this.#unasked = now - this.#lastAsked < SHORT_INSTANT_MS ? CLOCK_POLL_INTERVAL : 0;
    this.#lastAsked = now;
    this.#wantsYield = now - this.#lastYield >= YIELD_AFTER_MS;
    return this.#wantsYield;
  }

  async yieldToHost(): Promise<void> {
    await this.#wall.yieldToHost();
    this.#lastYield = this.#wall.now();
    this.#wantsYield = false;
  }
}
