import type { TradingDay } from '../base/epoch-ms.ts';
import { spanMs, type BaseInterval } from '../base/interval.ts';
import { firstIndexAtOrAfter, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { Gap } from '../model/gap.ts';
import type { MarketCalendar, TradingSession } from '../time-manager/market-calendar.ts';

/** The completeness of the regular hours of one stored trading day. */
export interface DayQuality {
  readonly day: TradingDay;
  readonly expected: number;
  readonly present: number;
  /** Percent of the expected bars that exist. */
  readonly quality: number;
  readonly gaps: readonly Gap[];
  /** Bars of the day outside the regular hours: before the open, in a break, after the close. */
  readonly extended: number;
}

/** Each trading day of `[from, to]`, both included, against the calendar; days without a bar have quality 0. */
export function measureDays(
  bars: ReadonlyBarColumns,
  interval: BaseInterval,
  days: { readonly from: TradingDay; readonly to: TradingDay },
  calendar: MarketCalendar,
): readonly DayQuality[] {
  return calendar.tradingDays(days.from, days.to).flatMap((day) => {
    const session = calendar.tradingSession(day);
    return session === undefined ? [] : [measureDay(bars, interval, session)];
  });
}

function measureDay(bars: ReadonlyBarColumns, interval: BaseInterval, session: TradingSession): DayQuality {
  const first = firstIndexAtOrAfter(bars, session.dayStart);
  const end = firstIndexAtOrAfter(bars, session.dayEnd);
  if (interval === '1d') {
    const present = Math.min(1, end - first);
    const gap = { firstMs: session.open, lastMs: session.open, count: 1 };
    return {
      day: session.day,
      expected: 1,
      present,
      quality: present * 100,
      gaps: present === 1 ? [] : [gap],
      extended: 0,
    };
  }
  const span = spanMs(interval);
  const gaps: Gap[] = [];
  let present = 0;
  let expected = 0;
  let regular = 0;
  for (const { open, close } of session.segments) {
    expected += Math.ceil((close - open) / span);
    const from = firstIndexAtOrAfter(bars, open);
    const to = firstIndexAtOrAfter(bars, close);
    regular += to - from;
    present += measureSegment(gaps, bars, { from, to, open, close }, span);
  }
  const quality = (present / expected) * 100;
  return { day: session.day, expected, present, quality, gaps, extended: end - first - regular };
}

/** Adds the gaps of one segment, whose bars are `[from, to)`; returns how many of its bars are there. */
function measureSegment(
  gaps: Gap[],
  bars: ReadonlyBarColumns,
  {
    from,
    to,
    open,
    close,
  }: { readonly from: number; readonly to: number; readonly open: number; readonly close: number },
  span: number,
): number {
  const end = open + Math.ceil((close - open) / span) * span;
  let present = 0;
  let wanted = open;
  for (let index = from; index <= to; index++) {
    const openMs = index < to ? (bars.openMs[index] as number) : end;
    if (openMs < wanted) continue; // off the grid: not a bar of its own minute
    if (openMs > wanted)
      gaps.push({ firstMs: wanted, lastMs: openMs - span, count: Math.round((openMs - wanted) / span) });
    if (index < to) present += 1;
    wanted = openMs + span;
  }
  return present;
}
