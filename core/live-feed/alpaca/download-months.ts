import { daysFromCivil, type EpochMs, type TradingDay } from '../../base/epoch-ms.ts';
import type { InstantRange } from '../../data-manager/bar-store.ts';
import { dayNumberOf, dayOfNumber } from '../../time-manager/civil-day.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';

/** The calendar months of `[from, to]`, the first and the last cut to the range; both days of each included. */
export function monthsBetween(
  from: TradingDay,
  to: TradingDay,
): readonly (readonly [TradingDay, TradingDay])[] {
  const last = dayNumberOf(to) as number;
  const months: (readonly [TradingDay, TradingDay])[] = [];
  for (let first = dayNumberOf(from) as number; first <= last;) {
    const [year, month] = dayOfNumber(first).split('-').map(Number) as [number, number];
    const next = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1);
    months.push([dayOfNumber(first), dayOfNumber(Math.min(last, next - 1))]);
    first = next;
  }
  return months;
}

/** `[from midnight, midnight after to)` in the exchange's zone. */
export function instantsOf(from: TradingDay, to: TradingDay, calendar: MarketCalendar): InstantRange {
  const after = dayOfNumber((dayNumberOf(to) as number) + 1);
  return {
    from: calendar.instantOf(from, '00:00') as EpochMs,
    to: calendar.instantOf(after, '00:00') as EpochMs,
  };
}

/**
 * The instant up to which bars are complete at `now`: minutes up to now, days up to the last closed one, after hours
 * included.
 */
export function overUntil(now: EpochMs, interval: '1m' | '1d', calendar: MarketCalendar): EpochMs {
  if (interval === '1m') return now;
  const today = calendar.dayOf(now);
  const session = calendar.tradingSession(today);
  if (session === undefined || now >= session.extendedClose) return now;
  return session.dayStart;
}
