import { createEngine } from '../../../core/index.ts';
import { silentLogger } from '../../../core/base/logger.ts';
import type { Result } from '../../../core/base/result.ts';
import type { BarStore } from '../../../core/data-manager/bar-store.ts';
import { printEvent } from '../../../core/session-coordinator/session/event-log.ts';
import { plannedFromJournal } from '../../../core/session-coordinator/session/journal.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import type { StoredRun } from '../runs/stored-run.ts';
import { RecordingStore, type StoreSnapshot } from '../research/shared-store.ts';
import type { StrategyLibrary } from '../strategies/strategy-library.ts';
import { createWallClock } from '../thread/wall-clock.ts';

export interface PlayedAgain {
  /** Lines of the event log. */
  readonly events: readonly string[];
  /** Every bar that the run asked for. */
  readonly snapshot: StoreSnapshot;
}

/** Plays a recorded run again in memory and keeps the data that it read. Fails where it cannot be opened. */
export async function playAgain(
  { config, journal, plan, strategies: sources }: StoredRun,
  store: BarStore,
  calendar: MarketCalendar,
  library: StrategyLibrary,
): Promise<Result<PlayedAgain>> {
  const recording = new RecordingStore(store);
  const engine = createEngine({ store: recording, calendar, wall: createWallClock(), logger: silentLogger });
  const strategies = engine.strategies(config, library.findLoadable(sources));
  if (!strategies.ok) return strategies;
  const opened = engine.open(config, {
    recorder: { event() {}, journal() {}, export() {} },
    strategies: strategies.value,
    planned: plannedFromJournal(journal),
    fastForwardUntil: Number.POSITIVE_INFINITY,
    ...(plan.live_day === undefined ? {} : { live: { day: plan.live_day } }),
  });
  if (!opened.ok) return opened;
  await opened.value.run();
  const events = opened.value.log.events.map(printEvent);
  return { ok: true, value: { events, snapshot: await recording.snapshot() } };
}
