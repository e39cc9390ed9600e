import { asEpochMs, type EpochMs } from '../../core/base/epoch-ms.ts';
import { SteadyClock } from './steady-clock.ts';

/** The market's time as a simulator plays it. */
export interface MarketTime {
  now(): EpochMs;
  /** Calls back once the market has reached `instant`, delayed by as much as timers are late. */
  at(instant: number, call: () => void | Promise<void>): Disposable;
  /** A vendor reported an event at this instant, so it has passed. */
  heard?(instant: number): void;
}

/** Longest timer, ms: a timer does not notice that the machine slept. */
const LONGEST_MS = 1_000;

/** Real time from `start` on, `speed` times as fast. */
export const runningTime = (start: EpochMs, speed: number): MarketTime =>
  wallTime({ market: start, wall: Date.now() }, speed);

/**
 * The market's time by the wall clock, which also advances while the machine sleeps: it is `market` at `wall` (both UTC
 * epoch ms) and runs `speed` times as fast. It never goes back, and setting the machine's clock does not move it.
 */
export function wallTime(
  anchor: { readonly market: EpochMs; readonly wall: number },
  speed: number,
  clock: SteadyClock = new SteadyClock(),
): MarketTime {
  let latest = anchor.market;
  const now = (): EpochMs => {
    const instant = Math.floor(anchor.market + (clock.now() - anchor.wall) * speed);
    latest = asEpochMs(Math.max(latest, instant));
    return latest;
  };
  return {
    now,
    heard: (instant) => clock.heard(anchor.wall + (instant - anchor.market) / speed),
    at(instant, call) {
      let timer: NodeJS.Timeout;
      const arm = (): void => {
        const ms = Math.max(0, Math.ceil((instant - now()) / speed));
        timer = setTimeout(() => void (now() >= instant ? call() : arm()), Math.min(ms, LONGEST_MS));
      };
      arm();
      return { [Symbol.dispose]: () => clearTimeout(timer) };
    },
  };
}

/** Time that moves only on request: for tests and for runs in step with something else. */
export class SteppedTime implements MarketTime {
  #now: EpochMs;
  #waiting: { readonly instant: number; readonly call: () => void | Promise<void> }[] = [];

  constructor(start: EpochMs) {
    this.#now = start;
  }

  now(): EpochMs {
    return this.#now;
  }

  at(instant: number, call: () => void | Promise<void>): Disposable {
    const entry = { instant, call };
    this.#waiting.push(entry);
    return {
      [Symbol.dispose]: () => {
        this.#waiting = this.#waiting.filter((each) => each !== entry);
      },
    };
  }

  /** Moves on to `instant` and calls everything due on the way in order, each at its own time. */
  async moveTo(instant: number): Promise<void> {
    for (;;) {
      const next = this.#waiting.reduce(
        (first, each) => (first === undefined || each.instant < first.instant ? each : first),
        undefined as { readonly instant: number; readonly call: () => void | Promise<void> } | undefined,
      );
      if (next === undefined || next.instant > instant) break;
      this.#waiting = this.#waiting.filter((each) => each !== next);
      this.#now = asEpochMs(Math.max(this.#now, next.instant));
      await next.call();
    }
    this.#now = asEpochMs(Math.max(this.#now, instant));
  }
}
