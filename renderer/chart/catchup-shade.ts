import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  SeriesAttachedParameter,
} from 'lightweight-charts';

type DrawTarget = Parameters<IPrimitivePaneRenderer['draw']>[0];

export interface ShadeColors {
  readonly shade: string;
  readonly shadeLine: string;
}

/**
 * Shades the bars that arrived in a catch-up and draws a line at its end, at the instant at which the symbol
 * was added.
 */
export class CatchupShade implements ISeriesPrimitive {
  #range: { readonly fromMs: number; readonly toMs: number } | null = null;
  /** Left edge of the first bar that opens at or after an instant, in pixels; null off the scale. */
  readonly #edge: (instant: number) => number | null;
  readonly #colors: ShadeColors;
  #attached: SeriesAttachedParameter | null = null;
  readonly #views: readonly IPrimitivePaneView[];

  constructor(edge: (instant: number) => number | null, colors: ShadeColors) {
    this.#edge = edge;
    this.#colors = colors;
    const renderer: IPrimitivePaneRenderer = { draw: (target) => this.#draw(target) };
    this.#views = [{ zOrder: () => 'bottom', renderer: () => renderer }];
  }

  attached(parameter: SeriesAttachedParameter): void {
    this.#attached = parameter;
  }

  detached(): void {
    this.#attached = null;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  show(range: { readonly fromMs: number; readonly toMs: number } | null): void {
    if (range?.fromMs === this.#range?.fromMs && range?.toMs === this.#range?.toMs) return;
    this.#range = range;
    this.#attached?.requestUpdate();
  }

  #draw(target: DrawTarget): void {
    const range = this.#range;
    if (range === null) return;
    const from = this.#edge(range.fromMs);
    const to = this.#edge(range.toMs);
    if (from === null || to === null) return;
    target.useBitmapCoordinateSpace(({ context, horizontalPixelRatio, bitmapSize }) => {
      const left = Math.round(from * horizontalPixelRatio);
      const right = Math.round(to * horizontalPixelRatio);
      context.fillStyle = this.#colors.shade;
      context.fillRect(left, 0, right - left, bitmapSize.height);
      context.strokeStyle = this.#colors.shadeLine;
      context.lineWidth = Math.max(1, Math.floor(horizontalPixelRatio));
      context.setLineDash([4 * horizontalPixelRatio, 3 * horizontalPixelRatio]);
      context.beginPath();
      context.moveTo(right + 0.5, 0);
      context.lineTo(right + 0.5, bitmapSize.height);
      context.stroke();
    });
  }
}
