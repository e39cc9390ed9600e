import { asTicker, asTradingDay, MINUTE_MS, type TradingDay } from '../../core/base/epoch-ms.ts';
import { BarColumns } from '../../core/model/bar-columns.ts';
import { calendarFor } from '../../core/time-manager/calendars.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import { wanderingBar, type BuiltBars } from './bar-builder.ts';

/** A day of an exchange group that tests play, with bars in the minutes in which something can go wrong. */
export interface Market {
  readonly name: string;
  readonly group: string;
  readonly day: TradingDay;
  readonly dayBefore: TradingDay;
  readonly calendar: MarketCalendar;
  /** The open of the nth minute that has a bar; those past the last follow it. */
  openOf(day: TradingDay, minute: number): number;
  /** Bars of the first minutes of a day, without some. */
  bars(symbol: string, day: TradingDay, minutes: number, without?: readonly number[]): BuiltBars;
}

interface Windows {
  readonly group: string;
  readonly what: string;
  readonly day: string;
  /** Session times at which stretches of bars begin, each with its length in minutes; the last may be longer. */
  readonly windows: readonly (readonly [start: string, minutes: number])[];
}

function market({ group, what, day, windows }: Windows): Market {
  const found = calendarFor(group);
  if (!found.ok) throw new Error(found.failure.message);
  const calendar = found.value;
  const label = asTradingDay(day);
  const [dayBefore] = calendar.previousTradingDays(label, 1);
  if (dayBefore === undefined || !calendar.isTradingDay(label))
    throw new Error(`${day} has no session in ${group}`);
  const openOf = (of: TradingDay, minute: number): number => {
    let left = minute;
    for (const [index, [start, length]] of windows.entries()) {
      if (left >= length && index < windows.length - 1) left -= length;
      else return (calendar.sessionInstantOf(of, start) ?? Number.NaN) + left * MINUTE_MS;
    }
    return Number.NaN;
  };
  return {
    name: `${group} (${what})`,
    group,
    day: label,
    dayBefore,
    calendar,
    openOf,
    bars(symbol, of, minutes, without = []) {
      const columns = new BarColumns(minutes);
      const make = wanderingBar(symbol);
      for (let minute = 0; minute < minutes; minute++) {
        if (!without.includes(minute)) columns.append(openOf(of, minute), ...make(minute));
      }
      return { symbol: asTicker(symbol), interval: '1m', bars: columns };
    },
  };
}

export const MARKETS: readonly Market[] = [
  { group: 'US_EQUITY', what: 'a day', day: '2025-07-02', windows: [['09:30', 80]] as const },
  {
    group: 'US_EQUITY',
    what: 'after the clocks changed',
    day: '2025-03-10',
    windows: [
      ['09:30', 40],
      ['15:15', 45],
    ] as const,
  },
  {
    group: 'CME_EQUITY',
    what: 'opens in the night in which the clocks change',
    day: '2025-03-10',
    windows: [
      ['17:00', 20],
      ['18:50', 20],
      ['23:50', 20],
      ['15:35', 25],
    ] as const,
  },
  {
    group: 'CME_EQUITY',
    what: 'over a UTC midnight in winter, half day',
    day: '2025-11-28',
    windows: [
      ['17:50', 30],
      ['11:30', 45],
    ] as const,
  },
  {
    group: 'CME_GRAINS',
    what: 'overnight, a break, clocks back',
    day: '2025-11-03',
    windows: [
      ['19:00', 15],
      ['07:25', 20],
      ['08:30', 25],
      ['13:00', 20],
    ] as const,
  },
  {
    group: 'XTKS',
    what: 'a lunch break',
    day: '2024-11-05',
    windows: [
      ['09:00', 10],
      ['11:05', 25],
      ['12:30', 25],
      ['15:10', 20],
    ] as const,
  },
  {
    group: 'CRYPTO',
    what: 'a Sunday of clock changes',
    day: '2025-03-30',
    windows: [
      ['00:00', 40],
      ['23:20', 40],
    ] as const,
  },
  {
    group: 'FOREX',
    what: 'a Monday after the clocks changed in Europe',
    day: '2025-03-31',
    windows: [
      ['17:00', 25],
      ['19:45', 30],
      ['16:35', 25],
    ] as const,
  },
  {
    group: 'FOREX',
    what: 'a Monday after the clocks changed in the US',
    day: '2025-11-03',
    windows: [
      ['17:00', 25],
      ['19:45', 30],
      ['16:35', 25],
    ] as const,
  },
  {
    group: 'XLON',
    what: 'a Monday after the clocks changed in Europe',
    day: '2025-10-27',
    windows: [
      ['08:00', 40],
      ['15:50', 40],
    ] as const,
  },
].map(market);
