import { asTicker, MINUTE_MS } from '../../base/epoch-ms.ts';
import { isSymbol } from '../../base/symbol-rule.ts';
import { spanMs, type BaseInterval } from '../../base/interval.ts';
import { ok, type Result } from '../../base/result.ts';
import { BarColumns } from '../../model/bar-columns.ts';
import type { Finding } from '../../model/finding.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import type { WritableBarStore } from '../bar-store.ts';
import { FindingCounter } from '../../data-quality/finding-counter.ts';
import { isMarketTime } from '../epoch-unit.ts';
import { dailyOpenMs } from '../tidy-bars.ts';
import { findInSeries } from './examine-series.ts';
import { sortAndMerge } from './sort-and-merge.ts';
import type { RowRefusal, SymbolReport } from './import-report.ts';
import type { Stamp } from './proposal.ts';
import type { RefusalReason, RowSink } from './row-sink.ts';

export interface BarCollectorOptions {
  readonly store: WritableBarStore;
  readonly calendar: MarketCalendar;
  readonly interval: BaseInterval;
  readonly stamp: Stamp;
  /** The symbol of every row; undefined when each row names its own. */
  readonly symbol: string | undefined;
  /** The one symbol to take of several; all where it is undefined. */
  readonly only: string | undefined;
  /** Prices of zero and less are prices. */
  readonly belowZero: boolean;
  readonly origin: { readonly source: string; readonly adjusted: boolean };
}

/** Rows held before they are written: 48 bytes each. */
const ROWS_HELD = 2_000_000;

interface Series {
  rows: BarColumns;
  readonly findings: FindingCounter;
  readonly report: { -readonly [K in keyof SymbolReport]: SymbolReport[K] };
}

/** Turns rows into bars: refuses impossible ones, counts suspicious ones, writes by symbol. */
export class BarCollector implements RowSink {
  readonly #options: BarCollectorOptions;
  /** The shift from a stamp to the open, ms. */
  readonly #shiftMs: number;
  readonly #gridMs: number;
  readonly #only: string | undefined;
  /** The lowest valid price. */
  readonly #lowest: number;
  readonly #series = new Map<string, Series>();
  readonly #refusals = new Map<RefusalReason, { count: number; firstLine: number; example: string }>();
  #held = 0;
  #rowsRead = 0;
  #blanks = 0;

  constructor(options: BarCollectorOptions) {
    this.#options = options;
    this.#only = options.only;
    this.#lowest = options.belowZero ? Number.NEGATIVE_INFINITY : Number.MIN_VALUE;
    const span = spanMs(options.interval);
    this.#gridMs = options.interval === '1d' ? 1 : gridOf(span);
    this.#shiftMs = options.stamp === 'close' && options.interval !== '1d' ? span : 0;
  }

  get rowsRead(): number {
    return this.#rowsRead;
  }

  get blanks(): number {
    return this.#blanks;
  }

  blank(): void {
    this.#blanks += 1;
  }

