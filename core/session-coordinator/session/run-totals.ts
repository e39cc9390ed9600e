import type { Interval } from '../../base/interval.ts';
import type { Finding } from '../../model/finding.ts';
import type { SessionGap } from '../../model/gap.ts';
import type { SymbolMetadata } from '../../model/symbol-metadata.ts';
import type { SymbolRecord } from '../../session-data/symbol-record.ts';
import type { SessionDay } from '../streaming/session-day.ts';
import type { CatchUpReport } from '../streaming/catch-ups.ts';

/** A symbol's totals over the days of a run. */
export interface SymbolTotals {
  metadata: SymbolMetadata;
  days: number;
  readonly bars: Map<Interval, number>;
  readonly gaps: SessionGap[];
  /** Sums over the days, for quality in percent. */
  present: number;
  expected: number;
  outsideHours: number;
}

/** Adds up the days of a run; each day's store is gone once the next begins. */
export class RunTotals {
  sessions = 0;
  bars = 0;
  /** True when any bar was generated. */
  synthetic = false;
  readonly days: string[] = [];
  /** Wall time in ms: of the whole run, and of the part of it before its days could begin. */
  totalMs = 0;
  loadMs = 0;
  readonly symbols = new Map<string, SymbolTotals>();
  readonly findings: Finding[] = [];
  readonly catchUps: CatchUpReport[] = [];

  addDay(day: SessionDay): void {
    this.sessions++;
    this.bars += day.bars;
    this.days.push(day.grid.session.day);
    this.catchUps.push(...day.catchUps.reports);
    for (const record of day.data.records()) {
      this.findings.push(...record.findings);
      this.synthetic ||= record.synthetic;
      if (record.admitted) this.#addSymbol(record, day);
    }
  }

  #addSymbol(record: SymbolRecord, { data }: SessionDay): void {
    const totals = this.symbols.get(record.symbol) ?? emptyTotals(record.metadata);
    this.symbols.set(record.symbol, totals);
    totals.metadata = record.metadata;
    totals.days++;
    record.series.forEach(({ bars }, interval) => {
      totals.bars.set(interval, (totals.bars.get(interval) ?? 0) + bars.length);
    });
    totals.outsideHours += record.outsideHours;
    if (record.baseInterval === undefined) return;
    totals.gaps.push(...data.gaps(record.symbol, record.baseInterval));
    totals.present += record.metrics.regularBars;
    totals.expected += data.expectedBars(record);
  }
}

const emptyTotals = (metadata: SymbolMetadata): SymbolTotals => ({
  metadata,
  days: 0,
  bars: new Map(),
  gaps: [],
  present: 0,
  expected: 0,
  outsideHours: 0,
});
