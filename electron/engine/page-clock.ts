import { asEpochMs } from '../../core/base/epoch-ms.ts';
import type { PageClock } from '../../core/report/page/report-page.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';

/** Times of a report page in the exchange's zone. */
export const pageClock = (calendar: MarketCalendar): PageClock => ({
  parse: (iso) => Date.parse(iso),
  print: (instant) =>
    `${calendar.dayOf(asEpochMs(instant))} ${calendar.wallClockOf(asEpochMs(instant)).slice(0, 5)}`,
  zone: calendar.zone,
});
