import { DAY_MS, civilFromDays, daysFromCivil } from '../base/epoch-ms.ts';
import { newYorkInstant, newYorkOffset } from './new-york-time.ts';
import { twoDigits } from './wall-clock.ts';

/*
 * The bar store keeps one file per month, and a bar's month is that of its open in New York, for every exchange group:
 * so a store can be read and written under any calendar, and existing stores of US equities stay valid.
 */

/** `2025-07` of an instant. */
export function storageMonthOf(instant: number): string {
  const { year, month } = civilFromDays(Math.floor((instant + newYorkOffset(instant)) / DAY_MS));
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}`;
}

/** `[from, to)` of the month `2025-07`, UTC epoch ms. */
export function storageMonthRange(month: string): { readonly from: number; readonly to: number } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const next = number === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, number + 1, 1);
  return { from: newYorkInstant(daysFromCivil(year, number, 1), 0), to: newYorkInstant(next, 0) };
}
