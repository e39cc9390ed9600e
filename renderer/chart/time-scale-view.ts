import '../../core/base/disposable.ts';
import { MINUTE_MS } from '../../core/base/epoch-ms.ts';
import { spanMs, type Interval } from '../../core/base/interval.ts';
import { firstIndexAtOrAfter, type ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import type { IChartApi, Logical } from 'lightweight-charts';
import type { TimeView } from './chart-link.ts';
import { chartTime } from './chart-points.ts';

const GESTURES = ['wheel', 'pointerdown', 'pointermove', 'keydown'] as const;
const BEFORE_THE_LIBRARY = { passive: true, capture: true } as const;
/** A gesture keeps moving the scale this long after its last event. */
const AFTERGLOW_MS = 400;
const NARROWEST = 0.5;

export interface ByHand {
  readonly reached: () => void;
  readonly moved: (view: TimeView) => void;
}

/** A chart's time scale in instants: places on it, and moves that were made by hand. */
export class TimeScaleView implements Disposable {
  readonly #chart: IChartApi;
  readonly #bars: () => ReadonlyBarColumns;
  readonly #spanMs: number;
  #gestureAt = Number.NEGATIVE_INFINITY;
  #stop: () => void = () => undefined;

  constructor(chart: IChartApi, bars: () => ReadonlyBarColumns, interval: Interval) {
    this.#chart = chart;
    this.#bars = bars;
    this.#spanMs = spanMs(interval);
  }

  [Symbol.dispose](): void {
    this.#stop();
  }

  /** True while the past is in view: the newest bar is out of sight, or the scale is being moved. */
  get isLookedBack(): boolean {
    return this.#chart.timeScale().scrollPosition() < 0 || this.#isByHand;
  }

  get #isByHand(): boolean {
    return performance.now() - this.#gestureAt < AFTERGLOW_MS;
  }

  /** Bars that have room in the width of the chart. */
  get barsInSight(): number {
    const scale = this.#chart.timeScale();
    return scale.width() / scale.options().barSpacing;
  }

  /** Left edge of the first bar that opens at or after an instant, in pixels; null off the scale. */
  leftEdge(instant: number): number | null {
    const scale = this.#chart.timeScale();
    const index = this.#slotAt(instant);
    const middle = index === null ? null : scale.logicalToCoordinate(index as Logical);
    return middle === null ? null : middle - scale.options().barSpacing / 2;
  }

  /** Index of the bar that an instant falls into; -1 before the first. */
  barAt(instant: number): number {
    return firstIndexAtOrAfter(this.#bars(), instant + 1) - 1;
  }

  /**
   * Reports wheel, pointer or key input inside `container` before it moves anything, and every move that
   * follows.
   */
  onMovedByHand(container: HTMLElement, { reached, moved }: ByHand): void {
    const noteGesture = (event: Event): void => {
      if (event.type === 'pointermove' && (event as PointerEvent).buttons === 0) return;
      this.#gestureAt = performance.now();
      reached();
    };
    for (const name of GESTURES) container.addEventListener(name, noteGesture, BEFORE_THE_LIBRARY);
    const scale = this.#chart.timeScale();
    const onRange = (): void => {
      if (this.#isByHand) moved(this.#view());
    };
    scale.subscribeVisibleLogicalRangeChange(onRange);
    this.#stop = () => {
      for (const name of GESTURES) container.removeEventListener(name, noteGesture, BEFORE_THE_LIBRARY);
      scale.unsubscribeVisibleLogicalRangeChange(onRange);
    };
  }

  show({ minuteWidth, rightMs }: TimeView): void {
    const scale = this.#chart.timeScale();
    const bars = this.#bars();
    if (bars.length === 0) return;
    const barSpacing = Math.max(NARROWEST, (minuteWidth * this.#spanMs) / MINUTE_MS);
    scale.applyOptions({ barSpacing });
    if (rightMs === null) return scale.scrollToRealTime();
    const right = this.#slotAt(rightMs);
    const newest = this.#slotAt(bars.openMs[bars.length - 1] as number);
    if (right !== null && newest !== null) scale.scrollToPosition(right - newest, false);
  }

  #view(): TimeView {
    const scale = this.#chart.timeScale();
    const minuteWidth = (scale.options().barSpacing * MINUTE_MS) / this.#spanMs;
    const range = scale.getVisibleRange();
    const rightMs = scale.scrollPosition() >= 0 || range === null ? null : (range.to as number) * 1_000;
    return { minuteWidth, rightMs };
  }

  /** Place on the scale, missing bars counted; one past the end for the future. */
  #slotAt(instant: number): number | null {
    const bars = this.#bars();
    if (bars.length === 0) return null;
    const index = firstIndexAtOrAfter(bars, instant);
    const last = bars.length - 1;
    const scale = this.#chart.timeScale();
    // A gap has slots of its own, which the bars do not know.
    const exact = scale.timeToIndex(chartTime(instant), false);
    if (exact !== null) return exact;
    const slot = scale.timeToIndex(chartTime(bars.openMs[Math.min(index, last)] as number), true);
    return slot === null ? null : index > last ? slot + 1 : slot;
  }
}
