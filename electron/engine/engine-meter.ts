import { performance } from 'node:perf_hooks';
import type { EngineFigures } from '../contract/batch.ts';
import type { HostedSession } from './hosted-session.ts';

const EVERY_MS = 1_000;
const NOTHING: EngineFigures = {
  barsPerSecond: 0,
  queuedBars: 0,
  longestQueue: 0,
  loopMicros: null,
  loopBusyPercent: 0,
};

/** How fast the engine goes, measured over the last second or so of wall time. */
export class EngineMeter {
  #figures = NOTHING;
  #atMs = 0;
  #bars = 0;
  #steps = 0;
  #load = performance.eventLoopUtilization();

  read(session: HostedSession, bars: number, nowMs: number): EngineFigures {
    const elapsed = nowMs - this.#atMs;
    if (elapsed < EVERY_MS && bars >= this.#bars) return this.#figures;
    const load = performance.eventLoopUtilization();
    const busyMs = load.active - this.#load.active;
    const steps = session.run.step - this.#steps;
    const queues = (session.run.day?.feed.slots ?? []).map((slot) => slot.bars.length - slot.cursor);
    this.#figures = {
      barsPerSecond: bars >= this.#bars ? Math.round(((bars - this.#bars) * 1_000) / elapsed) : 0,
      queuedBars: queues.reduce((sum, each) => sum + each, 0),
      longestQueue: queues.reduce((most, each) => Math.max(most, each), 0),
      loopMicros: steps > 0 ? Math.round((busyMs * 1_000) / steps) : null,
      loopBusyPercent: Math.round(100 * Math.min(1, busyMs / Math.max(1, elapsed))),
    };
    this.#atMs = nowMs;
    this.#bars = bars;
    this.#steps = session.run.step;
    this.#load = load;
    return this.#figures;
  }
}
