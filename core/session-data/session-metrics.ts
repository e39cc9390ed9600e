/** Running figures of one symbol's session over its base bars, from the open on; reset each session. */
export class SessionMetrics {
  volume = 0;
  high = Number.NaN;
  low = Number.NaN;
  last = Number.NaN;
  /** Open of the session's first bar. */
  firstOpen = Number.NaN;
  #turnover = 0;

  add(open: number, high: number, low: number, close: number, volume: number): void {
    if (this.last !== this.last) {
      this.firstOpen = open;
      this.high = high;
      this.low = low;
    } else {
      if (high > this.high) this.high = high;
      if (low < this.low) this.low = low;
    }
    this.last = close;
    this.volume += volume;
    this.#turnover += ((high + low + close) / 3) * volume;
  }

  /** Volume-weighted mean of the bars' typical prices (high + low + close) / 3; `NaN` before any volume. */
  get vwap(): number {
    return this.volume > 0 ? this.#turnover / this.volume : Number.NaN;
  }
}

/** What a reader gets of them: undefined where there is no value yet. */
export interface MetricsReading {
  readonly volume: number;
  readonly high: number | undefined;
  readonly low: number | undefined;
  readonly vwap: number | undefined;
  readonly last: number | undefined;
}

const defined = (value: number): number | undefined => (value === value ? value : undefined);

export const readMetrics = (metrics: SessionMetrics): MetricsReading => ({
  volume: metrics.volume,
  high: defined(metrics.high),
  low: defined(metrics.low),
  vwap: defined(metrics.vwap),
  last: defined(metrics.last),
});
