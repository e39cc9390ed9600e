import type { EpochMs } from '../../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { LiveSessionConfig } from '../../../core/model/session-config.ts';
import type { PlannedCommand } from '../../../core/session-coordinator/command.ts';
import type { StoredRun } from '../stored-run.ts';
import { checkRules, resumePlan } from '../run-position.ts';
import type { FeedOrigin } from './feed-origin.ts';
import type { PickUp } from './open-live.ts';

/**
 * A live day that a crash cut short, as it takes to go on with it in its own run folder:
 *
 * 1. `reopenVendor(feed, …)` for the vendor, `openLive({ …, pickUp })` for the day;
 * 2. `continueRunFolder(folder, calendar)` for the recorder: what is played again is not recorded again;
 * 3. `engine.open(config, { planned, exportsAt, hurryUntil: pickUp.stoodAt, live: day.open, … })`, `day.prepare(run)`, `run.run()`.
 *
 * The recorded part is played at once, without the feed; then the line is opened, and what happened meanwhile is fetched and
 * caught up. Killed again at any moment, the folder holds no less than before.
 */
export interface LivePast {
  readonly config: LiveSessionConfig;
  readonly feed: FeedOrigin;
  readonly pickUp: PickUp;
  /** The journal's commands at their places. */
  readonly planned: readonly PlannedCommand[];
  readonly exportsAt: readonly EpochMs[];
}

/** Fails with `not_allowed` for an ended run; with `unsupported` for one that was not live or has other rules. */
export function livePast(stored: StoredRun): Result<LivePast> {
  const { config, plan, ended } = stored;
  if (ended) {
    return fail('not_allowed', 'That session has ended; there is nothing to pick up.', 'It can be replayed.');
  }
  if (config.mode !== 'live' || plan.live_day === undefined || plan.live_feed === undefined) {
    return fail('unsupported', 'That run was not live on a feed.');
  }
  const mayResume = checkRules(
    stored,
    'Go live again with its session.json: the day so far comes from the history.',
  );
  if (!mayResume.ok) return mayResume;
  const { planned, exportsAt, stoodAt } = resumePlan(stored);
  return ok({
    config,
    feed: plan.live_feed,
    pickUp: { day: plan.live_day, stoodAt },
    planned,
    exportsAt,
  });
}
