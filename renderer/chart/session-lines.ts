import type { IPrimitivePaneRenderer, IPrimitivePaneView, ISeriesPrimitive } from 'lightweight-charts';
import type { Closure } from '../../electron/contract/batch.ts';

type DrawTarget = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** Width of the band of a break, in pixels: its minutes have no place on the axis. */
const BREAK_PX = 6;

export interface SessionLineColors {
  readonly grid: string;
  readonly border: string;
  readonly shade: string;
}

export interface SessionLinesParts {
  readonly closures: () => readonly Closure[];
  /** Opens of the first and the last drawn bar; null without bars. */
  readonly drawn: () => readonly [number, number] | null;
  /** Left edge of the bar at or after an instant, in pixels; null off the scale. */
  readonly edge: (instant: number) => number | null;
  readonly colors: SessionLineColors;
}

/** A line at each session's open, and a shaded band for each break. */
export class SessionLines implements ISeriesPrimitive {
  readonly #parts: SessionLinesParts;
  readonly #views: readonly IPrimitivePaneView[];

  constructor(parts: SessionLinesParts) {
    this.#parts = parts;
    const renderer: IPrimitivePaneRenderer = { draw: (target) => this.#draw(target) };
    this.#views = [{ zOrder: () => 'bottom', renderer: () => renderer }];
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  #draw(target: DrawTarget): void {
    const { closures, drawn, edge, colors } = this.#parts;
    const stretch = drawn();
    if (stretch === null) return;
    const [first, last] = stretch;
    target.useBitmapCoordinateSpace(({ context, horizontalPixelRatio: ratio, bitmapSize }) => {
      for (const { toMs, isBreak } of closures()) {
        if (toMs <= first || toMs > last) continue;
        const at = edge(toMs);
        if (at === null) continue;
        const x = Math.round(at * ratio);
        if (isBreak) {
          const width = Math.round(BREAK_PX * ratio);
          context.fillStyle = colors.shade;
          context.fillRect(x - Math.floor(width / 2), 0, width, bitmapSize.height);
        } else {
          context.fillStyle = colors.border;
          context.fillRect(x, 0, Math.max(1, Math.floor(ratio)), bitmapSize.height);
        }
      }
    });
  }
}
