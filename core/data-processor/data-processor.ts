import { bySpan } from '../base/interval.ts';
import type { BarBatch } from '../session-data/bar-batch.ts';
import type { FloatArena, NumberPools } from '../model/float-arena.ts';
import { barsInProgress, type Series } from '../session-data/series.ts';
import { addToMetrics, lastClose, METRICS } from '../session-data/session-metrics.ts';
import type { SymbolRecord } from '../session-data/symbol-record.ts';
import type { SessionGrid } from '../time-manager/session-grid.ts';
import { IntervalColumn, IndicatorLane } from './interval-column.ts';

/**
 * Updates session metrics, indicators and derived bars from one instant's base bars. One loop for each of these, over
 * all streaming symbols, rather than all of them symbol by symbol: the loop's code and its numbers then stay in the
 * processor's caches, which with hundreds of symbols decides the speed.
 */
export class DataProcessor {
  readonly #grid: SessionGrid;
  readonly #pools: NumberPools;
  readonly #metrics: FloatArena;
  readonly #skipIncomplete: boolean;
  #metricsAt = new Int32Array(0);
  /** Indicators of the base intervals. */
  #indicators: readonly IndicatorLane[] = [];
  #lanes: readonly IntervalColumn[] = [];

  constructor(grid: SessionGrid, pools: NumberPools, skipIncomplete: boolean) {
    this.#grid = grid;
    this.#pools = pools;
    this.#metrics = pools.of(METRICS);
    this.#skipIncomplete = skipIncomplete;
  }

  /** Derived series, shortest interval first. */
  get lanes(): readonly IntervalColumn[] {
    return this.#lanes;
  }

  /** Reads again which symbols stream and their series and indicators; a symbol's place is that in `records`. */
  arrange(records: readonly SymbolRecord[]): void {
    this.#metricsAt = new Int32Array(records.map(({ metrics }) => metrics.at));
    const indicators = records.map(({ base }) => base?.indicators ?? []);
    this.#indicators = byKey(indicators, ({ key }) => key).map((each) => new IndicatorLane(each));
    const series = byKey(
      records.map(({ derivedSeries }) => derivedSeries),
      ({ interval, base }: Series) => `${interval} of ${base}`,
    );
    this.#lanes = series.map((each) => this.#lane(each)).sort((a, b) => bySpan(a.interval, b.interval));
  }

  #lane(series: (Series | undefined)[]): IntervalColumn {
    const { interval, base } = series.find((each) => each !== undefined) as Series & { base: '1m' };
    return new IntervalColumn(interval, base, series, this.#pools.of(barsInProgress(interval)), this.#grid);
  }

  /** When the next derived bar in progress ends. */
  get nextClose(): number {
    let next = Number.POSITIVE_INFINITY;
    for (let index = 0; index < this.#lanes.length; index++) {
      const { nextClose } = this.#lanes[index] as IntervalColumn;
      if (nextClose < next) next = nextClose;
    }
    return next;
  }

  /** The last close of today; `NaN` before the first. */
  lastClose(place: number): number {
    return lastClose(this.#metrics.numbers, this.#metricsAt[place] as number);
  }

  take(batch: BarBatch): void {
    this.#addToMetrics(batch);
    for (let index = 0; index < this.#indicators.length; index++) {
      (this.#indicators[index] as IndicatorLane).update(batch);
    }
    for (let index = 0; index < this.#lanes.length; index++)
      (this.#lanes[index] as IntervalColumn).merge(batch);
  }

  /** Closes the derived bars that end at `instant` by the calendar; returns true when any was published. */
  close(instant: number): boolean {
    let published = false;
    for (let index = 0; index < this.#lanes.length; index++) {
      const lane = this.#lanes[index] as IntervalColumn;
      lane.close(instant, this.#skipIncomplete);
      published ||= lane.published;
    }
    return published;
  }

  #addToMetrics({ bars, has }: BarBatch): void {
    const grid = this.#grid;
    const { numbers } = this.#metrics;
    const metricsAt = this.#metricsAt;
    for (let place = 0; place < metricsAt.length; place++) {
      if (has[place] === 0) continue;
      const openMs = bars.openMs[place] as number;
      addToMetrics(numbers, metricsAt[place] as number, bars, place, grid.isRegular(openMs));
    }
  }
}

/** Collects the symbols' items of a kind: for each key a list by the symbol's place. */
function byKey<T>(all: readonly (readonly T[])[], keyOf: (each: T) => string): readonly (T | undefined)[][] {
  const found = new Map<string, (T | undefined)[]>();
  all.forEach((own, place) =>
    own.forEach((each) => {
      const key = keyOf(each);
      let list = found.get(key);
      if (list === undefined) found.set(key, (list = all.map(() => undefined)));
      list[place] = each;
    }),
  );
  return [...found.values()];
}
