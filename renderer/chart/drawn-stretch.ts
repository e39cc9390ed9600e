import '../../core/base/disposable.ts';

/** A chart that gets no input for this long is drawn as a whole again, milliseconds. */
const CALM_MS = 1_000;
/** Bars drawn on each side beyond the visible ones, so that a small move shows no edge. */
const MARGIN_BARS = 40;

export interface DrawnStretchParts {
  /** Number of bars that fit into the width of the chart; null while the newest of them are out of sight. */
  readonly barsInSight: () => number | null;
  /** Requests that the chart is drawn as a whole when its turn comes. */
  readonly redraw: () => void;
}

/**
 * Which bars the library holds. When more than a few arrive at once the library gets all of them again, and
 * the cost grows with their number. While a session runs at full speed and the chart follows it, the visible
 * bars are enough. A chart that the user touches, or that is at rest, gets all of them.
 */
export class DrawnStretch implements Disposable {
  readonly #parts: DrawnStretchParts;
  #first = 0;
  #wantsAll = true;
  #calm: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: DrawnStretchParts) {
    this.#parts = parts;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#calm);
  }

  /** Index of the first bar that the library holds. */
  get first(): number {
    return this.#first;
  }

  get isShort(): boolean {
    return this.#first > 0;
  }

  /** The next drawing is of all bars. */
  wantAll(): void {
    this.#wantsAll = true;
  }

  /** Chooses the bars that the next full drawing includes, out of `length`; returns the index of the first. */
  choose(length: number): number {
    const inSight = this.#wantsAll ? null : this.#parts.barsInSight();
    this.#wantsAll = false;
    this.#first = inSight === null ? 0 : Math.max(0, length - Math.ceil(inSight) - MARGIN_BARS);
    clearTimeout(this.#calm);
    if (this.isShort) this.#calm = setTimeout(() => this.#rest(), CALM_MS);
    return this.#first;
  }

  #rest(): void {
    this.#wantsAll = true;
    this.#parts.redraw();
  }
}
