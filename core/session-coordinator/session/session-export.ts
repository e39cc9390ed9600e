import { isoUtc, type EpochMs, type Ticker } from '../../base/epoch-ms.ts';
import type { Interval } from '../../base/interval.ts';
import type { SessionState } from '../../model/session-event.ts';
import type { SymbolMetadata } from '../../model/symbol-metadata.ts';
import type { SessionReader } from '../../session-data/session-reader.ts';

interface ExportedGap {
  readonly first: string;
  readonly last: string;
  readonly count: number;
  readonly confirmed: boolean;
}

interface ExportedSeries {
  readonly derived: boolean;
  readonly base: string | null;
  readonly quality: number | null;
  readonly gaps: readonly ExportedGap[];
  readonly count: number;
  readonly columns: readonly string[];
  readonly data: readonly (readonly (number | null)[])[];
}

/** One number, or an object by output for indicators that have several. */
type ExportedValues = number | null | Readonly<Record<string, number | null>>;

interface ExportedSymbol {
  readonly base_interval: string | null;
  readonly metadata: SymbolMetadata | null;
  readonly bars: Readonly<Record<string, ExportedSeries>>;
  readonly historical: Readonly<Record<string, { readonly days: number; readonly count: number }>>;
  readonly indicators: Readonly<Record<string, ExportedValues>>;
  readonly historical_indicators: Readonly<Record<string, ExportedValues>>;
  readonly metrics: Readonly<Record<'volume' | 'high' | 'low' | 'vwap' | 'last', number | null>>;
}

/** An external reader's view at a clock time; the keys are those of the file (docs/cli.md#session-export). */
export interface SessionExport {
  readonly session: string;
  readonly clock: string;
  readonly state: SessionState;
  readonly symbols: Readonly<Record<string, ExportedSymbol>>;
}

/** Reads the whole view into the shape of `exports/*.json`; `t` is `openMs`, a value not warm yet is null. */
export function exportSession(
  view: SessionReader,
  session: { readonly name: string; readonly clock: EpochMs; readonly state: SessionState },
): SessionExport {
  const symbols = view.loadedSymbols().map((symbol) => [symbol, exportSymbol(view, symbol)] as const);
  return {
    session: session.name,
    clock: isoUtc(session.clock),
    state: session.state,
    symbols: Object.fromEntries(symbols),
  };
}

function exportSymbol(view: SessionReader, symbol: Ticker): ExportedSymbol {
  const metrics = view.metrics(symbol);
  const base = view.baseInterval(symbol) ?? null;
  return {
    base_interval: base,
    metadata: view.metadata(symbol) ?? null,
    bars: Object.fromEntries(
      view.loadedIntervals(symbol).map((interval) => [interval, exportSeries(view, symbol, interval, base)]),
    ),
    historical: Object.fromEntries(
      view.historicalIntervals(symbol).map((interval) => [
        interval,
        {
          days: view.historicalDays(symbol, interval).length,
          count: view.historicalBars(symbol, interval).length,
        },
      ]),
    ),
    indicators: Object.fromEntries(
      view
        .indicatorKeys(symbol)
        .map((key) => [
          key,
          exportValues(view.indicatorOutputs(symbol, key), (output) => view.indicator(symbol, key, output)),
        ]),
    ),
    historical_indicators: Object.fromEntries(
      view
        .historicalIndicatorKeys(symbol)
        .map((key) => [
          key,
          exportValues(view.historicalIndicatorOutputs(symbol, key), (output) =>
            view.historicalIndicator(symbol, key, output),
          ),
        ]),
    ),
    metrics: {
      volume: metrics?.volume ?? null,
      high: metrics?.high ?? null,
      low: metrics?.low ?? null,
      vwap: metrics?.vwap ?? null,
      last: metrics?.last ?? null,
    },
  };
}

function exportSeries(
  view: SessionReader,
  symbol: Ticker,
  interval: Interval,
  base: string | null,
): ExportedSeries {
  const derived = interval !== base;
  const count = view.barCount(symbol, interval);
  const bars = view.lastBars(symbol, interval, count);
  const coverage = view.coverage(symbol, interval, count);
  const data = Array.from({ length: count }, (_, index) => {
    const row = [bars.openMs, bars.open, bars.high, bars.low, bars.close, bars.volume].map(
      (column) => column[index] as number,
    );
    return derived ? [...row, coverage[index] as number] : row;
  });
  return {
    derived,
    base: derived ? base : null,
    quality: view.quality(symbol, interval) ?? null,
    gaps: view.gaps(symbol, interval).map(({ firstMs, lastMs, count: missing, confirmed }) => ({
      first: isoUtc(firstMs as EpochMs),
      last: isoUtc(lastMs as EpochMs),
      count: missing,
      confirmed,
    })),
    count,
    columns: derived ? ['t', 'o', 'h', 'l', 'c', 'v', 'coverage'] : ['t', 'o', 'h', 'l', 'c', 'v'],
    data,
  };
}

function exportValues(
  outputs: readonly string[],
  valueOf: (output: number) => number | undefined,
): ExportedValues {
  if (outputs.length <= 1) return valueOf(0) ?? null;
  return Object.fromEntries(outputs.map((name, output) => [name, valueOf(output) ?? null]));
}
