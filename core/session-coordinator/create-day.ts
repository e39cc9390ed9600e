import { isoUtc, type EpochMs } from '../base/epoch-ms.ts';
import type { SessionGrid } from '../time-manager/session-grid.ts';
import { SessionDay } from './session-day.ts';
import type { SessionRun } from './session-run.ts';

/** The store, queues and rules of one day of a run, empty; what was read ahead for it while the day before played. */
export function createDay(run: SessionRun, grid: SessionGrid): SessionDay {
  const { store, calendar } = run.options;
  const { streaming, derived_bars, extended_hours, historical, gap_filler } = run.config.session_data_config;
  const skipIncomplete = derived_bars.incomplete === 'skip';
  const sources = {
    store,
    calendar,
    extendedHours: extended_hours,
    skipIncomplete,
    measuresQuality: historical.enable_quality,
  };
  const options = {
    skipIncomplete,
    checkInterval: streaming.catchup_check_interval,
    measuresQuality: gap_filler.enable_session_quality,
    ahead: run.day?.ahead,
  };
  return new SessionDay(grid, sources, options, {
    now: () => run.clock.now(),
    foundFirst: ({ symbol, baseInterval }, openMs, { kind, refused }, values) =>
      run.log.add({
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
