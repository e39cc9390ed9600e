/** How an integer counts time since 1970. */
export type EpochUnit = 's' | 'ms' | 'us' | 'ns';

/** Units per millisecond. */
export const UNITS_PER_MS: Readonly<Record<EpochUnit, number>> = { s: 1e-3, ms: 1, us: 1e3, ns: 1e6 };

/**
 * The unit of an epoch number, by its size: the ranges do not overlap between March 1973 and the year 5138, so the unit
 * is certain for any day with bars.
 */
export function epochUnitOf(value: number): EpochUnit {
  const size = Math.abs(value);
  if (size < 1e11) return 's';
  if (size < 1e14) return 'ms';
  return size < 1e17 ? 'us' : 'ns';
}

/** UTC epoch ms of an epoch number, rounded to the millisecond. */
export const epochToMs = (value: number, unit: EpochUnit): number => Math.round(value / UNITS_PER_MS[unit]);