  add(
    rowSymbol: string | undefined,
    stampMs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    line: number,
  ): void {
    const symbol = this.#options.symbol ?? rowSymbol ?? '';
    if (this.#only !== undefined && symbol !== this.#only) return;
    const series = this.#seriesOf(symbol);
    const reason =
      this.#whyNot(stampMs, open, high, low, close, volume) ??
      (series === undefined ? 'no_symbol' : undefined);
    if (reason !== undefined || series === undefined) {
      this.refuse(
        reason ?? 'no_symbol',
        line,
        () => `time ${stampMs}: ${[open, high, low, close, volume].join(', ')}`,
      );
      return;
    }
    this.#rowsRead += 1;
    this.#held += 1;
    series.rows.append(this.#openMs(stampMs), open, high, low, close, volume);
  }

  refuse(reason: RefusalReason, line: number, text: () => string): void {
    this.#rowsRead += 1;
    const known = this.#refusals.get(reason);
    if (known === undefined) this.#refusals.set(reason, { count: 1, firstLine: line, example: text() });
    else known.count += 1;
  }

  async drain(): Promise<Result<void>> {
    return this.#held < ROWS_HELD ? ok(undefined) : this.#write(false);
  }

  /** Writes the held rows, the last of the source included. */
  async finish(): Promise<Result<void>> {
    return this.#write(true);
  }

  refusals(): readonly RowRefusal[] {
    return Array.from(this.#refusals, ([reason, refusal]) => ({ reason, ...refusal }));
  }

  symbols(): readonly SymbolReport[] {
    return [...this.#series.values()].map((series) => series.report);
  }

  findings(): readonly Finding[] {
    return [...this.#series.values()].flatMap((series) => series.findings.list());
  }

  #openMs(stampMs: number): number {
    return this.#options.interval === '1d'
      ? dailyOpenMs(stampMs, this.#options.calendar)
      : stampMs - this.#shiftMs;
  }

  #whyNot(
    stampMs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  ): RefusalReason | undefined {
    if (!Number.isFinite(open + high + low + close + volume)) return 'not_a_number';
    if (!(low <= open && low <= close && high >= open && high >= close && low >= this.#lowest))
      return 'impossible_ohlc';
    if (volume < 0) return 'negative_volume';
    if (!isMarketTime(stampMs)) return 'unreadable_time';
    if (stampMs % this.#gridMs !== 0) return 'off_grid';
    return undefined;
  }

  /** Undefined for a text that is no symbol. */
  #seriesOf(symbol: string): Series | undefined {
    let series = this.#series.get(symbol);
    if (series === undefined && isSymbol(symbol)) {
      series = {
        rows: new BarColumns(1024),
        findings: new FindingCounter(symbol, this.#options.interval),
        report: newReport(symbol),
      };
      this.#series.set(symbol, series);
    }
    return series;
  }

  async #write(isLast: boolean): Promise<Result<void>> {
    for (const [symbol, series] of this.#series) {
      if (series.rows.length === 0) continue;
      const written = await this.#writeSeries(symbol, series, isLast);
      if (!written.ok) return written;
      series.rows = new BarColumns();
    }
    this.#held = 0;
    return ok(undefined);
  }

  async #writeSeries(symbol: string, series: Series, isLast: boolean): Promise<Result<void>> {
    const { store, calendar, interval, origin } = this.#options;
    const { report, findings } = series;
    const merged = sortAndMerge(series.rows, findings);
    findInSeries(merged.bars, { calendar, interval, findings, isLast });
    const written = await store.writeBars(asTicker(symbol), interval, merged.bars, origin);
    if (!written.ok) return written;
    const [firstMs, lastMs] = [
      merged.bars.openMs[0] as number,
      merged.bars.openMs[merged.bars.length - 1] as number,
    ];
    report.bars += merged.bars.length;
    report.written += written.value.written;
    report.unchanged += written.value.unchanged;
    report.replaced += written.value.replaced;
    report.identicalDuplicates += merged.identical;
    report.differingDuplicates += merged.differing;
    report.firstMs = report.firstMs === undefined ? firstMs : Math.min(report.firstMs, firstMs);
    report.lastMs = report.lastMs === undefined ? lastMs : Math.max(report.lastMs, lastMs);
    report.files = [...new Set([...report.files, ...written.value.files])];
    report.discardedSynthetic += written.value.discardedSynthetic;
    return ok(undefined);
  }
}

/**
 * Bars begin on the grid of their session's open, which is on a quarter of an hour (09:30, 09:15 in Mumbai): those of an
 * hour at 13:30 UTC, those of ten minutes at 03:45.
 */
function gridOf(length: number): number {
  let [a, b] = [length, QUARTER_MS];
  while (b > 0) [a, b] = [b, a % b];
  return a;
}

const QUARTER_MS = 15 * MINUTE_MS;

const newReport = (symbol: string): SymbolReport => ({
  symbol,
  bars: 0,
  written: 0,
  unchanged: 0,
  replaced: 0,
  discardedSynthetic: 0,
  identicalDuplicates: 0,
  differingDuplicates: 0,
  firstMs: undefined,
  lastMs: undefined,
  files: [],
});
