import '../../core/base/disposable.ts';

/** A chart that is left alone for so long is drawn as a whole again, milliseconds. */
const CALM_MS = 1_000;
/** Beside what is in sight, so many bars more are drawn, so that a nudge shows no edge. */
const MARGIN_BARS = 40;

export interface DrawnStretchParts {
  /** Bars that have room in the width of the chart; null while the newest of them are not what is in sight. */
  readonly barsInSight: () => number | null;
  /** Asks for the chart to be drawn as a whole when its turn comes. */
  readonly redraw: () => void;
}

/**
 * Which bars the library holds. Whenever more than a few come at once it is given all of them anew, which takes the longer
 * the more there are: while a session runs at full speed and the chart follows it, those in sight are enough. Who reaches for
 * the chart has all of them, and so has a chart at rest.
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

  /** Chooses what the next drawing of everything takes in, of `length` bars; answers the index of the first. */
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
