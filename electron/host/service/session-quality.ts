import { DAY_MS, type Ticker } from '../../../core/base/epoch-ms.ts';
import { spanMs } from '../../../core/base/interval.ts';
import { BarColumns } from '../../../core/model/bar-columns.ts';
import type { RunReader } from '../../../core/session-coordinator/session/run-reader.ts';
import type { SessionGrid } from '../../../core/time-manager/session-grid.ts';
import type { QualityFinding, SessionQuality, SymbolQuality } from '../../contract/reading-requests.ts';
import { gapOf, minuteMap, type MapRange } from './gap-map.ts';

/** The completeness of the day so far, as an external reader sees it; null while there is nothing to see. */
export function sessionQuality(run: RunReader): SessionQuality | null {
  const grid = run.day?.grid;
  if (!run.gate.active || grid === undefined) return null;
  const now = run.clock.now();
  const findings = findingsOf(run, grid);
  const range = { start: grid.start, end: grid.end, segments: grid.session.segments, now };
  return {
    start_ms: grid.start,
    clock_ms: now,
    symbols: run.view
      .loadedSymbols()
      .map((symbol) => symbolQuality(run, symbol, range, findings.get(symbol) ?? [])),
  };
}

function symbolQuality(
  { view }: RunReader,
  symbol: Ticker,
  range: Omit<MapRange, 'span'>,
  findings: readonly QualityFinding[],
): SymbolQuality {
  const base = view.baseInterval(symbol);
  const gaps = base === undefined ? [] : view.gaps(symbol, base);
  const isMapped = base !== undefined && spanMs(base) < DAY_MS;
  const bars = isMapped ? view.barsSince(symbol, base, range.start) : new BarColumns(0);
  return {
    symbol,
    base_interval: base ?? null,
    intervals: view
      .loadedIntervals(symbol)
      .map((interval) => ({ interval, quality: view.quality(symbol, interval) ?? null })),
    minutes: isMapped ? minuteMap(bars, gaps, { ...range, span: spanMs(base) }) : new Uint8Array(0),
    gaps: gaps.map(gapOf),
    findings,
  };
}

/** The findings in the day's bars, by symbol: of each kind the first, and their number. */
function findingsOf(run: RunReader, grid: SessionGrid): ReadonlyMap<string, readonly QualityFinding[]> {
  const found = new Map<string, Map<string, QualityFinding>>();
  for (const event of run.log.events) {
    if (event.type !== 'finding' || Date.parse(event.first) < grid.session.dayStart) continue;
    const kinds = found.get(event.symbol) ?? new Map<string, QualityFinding>();
    found.set(event.symbol, kinds);
    const { kind, count, detail } = event;
    const known = kinds.get(kind);
    const first_ms = known?.first_ms ?? Date.parse(event.first);
    kinds.set(kind, { kind, count: (known?.count ?? 0) + count, first_ms, detail: known?.detail ?? detail });
  }
  return new Map([...found].map(([symbol, kinds]) => [symbol, [...kinds.values()]]));
}
