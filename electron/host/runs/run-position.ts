import type { EpochMs } from '../../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { RULES } from '../../../core/model/engine-rules.ts';
import type { LiveSessionConfig, SessionConfig } from '../../../core/model/session-config.ts';
import {
  type PlannedCommand,
  isPace,
  type JournalEntry,
} from '../../../core/session-coordinator/session/command.ts';
import type { StoredRun } from './stored-run.ts';
import type { FeedOrigin } from './run-files.ts';
import type { ResumePoint } from '../live/open-live.ts';
import path from 'node:path';
import { plannedFromJournal } from '../../../core/session-coordinator/session/journal.ts';
import type { RunReader } from '../../../core/session-coordinator/session/run-reader.ts';
import type { UnfinishedRun } from '../../contract/requests.ts';
import type { RunFolder } from './run-folder.ts';

/** A stretch of a run from its open: the instants of its clock, and the commands in it that are not of pace. */
export interface Past {
  readonly instants: readonly EpochMs[];
  readonly commands: readonly PlannedCommand[];
}

export const pastOf = (instants: readonly EpochMs[], journal: readonly JournalEntry[]): Past => ({
  instants,
  commands: plannedFromJournal(journal).filter(({ command }) => !isPace(command)),
});

/**
 * The same for other code: what strategies gave they give anew, and what the user gave comes at its clock time, since the
 * steps of the run will be others.
 */
export const pastForOtherCode = ({ instants, commands }: Past): Past => ({
  instants,
  commands: commands
    .filter(({ reissuedOnReplay }) => reissuedOnReplay !== true)
    .map(({ at, command }) => ({ at, command })),
});

/** What of it lies at or before an instant. */
export const pastUpTo = (target: EpochMs, { instants, commands }: Past): Past => ({
  instants: instants.filter((instant) => instant <= target),
  commands: commands.filter(({ at }) => at <= target),
});

/** How much of a run a crash may cost in wall time; nothing of its journal. */
const EVERY_MS = 200;

/** Keeps noting in the run's folder how far it has come, until disposed. */
export function keepPosition(run: RunReader, folder: RunFolder): Disposable {
  let noted = -1;
  const timer = setInterval(() => {
    if (run.clock.session === undefined || run.step === noted) return;
    noted = run.step;
    folder.writePosition({ clock_ms: run.clock.now(), step: run.step });
  }, EVERY_MS);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/**
 * Fails with `unsupported` for a run that was recorded under other rules: what follows would not belong to its past.
 * `startAgain` names how to play it from its start instead.
 */
export function checkRules({ recordedBy }: StoredRun, startAgain: string): Result<void> {
  const { rules } = recordedBy;
  if (rules === RULES) return ok(undefined);
  const why = `The run was recorded under rules ${rules}, and this Tapedeck plays rules ${RULES}: it cannot continue the run.`;
  return fail('unsupported', why, startAgain);
}

/** What it takes to play an interrupted run again up to where it stood and on from there. */
export interface ResumePlan {
  readonly planned: readonly PlannedCommand[];
  readonly exportsAt: readonly EpochMs[];
  /** The last clock time that is known to have been reached. */
  readonly stoodAt: EpochMs;
}

/** The journal's commands at their places, and of those planned beforehand what had not been applied. */
export function resumePlan({ journal, plan, position }: StoredRun): ResumePlan {
  const past = plannedFromJournal(journal);
  const lastJournaled = past.reduce((latest, { at }) => Math.max(latest, at), 0);
  const stoodAt = Math.max(lastJournaled, position?.clock_ms ?? 0) as EpochMs;
  return { planned: [...past, ...notApplied(plan.planned, journal)], exportsAt: plan.exports_at, stoodAt };
}

/** Planned commands less those that the journal has, each counted as often as it stands there. */
function notApplied(planned: readonly PlannedCommand[], journal: readonly JournalEntry[]): PlannedCommand[] {
  const applied = journal.map(({ clock, command }) => `${Date.parse(clock)} ${JSON.stringify(command)}`);
  return planned.filter(({ at, command }) => {
    const index = applied.indexOf(`${at} ${JSON.stringify(command)}`);
    if (index < 0) return true;
    applied.splice(index, 1);
    return false;
  });
}

/** An interrupted run as a window offers it. */
export function describeUnfinished({
  id,
  run,
}: {
  readonly id: string;
  readonly run: StoredRun;
}): UnfinishedRun {
  const { config, journal } = run;
  return {
    run_id: id,
    session_name: config.session_name,
    clock_ms: resumePlan(run).stoodAt,
    commands: journal.length,
  };
}

/** How a window picks a crashed run up: rebuilt with the commands of its past, at its own pace. */
interface PickUpPlan {
  readonly run: StoredRun;
  readonly past: readonly PlannedCommand[];
  readonly stoodAt: EpochMs;
}

/** `without` is a strategy or scanner that held the run up: a config without it has steps of its own. */
export function replayUpTo(stored: StoredRun, without?: string): PickUpPlan {
  const { planned, stoodAt } = resumePlan(stored);
  const commands = planned.filter(({ command }) => !isPace(command));
  if (without === undefined) return { run: stored, past: commands, stoodAt };
  const config = withoutStrategy(stored.config, without);
  return { run: { ...stored, config }, past: pastForOtherCode({ instants: [], commands }).commands, stoodAt };
}

function withoutStrategy(config: SessionConfig, name: string): SessionConfig {
  const others = <T extends { readonly name: string }>(all: readonly T[]): T[] =>
    all.filter((each) => path.basename(each.name) !== path.basename(name));
  return { ...config, strategies: others(config.strategies), scanners: others(config.scanners) };
}

/**
 * A live day that a crash cut short, as it takes to go on with it in its own run folder:
 *
 * 1. `reopenVendor(feed, …)` for the vendor, `openLive({ …, pickUp })` for the day;
 * 2. `continueRunFolder(folder, calendar)` for the recorder: what is played again is not recorded again;
 * 3. `engine.open(config, { planned, exportsAt, fastForwardUntil: pickUp.stoodAt, live: day.open, … })`, `day.prepare(run)`, `run.run()`.
 *
 * The recorded part is played at once, without the feed; then the line is opened, and what happened meanwhile is fetched and
 * caught up. Killed again at any moment, the folder holds no less than before.
 */
export interface LivePast {
  readonly config: LiveSessionConfig;
  readonly feed: FeedOrigin;
  readonly resume: ResumePoint;
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
    resume: { day: plan.live_day, stoodAt },
    planned,
    exportsAt,
  });
}
