import type { IPrimitivePaneRenderer, IPrimitivePaneView, ISeriesPrimitive } from 'lightweight-charts';
import type { Hole } from './missing-bars.ts';

type DrawTarget = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** Pixels between two strokes of the hatching. */
const STROKE_EVERY = 6;

/** Hatches gaps: bars that never came, and derived bars with missing base bars. */
export class GapShade implements ISeriesPrimitive {
  readonly #holes: () => readonly Hole[];
  /** Left edge of the bar at or after an instant, in pixels; null off the scale. */
  readonly #edge: (instant: number) => number | null;
  readonly #color: string;
  readonly #views: readonly IPrimitivePaneView[];

  constructor(holes: () => readonly Hole[], edge: (instant: number) => number | null, color: string) {
    this.#holes = holes;
    this.#edge = edge;
    this.#color = color;
    const renderer: IPrimitivePaneRenderer = { draw: (target) => this.#draw(target) };
    this.#views = [{ zOrder: () => 'bottom', renderer: () => renderer }];
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  #draw(target: DrawTarget): void {
    target.useBitmapCoordinateSpace(({ context, horizontalPixelRatio, bitmapSize }) => {
      context.strokeStyle = this.#color;
      context.lineWidth = Math.max(1, Math.floor(horizontalPixelRatio));
      for (const { fromMs, toMs } of this.#holes()) {
        const left = this.#edge(fromMs);
        const right = this.#edge(toMs);
        if (left === null || right === null || right <= left) continue;
        const from = Math.max(0, Math.round(left * horizontalPixelRatio));
        const to = Math.min(bitmapSize.width, Math.round(right * horizontalPixelRatio));
        if (to > from) hatch(context, from, to, bitmapSize.height, STROKE_EVERY * horizontalPixelRatio);
      }
    });
  }
}

function hatch(
  context: CanvasRenderingContext2D,
  from: number,
  to: number,
  height: number,
  step: number,
): void {
  context.save();
  context.beginPath();
  context.rect(from, 0, to - from, height);
  context.clip();
  context.beginPath();
  // Strokes start on a grid of the whole canvas, so that neighbouring stretches join.
  for (let x = Math.floor((from - height) / step) * step; x < to; x += step) {
    context.moveTo(x, height);
    context.lineTo(x + height, 0);
  }
  context.stroke();
  context.restore();
}
