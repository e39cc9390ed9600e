import type { ChartChange } from './chart-cache.ts';

/** Of each frame this much goes to charts, milliseconds: a quarter of one at 60 a second. */
const BUDGET_MS = 4;
/** And so much while the clock stands and every chart must show where: twelve of them are drawn in a frame or two. */
const HURRIED_BUDGET_MS = 20;
/** How much a new measurement weighs in what is expected. */
const WEIGHT = 0.2;
/** Where frames come too seldom for the budget alone, a chart that has news is still drawn so often in a second. */
const LEAST_DRAWS_PER_SECOND = 1;
/** While charts wait for their turn: one frame in which some are given their bars, and one in which those are painted. */
const FRAMES_OF_A_TURN = 2;
/** A frame that took longer was a pause of the whole page, and says nothing about the next. */
const LONGEST_FRAME_MS = 100;

export interface DrawQueueParts {
  /** Calls back at the next frame; what was asked for first is called first. */
  readonly nextFrame: (callback: () => void) => void;
  readonly now: () => number;
  /** Which frame it is: any number that is another one in every frame. */
  readonly frame: () => number;
}

/**
 * Charts with something new, drawn a few a frame: as many as fit into its share of the frame, at least one, each in its
 * turn. What comes while a chart waits is drawn together. A chart's cost is measured as it goes: the change itself and the
 * library's painting in the frame after. While others wait, and after a large change, that frame is the painting's alone
 * (`isPainting`).
 */
export class DrawQueue {
  readonly #parts: DrawQueueParts;
  /** In the order of their turns: who was drawn comes in again at the end. */
  readonly #waiting = new Map<(change: ChartChange) => void, ChartChange>();
  #expectedMs = 1;
  #frameMs = 1_000 / 60;
  #frameAt = Number.NaN;
  #isAsked = false;
  #isHurried = false;
  /** What was drawn in the frame before, and is painted before the next turn. */
  #drawn = { count: 0, ms: 0, paintFrom: 0 };
  /** The frame of the last drawing, where the one after it is the painting's; and that one, once it came. */
  #drawnIn: number | null = null;
  #paintedIn: number | null = null;

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

  /** What waits now is drawn in the next frame or two: the clock stands, and every chart must show where. */
  hurry(): void {
    this.#isHurried = this.#waiting.size > 0;
  }

  /** True in a frame that is for painting what was drawn in the one before: nothing that can wait should be done in it. */
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
    // Asked for before the charts ask for their painting, so it is called before they are.
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
