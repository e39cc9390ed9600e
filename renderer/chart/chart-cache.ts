import { Emitter } from '../../core/base/emitter.ts';
import { BarColumns, firstIndexAtOrAfter, type ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import type { ChartUpdate, FormingBarUpdate, StudyUpdate } from '../../electron/contract/batch.ts';
import type { ChartHistory } from '../../electron/contract/reading-requests.ts';
import { StudyColumns } from './study-columns.ts';

/** Bars that one chart keeps in memory; scrolling back fetches older ones again. */
export const LIVE_BARS = 5_000;

/** Most bars that a chart keeps after scrolling back; older ones are not requested. */
const MAX_BARS = 25_000;

/** Room beyond the limit before the oldest bars are dropped, so that it happens rarely. */
const SLACK = 1_000;

/** The change that a drawer must make: draw everything again, or the bars from `from` on. */
export interface ChartChange {
  readonly reset: boolean;
  /** Index of the first new bar. */
  readonly from: number;
}

/** Bars before those of the session's day. */
interface OlderPart {
  readonly bars: BarColumns;
  readonly coverage: readonly number[];
  readonly studies: readonly Pick<StudyUpdate, 'key' | 'values'>[];
  readonly hasOlder: boolean;
}

/** The bars of one chart, outside React. */
export class ChartBars {
  bars: BarColumns = new BarColumns();
  coverage: number[] = [];
  studies: readonly StudyColumns[] = [];
  forming: FormingBarUpdate | null = null;
  catchup: { readonly fromMs: number; readonly toMs: number } | null = null;
  /** Opens of base bars that the feed corrected after they had closed. */
  corrected: Float64Array = new Float64Array(0);
  /** Updates that follow a missed `reset` would be put in the wrong place. */
  awaitsReset = true;
  /** False when there is nothing older, in the store or within the chart's limit. */
  hasOlder = true;
  #limit = LIVE_BARS;
  #isScrolledBack = false;
  readonly changed = new Emitter<ChartChange>();

  get columns(): ReadonlyBarColumns {
    return this.bars;
  }

  apply(update: ChartUpdate): void {
    const older = update.reset ? this.#olderThan(update.openMs[0]) : null;
    if (update.reset) this.#clear();
    else if (this.awaitsReset) return;
    const from = this.bars.length;
    this.bars.appendFrom({ ...update, length: update.openMs.length });
    for (const at of update.openMs.keys()) this.coverage.push(update.coverage[at] ?? 1);
    if (update.reset) this.corrected = update.corrected;
    if (update.reset) this.studies = update.studies.map((study) => new StudyColumns(study));
    for (const [index, study] of this.studies.entries()) study.append(update.studies[index]?.values ?? []);
    if (older !== null) this.#putBefore(older);
    this.forming = update.forming;
    this.catchup = update.catchup;
    const trimmed = this.#trim();
    this.changed.emit({ reset: update.reset || trimmed, from: trimmed || update.reset ? 0 : from });
  }

  /** Puts a batch of older bars before the first. The batch must end where the bars begin. */
  prepend({ bars: older, studies, more }: ChartHistory): void {
    const count = older.open_ms.length;
    const bars = new BarColumns(count);
    bars.appendFrom({ ...older, openMs: older.open_ms, length: count });
    const coverage = Array.from({ length: count }, () => 1);
    this.#putBefore({ bars, coverage, studies, hasOlder: more });
    if (count > 0) this.changed.emit({ reset: true, from: 0 });
  }

  forget(): void {
    this.#clear();
    this.awaitsReset = true;
    this.changed.emit({ reset: true, from: 0 });
  }

  /**
   * Bars fetched by scrolling back that precede those sent again from `firstMs` on; null when there are none or they do
   * not join. Today's corrections do not change earlier days.
   */
  #olderThan(firstMs: number | undefined): OlderPart | null {
    if (firstMs === undefined || !this.#isScrolledBack) return null;
    const count = firstIndexAtOrAfter(this.bars, firstMs);
    if (count === 0 || count === this.bars.length || this.bars.openMs[count] !== firstMs) return null;
    const bars = new BarColumns(count);
    bars.appendFrom(this.bars, 0, count);
    const studies = this.studies.map((study) => ({ key: study.key, values: study.first(count) }));
    return { bars, coverage: this.coverage.slice(0, count), studies, hasOlder: this.hasOlder };
  }

  #putBefore({ bars, coverage, studies, hasOlder }: OlderPart): void {
    const all = new BarColumns(bars.length + this.bars.length);
    all.appendFrom(bars);
    all.appendFrom(this.bars);
    this.bars = all;
    this.coverage = [...coverage, ...this.coverage];
    for (const study of this.studies) {
      const same = studies.find(({ key }) => key === study.key);
      study.prepend(same?.values ?? [], bars.length);
    }
    this.#limit = Math.max(this.#limit, all.length + SLACK);
    this.#isScrolledBack = true;
    this.hasOlder = hasOlder && all.length < MAX_BARS;
  }

  #clear(): void {
    this.bars = new BarColumns();
    this.coverage = [];
    this.studies = [];
    this.forming = null;
    this.catchup = null;
    this.corrected = new Float64Array(0);
    this.awaitsReset = false;
    this.hasOlder = true;
    this.#limit = LIVE_BARS;
    this.#isScrolledBack = false;
  }

  #trim(): boolean {
    const { length } = this.bars;
    const limit = this.#limit;
    if (length <= limit + SLACK) return false;
    const kept = new BarColumns(limit + SLACK);
    kept.appendFrom(this.bars, length - limit);
    this.bars = kept;
    this.coverage = this.coverage.slice(-limit);
    for (const study of this.studies) study.keepLast(limit);
    return true;
  }
}

/**
 * The bars of every chart on screen, by chart id. Memory only: after a subscription the engine sends all bars of the
 * chart.
 */
export class ChartCache {
  readonly #charts = new Map<string, ChartBars>();

  /** The bars of a chart, empty until the engine sends them. */
  open(chartId: string): ChartBars {
    let chart = this.#charts.get(chartId);
    if (chart === undefined) {
      chart = new ChartBars();
      this.#charts.set(chartId, chart);
    }
    return chart;
  }

  find(chartId: string): ChartBars | undefined {
    return this.#charts.get(chartId);
  }

  /** Keeps these charts and drops all others. */
  retain(chartIds: ReadonlySet<string>): void {
    for (const chartId of this.#charts.keys()) {
      if (!chartIds.has(chartId)) this.#charts.delete(chartId);
    }
  }

  apply(updates: readonly ChartUpdate[]): void {
    for (const update of updates) this.#charts.get(update.chartId)?.apply(update);
  }

  /** After a snapshot the cached bars may have holes, and the engine sends all of them again. */
  forgetAll(): void {
    for (const chart of this.#charts.values()) chart.forget();
  }
}
