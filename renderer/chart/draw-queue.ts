import type { ChartChange } from './chart-cache.ts';

/** The charts' share of each frame, milliseconds: a quarter of a frame at 60 a second. */
const BUDGET_MS = 4;
/**
 * The share while the clock is stopped and every chart must show its place: twelve of them are drawn in a
 * frame or two.
 */
const HURRIED_BUDGET_MS = 20;
/** Weight of a new measurement in the expected cost. */
const WEIGHT = 0.2;
/**
 * Where frames come too rarely for the budget alone, a chart with new data is still drawn this many times a
 * second.
 */
const LEAST_DRAWS_PER_SECOND = 1;
/**
 * While charts wait for their turn, frames alternate: in one some charts get their bars, in the next those
 * are painted.
 */
const FRAMES_OF_A_TURN = 2;
/** A longer frame was a pause of the whole page and does not predict the next one. */
const LONGEST_FRAME_MS = 100;

export interface DrawQueueParts {
  /** Calls back at the next frame; calls are made in the order of the requests. */
  readonly nextFrame: (callback: () => void) => void;
  readonly now: () => number;
  /** Identifies the frame: any number that differs from frame to frame. */
  readonly frame: () => number;
}

/**
 * Draws charts with new data, a few per frame: as many as fit into the charts' share of the frame, at least
 * one, each in its turn. Changes that arrive while a chart waits are drawn together. A chart's cost is
 * measured continuously: the change itself and the library's painting in the next frame. While others wait,
 * and after a large change, that next frame is reserved for painting (`isPainting`).
 */
export class DrawQueue {
  readonly #parts: DrawQueueParts;
  /** In the order of their turns: a chart that was drawn goes to the end of the queue. */
  readonly #waiting = new Map<(change: ChartChange) => void, ChartChange>();
  #expectedMs = 1;
  #frameMs = 1_000 / 60;
  #frameAt = Number.NaN;
  #isAsked = false;
  #isHurried = false;
  /** Charts drawn in the frame before, which are painted before the next turn. */
  #drawn = { count: 0, ms: 0, paintFrom: 0 };
  /**
   * The frame of the last drawing when the next one is reserved for painting; and that next frame, once it
   * came.
   */
  #drawnIn: number | null = null;
  #paintedIn: number | null = null;

  constructor(parts: DrawQueueParts) {
    this.#parts = parts;
  }

  /** `draw` is called once, with all changes until then. */
  add(draw: (change: ChartChange) => void, change: ChartChange): void {
    const before = this.#waiting.get(draw);
    const reset = change.reset || before?.reset === true;
    const from = Math.min(change.from, before?.from ?? Number.POSITIVE_INFINITY);
    this.#waiting.set(draw, { reset, from: reset ? 0 : from });
    this.#ask();
  }

  /** Discards the waiting changes. */
  forget(draw: (change: ChartChange) => void): void {
    this.#waiting.delete(draw);
  }

  /** Draws the waiting changes of one chart immediately. */
  flush(draw: (change: ChartChange) => void): void {
    const change = this.#waiting.get(draw);
    if (change === undefined) return;
    this.#waiting.delete(draw);
    draw(change);
  }

  /**
   * Draws all waiting charts in the next frame or two: the clock is stopped, and every chart must show its
   * place.
   */
  hurry(): void {
    this.#isHurried = this.#waiting.size > 0;
  }

  /** True in a frame reserved for painting the charts drawn in the one before: work that can wait must wait. */
  get isPainting(): boolean {
    if (this.#drawnIn === null) return false;
    const frame = this.#parts.frame();
    return this.#paintedIn === null ? frame !== this.#drawnIn : frame === this.#paintedIn;
  }

  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#parts.nextFrame(() => this.#draw());
  }

  #draw(): void {
    const { now, nextFrame, frame } = this.#parts;
    this.#isAsked = false;
    this.#measure();
    if (this.isPainting && !this.#isHurried) {
      this.#paintedIn = frame();
      this.#ask();
      return;
    }
    const turn = [...this.#waiting].slice(0, this.#wanted());
    const areAll = turn.length === this.#waiting.size;
    if (areAll) this.#isHurried = false;
    this.#drawnIn = null;
    this.#paintedIn = null;
    if (turn.length === 0) {
      this.#frameAt = Number.NaN;
      return;
    }
    // Requested before the charts request their painting, so it is called before them.
    nextFrame(() => {
      this.#drawn.paintFrom = now();
    });
    const from = now();
    for (const [draw, change] of turn) {
      this.#waiting.delete(draw);
      draw(change);
    }
    const ms = now() - from;
    this.#drawn = { count: turn.length, ms, paintFrom: 0 };
    if (!areAll || ms > BUDGET_MS) this.#drawnIn = frame();
    this.#ask();
  }

  #wanted(): number {
    const budgetMs = this.#isHurried ? HURRIED_BUDGET_MS : BUDGET_MS;
    const affordable = Math.floor(budgetMs / this.#expectedMs);
    const turnMs = FRAMES_OF_A_TURN * this.#frameMs;
    const least = Math.ceil((this.#waiting.size * turnMs * LEAST_DRAWS_PER_SECOND) / 1_000);
    return Math.max(1, affordable, least);
  }

  #measure(): void {
    const nowMs = this.#parts.now();
    const frameMs = nowMs - this.#frameAt;
    this.#frameAt = nowMs;
    if (frameMs < LONGEST_FRAME_MS) this.#frameMs += WEIGHT * (frameMs - this.#frameMs);
    const { count, ms, paintFrom } = this.#drawn;
    if (count === 0 || paintFrom === 0) return;
    const cost = (ms + nowMs - paintFrom) / count;
    this.#expectedMs += WEIGHT * (cost - this.#expectedMs);
    this.#drawn = { count: 0, ms: 0, paintFrom: 0 };
  }
}
