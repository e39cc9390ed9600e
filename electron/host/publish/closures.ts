import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import type { SessionGrid } from '../../../core/time-manager/session-grid.ts';
import { breaksOf } from '../../../core/time-manager/known-days.ts';
import type { Closure } from '../../contract/batch.ts';

/** Sessions before the current one whose nights and breaks a chart knows. */
const SESSIONS_BACK = 250;

const KNOWN = new WeakMap<SessionGrid, readonly Closure[]>();

/** When the market is closed, from some sessions back to the current one's close, oldest first. The same list for the same grid. */
export function closuresUntil(calendar: MarketCalendar, grid: SessionGrid): readonly Closure[] {
  const known = KNOWN.get(grid);
  if (known !== undefined) return known;
  const { day } = grid.session;
  const sessions = [...calendar.previousTradingDays(day, SESSIONS_BACK), day].flatMap(
    (each) => calendar.tradingSession(each) ?? [],
  );
  const closures: Closure[] = [];
  let closeMs = Number.NEGATIVE_INFINITY;
  for (const session of sessions) {
    const openMs = grid.extendedHours ? session.extendedOpen : session.open;
    if (closeMs < openMs && Number.isFinite(closeMs))
      closures.push({ fromMs: closeMs, toMs: openMs, isBreak: false });
    // Round the clock there is no night, and yet a session begins.
    else if (closeMs === openMs) closures.push({ fromMs: openMs, toMs: openMs, isBreak: false });
    for (const { start, end } of breaksOf(session))
      closures.push({ fromMs: start, toMs: end, isBreak: true });
    closeMs = grid.extendedHours ? session.extendedClose : session.close;
  }
  KNOWN.set(grid, closures);
  return closures;
}
