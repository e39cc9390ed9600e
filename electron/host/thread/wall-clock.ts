import { performance } from 'node:perf_hooks';
import type { WallClock } from '../../../core/session-coordinator/session/playback-pace.ts';

/** Node's timers as core's wall clock. */
export function createWallClock(): WallClock {
  return {
    now: () => performance.now(),
    wait(ms) {
      let cancel!: () => void;
      const done = new Promise<void>((resolve) => {
        const timer = Number.isFinite(ms) ? setTimeout(resolve, ms) : setInterval(() => {}, 1 << 30);
        cancel = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      return { done, cancel: () => cancel() };
    },
    yieldToHost: () => new Promise((resolve) => setImmediate(resolve)),
  };
}
