import { invariant } from '../../base/invariant.ts';
import { type Result, ok } from '../../base/result.ts';
import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { HistoricalIndicatorSpec } from '../../model/session-config.ts';
import { checkParameters, unknownIndicator } from '../indicators/check-parameters.ts';
import { atrDaily } from './atr-daily.ts';
import { avgRange } from './avg-range.ts';
import { avgVolume } from './avg-volume.ts';
import { gapStats } from './gap-stats.ts';
import { historicalHighLow } from './high-low.ts';
import type { HistoricalIndicatorDefinition } from './historical-indicator.ts';
import { rangeRatio } from './range-ratio.ts';

/** Every historical indicator, in the order in which they are listed to users. */
export const HISTORICAL_INDICATORS: readonly HistoricalIndicatorDefinition[] = [
  avgVolume,
  avgRange,
  atrDaily,
  gapStats,
  rangeRatio,
  historicalHighLow,
];

const BY_NAME: ReadonlyMap<string, HistoricalIndicatorDefinition> = new Map(
  HISTORICAL_INDICATORS.map((each) => [each.name, each]),
);

/** The definition of a name as configs write it (`gap_stats`); undefined for an unknown name. */
export const findHistoricalIndicator = (name: string): HistoricalIndicatorDefinition | undefined =>
  BY_NAME.get(name);

/** True when `period` counts days while the bars are not days, so that only a calendar knows which bars are meant. */
const countsOtherDays = (spec: HistoricalIndicatorSpec): boolean =>
  spec.unit === 'days' && spec.interval !== '1d';

/** The key of a historical indicator in every list and export: `avg_volume(20)@1d`, `avg_volume(5 days)@1m`. */
export const historicalIndicatorKey = (spec: HistoricalIndicatorSpec): string =>
  `${spec.name}(${spec.period}${countsOtherDays(spec) ? ' days' : ''})@${spec.interval}`;

/** Checks a spec's name and period; `bad_config` names the error, as for session indicators. */
export function checkHistoricalIndicator(
  spec: HistoricalIndicatorSpec,
): Result<HistoricalIndicatorDefinition> {
  const definition = findHistoricalIndicator(spec.name);
  if (definition === undefined) return unknownIndicator(spec.name, [...BY_NAME.keys()]);
  const parameters = checkParameters(definition, spec);
  return parameters.ok ? ok(definition) : parameters;
}

/**
 * Computes a historical indicator over closed bars of the spec's interval, oldest first: one number per output of its
 * definition, undefined where history does not reach.
 *
 * `period` counts bars. Where a spec counts days of an interval other than `1d`, the caller, who has the calendar,
 * passes exactly the bars of those days (and `leadingBars` before them).
 */
export function computeHistoricalIndicator(
  spec: HistoricalIndicatorSpec,
  bars: ReadonlyBarColumns,
): Result<readonly number[] | undefined> {
  const checked = checkHistoricalIndicator(spec);
  if (!checked.ok) return checked;
  const definition = checked.value;
  const period = countsOtherDays(spec) ? bars.length - definition.leadingBars : spec.period;
  return ok(definition.compute(bars, period));
}

/** A historical indicator computed for a symbol: its key, all outputs, and the first of them. */
export interface HistoricalValues {
  readonly key: string;
  readonly outputs: readonly string[];
  /** In the order of `outputs`; undefined where history does not reach. */
  readonly values: readonly number[] | undefined;
  readonly value: number | undefined;
}

/** `computeHistoricalIndicator` for a spec that was checked when the config was read; no bars give no values. */
export function historicalIndicator(
  spec: HistoricalIndicatorSpec,
  bars: ReadonlyBarColumns | undefined,
): HistoricalValues {
  const checked = checkHistoricalIndicator(spec);
  invariant(checked.ok, () => `a checked historical indicator, got ${historicalIndicatorKey(spec)}`);
  const computed = bars === undefined ? undefined : computeHistoricalIndicator(spec, bars);
  const values = computed?.ok === true ? computed.value : undefined;
  return { key: historicalIndicatorKey(spec), outputs: checked.value.outputs, values, value: values?.[0] };
}
