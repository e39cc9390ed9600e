import type { ChartChange } from './chart-cache.ts';

/** Of each frame this much goes to charts, milliseconds: half of one at 60 a second. */
const BUDGET_MS = 8;
/** How much a new measurement weighs in what a chart is expected to cost. */
const WEIGHT = 0.2;

export interface DrawQueueParts {
  /** Calls back at the next frame; what was asked for first is called first. */
  readonly nextFrame: (callback: () => void) => void;
  readonly now: () => number;
}

/**
 * Charts with something new, drawn a few a frame: as many as fit into its share of the frame, at least one, each in its
 * turn. What comes while a chart waits is drawn together. A chart's cost is measured as it goes: the change itself and the
 * library's painting in the frame after.
 */
export class DrawQueue {
  readonly #parts: DrawQueueParts;
  readonly #waiting = new Map<(change: ChartChange) => void, ChartChange>();
  #expectedMs = 1;
  #isAsked = false;
  /** What was drawn in the frame before, and is painted before the next turn. */
  #drawn = { count: 0, ms: 0, paintFrom: 0 };

  constructor(parts: DrawQueueParts) {
    this.#parts = parts;
  }

  /** `draw` is called once, with all that changed until then. */
  add(draw: (change: ChartChange) => void, change: ChartChange): void {
    const before = this.#waiting.get(draw);
    const reset = change.reset || before?.reset === true;
    const from = Math.min(change.from, before?.from ?? Number.POSITIVE_INFINITY);
    this.#waiting.set(draw, { reset, from: reset ? 0 : from });
    this.#ask();
  }

  /** Takes back what waits. */
  forget(draw: (change: ChartChange) => void): void {
    this.#waiting.delete(draw);
  }

  /** Draws at once what one chart waits for. */
  flush(draw: (change: ChartChange) => void): void {
    const change = this.#waiting.get(draw);
    if (change === undefined) return;
    this.#waiting.delete(draw);
    draw(change);
  }

  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#parts.nextFrame(() => this.#draw());
  }

  #draw(): void {
    const { now, nextFrame } = this.#parts;
    this.#isAsked = false;
    this.#measure();
    const wanted = Math.max(1, Math.floor(BUDGET_MS / this.#expectedMs));
    const turn = [...this.#waiting].slice(0, wanted);
    if (turn.length === 0) return;
    // Asked for before the charts ask for their painting, so it is called before they are.
    nextFrame(() => {
      this.#drawn.paintFrom = now();
    });
    const from = now();
    for (const [draw, change] of turn) {
      this.#waiting.delete(draw);
      draw(change);
    }
    this.#drawn = { count: turn.length, ms: now() - from, paintFrom: 0 };
    this.#ask();
  }

  #measure(): void {
    const { count, ms, paintFrom } = this.#drawn;
    if (count === 0 || paintFrom === 0) return;
    const cost = (ms + this.#parts.now() - paintFrom) / count;
    this.#expectedMs += WEIGHT * (cost - this.#expectedMs);
    this.#drawn = { count: 0, ms: 0, paintFrom: 0 };
  }
}
