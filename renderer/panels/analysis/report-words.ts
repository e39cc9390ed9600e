import { counted, formatCount, NO_VALUE } from '../../format/number.ts';

/** The days of a run: `4: 2025-11-24 to 2025-11-28`. */
export function daysText(days: readonly string[]): string {
  const [first] = days;
  if (first === undefined) return 'none';
  return days.length === 1 ? first : `${days.length}: ${first} to ${days.at(-1)}`;
}

/** Missing bars, and the number of stretches. */
export function gapsText(gaps: readonly { readonly count: number }[]): string {
  if (gaps.length === 0) return 'none';
  const missing = gaps.reduce((sum, each) => sum + each.count, 0);
  return `${counted(missing, 'bar')} in ${counted(gaps.length, 'gap')}`;
}

/** Bars by interval: `1m 390 · 5m 78`. */
export const barsText = (bars: Readonly<Record<string, number>>): string =>
  Object.entries(bars)
    .map(([interval, count]) => `${interval} ${formatCount(count)}`)
    .join(' · ');

/** A part of 1 in percent. */
export const shownPercent = (part: number | null): string =>
  part === null ? NO_VALUE : `${(part * 100).toFixed(2)} %`;

export const shownRatio = (value: number | null): string => (value === null ? NO_VALUE : value.toFixed(2));
