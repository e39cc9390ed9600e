import { seedForming } from '../../data-processor/derive-bars.ts';
import type { Series } from '../../session-data/series.ts';
import type { SymbolRecord } from '../../session-data/symbol-record.ts';
import type { SessionGrid } from '../../time-manager/session-grid.ts';
import { feed, fillFromBase } from './install-symbol.ts';

/**
 * Recomputes everything derived from a symbol's base bars of today after one of them changed: metrics, derived bars,
 * the one in progress, indicators. The result equals that of a day in which the bar had come right and in time. O(bars
 * of today × series and indicators).
 */
export function rebuildSymbol(
  record: SymbolRecord,
  grid: SessionGrid,
  options: { readonly now: number; readonly skipIncomplete: boolean },
): void {
  const { base } = record;
  if (base === undefined) return;
  const { bars } = base;
  record.corrections++;
  record.metrics.reset();
  for (let index = 0; index < bars.length; index++) {
    record.metrics.add(bars, index, grid.isRegular(bars.openMs[index] as number));
  }
  renewIndicators(base);
  for (const indicator of base.indicators) feed(indicator, bars);
  for (const series of record.derivedSeries) {
    series.bars.length = 0;
    series.forming.clear();
    renewIndicators(series);
    if (series.seed !== undefined) seedForming(series, grid, series.seed);
    fillFromBase(record, series, grid, options);
  }
}

/** Indicators in their state before today's first bar. */
function renewIndicators({ indicators }: Series): void {
  for (const indicator of indicators) {
    indicator.reset();
    if (indicator.warmUp !== undefined) feed(indicator, indicator.warmUp);
  }
}
