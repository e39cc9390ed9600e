import {
  findHistoricalIndicator,
  historicalIndicator,
} from '../../data-processor/historical-indicators/registry.ts';
import { sliceColumns, type ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { HistoricalIndicatorSpec, SessionIndicatorSpec } from '../../model/session-config.ts';
import type { HistoricalReading, HistorySeries, SymbolRecord } from '../../session-data/symbol-record.ts';
import { spanMs, type BaseInterval, type Interval } from '../../base/interval.ts';
import { closeForming, deriveFrom, seedForming } from '../../data-processor/derive-bars.ts';
import { createIndicator, findIndicator, indicatorKey } from '../../data-processor/indicators/registry.ts';
import { invariant } from '../../base/invariant.ts';
import type { Series, SeriesIndicator } from '../../session-data/series.ts';
import type { SessionGrid } from '../../time-manager/session-grid.ts';
import type { LoadedBars } from '../loading/load-symbol.ts';
import type { SymbolRequirements } from '../loading/requirements.ts';
import type { SymbolValidationResult } from '../loading/validate-symbol.ts';

/** A historical indicator of a symbol, under its key. */
function historicalReading(
  spec: HistoricalIndicatorSpec,
  history: HistorySeries | undefined,
): HistoricalReading & { readonly key: string } {
  const bars = history === undefined ? undefined : barsLookedAt(spec, history);
  const { key, outputs, values } = historicalIndicator(spec, bars);
  return { key, outputs, values };
}

/**
 * The bars that a spec means. One that counts days of an interval other than `1d` means the bars of that many last
 * trading days by the calendar, and the bars before them that the formula compares with; none when history begins
 * later.
 */
function barsLookedAt(
  spec: HistoricalIndicatorSpec,
  { bars, days, wantedDays }: HistorySeries,
): ReadonlyBarColumns | undefined {
  if (spec.unit !== 'days' || spec.interval === '1d') return bars;
  const leading = findHistoricalIndicator(spec.name)?.leadingBars ?? 0;
  const first = wantedDays[wantedDays.length - spec.period];
  const from = days.find(({ day }) => day === first)?.from;
  return from === undefined || from < leading ? undefined : sliceColumns(bars, from - leading);
}

/** Most bars that a series of today can hold; an estimate that avoids growing, and saves memory. */
function expectedCapacity(queued: number, interval: Interval, base: BaseInterval): number {
  return Math.min(Math.ceil((queued * spanMs(base)) / spanMs(interval)) + 1, 100_000);
}

export interface InstallOptions {
  readonly now: number;
  readonly skipIncomplete: boolean;
  /** Bars of today may still get other values, so indicators keep their warm-up bars. */
  readonly mayChange: boolean;
}

/**
 * Adds the requirements that a record does not have yet: series, history, indicators. Series that are new to a symbol
 * with bars of today are filled from these, with the same result as from the open.
 */
export function installRequirements(
  record: SymbolRecord,
  grid: SessionGrid,
  requirements: SymbolRequirements,
  validation: SymbolValidationResult,
  loaded: LoadedBars,
  options: InstallOptions,
): void {
  const queued = loaded.today?.length ?? 0;
  record.actions = validation.actions;
  record.instruments = validation.instruments;
  installHistory(record, loaded);
  const base = baseOf(record, validation.baseInterval, loaded);
  if (base !== undefined) {
    for (const { interval } of requirements.intervals) {
      if (record.series.has(interval)) continue;
      const series = record.addSeries(interval, base, expectedCapacity(queued, interval, base));
      if (interval === '1w' && loaded.weekSoFar !== undefined) {
        seedForming(series, grid, loaded.weekSoFar);
        if (options.mayChange) series.seed = loaded.weekSoFar;
      }
      fillFromBase(record, series, grid, options);
    }
    for (const spec of requirements.indicators) installIndicator(record, spec, loaded, options.mayChange);
  }
  for (const spec of requirements.historicalIndicators) {
    const { key, ...reading } = historicalReading(spec, loaded.histories.look_back.get(spec.interval));
    record.historicalIndicators.set(key, reading);
  }
}

function baseOf(
  record: SymbolRecord,
  wanted: BaseInterval | undefined,
  loaded: LoadedBars,
): BaseInterval | undefined {
  if (record.baseInterval !== undefined || loaded.today === undefined || wanted === undefined) {
    return record.baseInterval;
  }
  record.baseInterval = wanted;
  record.addSeries(wanted, undefined, 0);
  return wanted;
}

function installHistory(record: SymbolRecord, loaded: LoadedBars): void {
  for (const [interval, history] of loaded.histories.read) {
    const there = record.history.get(interval);
    if (there === undefined || there.wantedDays.length < history.wantedDays.length) {
      record.history.set(interval, history);
    }
  }
}

/** Builds a derived series from the existing base bars, closing each bar by the calendar. */
export function fillFromBase(
  record: SymbolRecord,
  series: Series,
  grid: SessionGrid,
  { now, skipIncomplete }: Omit<InstallOptions, 'mayChange'>,
): void {
  const bars = record.baseBars;
  if (bars === undefined) return;
  deriveFrom(series, grid, bars, skipIncomplete);
  closeForming(series, Math.min(now, record.knownUntil ?? now), skipIncomplete);
}

function installIndicator(
  record: SymbolRecord,
  spec: SessionIndicatorSpec,
  loaded: LoadedBars,
  mayChange: boolean,
): void {
  const key = indicatorKey(spec);
  const { read, warm_up } = loaded.histories;
  const history = read.get(spec.interval) ?? warm_up.get(spec.interval);
  // An existing one stays, unless the newly loaded data makes it warmer.
  if (record.indicators.has(key) && history === undefined) return;
  const created = createIndicator(spec, record.pools);
  invariant(created.ok, () => `indicator parameters are checked before loading (${key})`);
  const resets = findIndicator(spec.name)?.resetsEachSession !== false;
  const warmUp = resets ? undefined : history?.bars;
  const indicator: SeriesIndicator = Object.assign(created.value, {
    key,
    spec,
    ...(mayChange ? { warmUp } : {}),
  });
  const series = record.series.get(spec.interval);
  invariant(series !== undefined, () => `${record.symbol} has a series for ${key}`);
  if (warmUp !== undefined) feed(indicator, warmUp);
  feed(indicator, series.bars);
  record.setIndicator(series, indicator);
}

/** Passes bars to an indicator, oldest first. */
export function feed(indicator: SeriesIndicator, bars: ReadonlyBarColumns): void {
  for (let index = 0; index < bars.length; index++) indicator.update(bars, index);
}
