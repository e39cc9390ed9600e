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

/** 1900-01-01 and 2100-01-01: bars of markets lie between them. */
const EARLIEST_MS = -2_208_988_800_000;
const LATEST_MS = 4_102_444_800_000;

export const isMarketTime = (ms: number): boolean => ms > EARLIEST_MS && ms < LATEST_MS;

/**
 * UTC epoch ms of a number in a file whose first rows count in `unit`. Vendors change their unit in the middle of a file
 * (Binance from ms to µs on 2025-01-01), so each number has the unit of its own size; where that makes a year of no
 * market (ms before March 1973), it has the file's.
 */
export function epochRowToMs(value: number, unit: EpochUnit): number {
  const ms = epochToMs(value, epochUnitOf(value));
  return isMarketTime(ms) ? ms : epochToMs(value, unit);
}
