import { asEpochMs, HOUR_MS } from '../../../base/epoch-ms.ts';
import type { MarketCalendar, TradingSession } from '../../../time-manager/market-calendar.ts';

/** The trading session of the exchange day of an instant; asked per row, answered from memory within an hour. */
export function createSessionLocator(
  calendar: MarketCalendar,
): (instant: number) => TradingSession | undefined {
  const sessions = new Map<number, TradingSession | undefined>();
  return (instant) => {
    const hour = Math.floor(instant / HOUR_MS);
    if (!sessions.has(hour)) {
      sessions.set(hour, calendar.tradingSession(calendar.dayOf(asEpochMs(hour * HOUR_MS))));
    }
    return sessions.get(hour);
  };
}
