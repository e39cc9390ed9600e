import { isoUtc, type EpochMs } from '../../base/epoch-ms.ts';
import type { SessionGrid } from '../../time-manager/session-grid.ts';
import { lowestPrice } from '../loading/lowest-price.ts';
import type { Session } from './session.ts';
import { SessionDay } from '../streaming/session-day.ts';

/**
 * The store, queues and rules of one day of a run, empty; with the data read ahead for it while the day before played.
 */
export function createDay(session: Session, grid: SessionGrid): SessionDay {
  const { store, calendar } = session.options;
  const { streaming, derived_bars, extended_hours, historical, gap_filler, adjustment } =
    session.config.session_data_config;
  const skipIncomplete = derived_bars.incomplete === 'skip';
  const sources = {
    store,
    calendar,
    extendedHours: extended_hours,
    lowestPrice: lowestPrice(session.config),
    adjustment,
    skipIncomplete,
    measuresQuality: historical.enable_quality,
  };
  const options = {
    skipIncomplete,
    checkInterval: streaming.catchup_check_interval,
    measuresQuality: gap_filler.enable_session_quality,
    ahead: session.day?.ahead,
  };
  return new SessionDay(grid, sources, options, {
    now: () => session.clock.now(),
    foundFirst: ({ symbol, baseInterval }, openMs, { kind, refused }, values) =>
      session.log.add({
        type: 'finding',
        symbol,
        interval: baseInterval ?? '1m',
        kind,
        first: isoUtc(openMs as EpochMs),
        last: isoUtc(openMs as EpochMs),
        count: 1,
        detail: `${refused ? 'refused' : 'kept'}: o h l c v ${values}`,
      }),
  });
}
