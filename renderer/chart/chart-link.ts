/** A stretch of time on a scale, in terms that charts of different intervals share. */
export interface TimeView {
  /** Pixels of a minute. */
  readonly minuteWidth: number;
  /** The instant at the right edge, or null for the newest bar. */
  readonly rightMs: number | null;
}

/** A chart that can follow others and export its picture. */
export interface LinkedChart {
  showCrosshair(instantMs: number | null): void;
  showTime(view: TimeView): void;
  picture(): HTMLCanvasElement;
}

/** The charts on screen. While they are linked, a move of one is passed on to all others. */
export class ChartLink {
  readonly #charts = new Map<string, LinkedChart>();
  readonly #isLinked: () => boolean;
  #view: TimeView | null = null;

  constructor(isLinked: () => boolean) {
    this.#isLinked = isLinked;
  }

  join(chartId: string, chart: LinkedChart): () => void {
    this.#charts.set(chartId, chart);
    return () => {
      if (this.#charts.get(chartId) === chart) this.#charts.delete(chartId);
    };
  }

  find(chartId: string): LinkedChart | undefined {
    return this.#charts.get(chartId);
  }

  /** The range that the linked charts show; null when none was moved, or while they are not linked. */
  get view(): TimeView | null {
    return this.#isLinked() ? this.#view : null;
  }

  crosshair(from: LinkedChart, instantMs: number | null): void {
    this.#others(from, (chart) => chart.showCrosshair(instantMs));
  }

  time(from: LinkedChart, view: TimeView): void {
    this.#view = view;
    this.#others(from, (chart) => chart.showTime(view));
  }

  #others(from: LinkedChart, tell: (chart: LinkedChart) => void): void {
    if (!this.#isLinked()) return;
    for (const chart of this.#charts.values()) if (chart !== from) tell(chart);
  }
}
