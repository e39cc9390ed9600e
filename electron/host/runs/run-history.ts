import path from 'node:path';
import type { EpochMs, TradingDay } from '../../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { RULES } from '../../../core/model/engine-rules.ts';
import type { LiveSessionConfig, SessionConfig } from '../../../core/model/session-config.ts';
import {
  isPace,
  type JournalEntry,
  type PlannedCommand,
} from '../../../core/session-coordinator/session/command.ts';
import { plannedFromJournal } from '../../../core/session-coordinator/session/journal.ts';
import type { UnfinishedRun } from '../../contract/requests.ts';
import type { FeedOrigin } from './run-files.ts';
import type { StoredRun } from './stored-run.ts';

/** The past of a run: what plays it again up to the clock time that it reached. */
export interface RunHistory {
  /** Applied commands at their places; of a run that was cut short also the planned ones that were not applied. */
  readonly commands: readonly PlannedCommand[];
  readonly exportsAt: readonly EpochMs[];
  /** Clock times at which bars arrived, oldest first; empty for a run that was read from its folder. */
  readonly instants: readonly EpochMs[];
  /** The last clock time that is known to be reached, UTC; 0 before the first day. */
  readonly reachedAt: EpochMs;
}

/** The history of a run in this process, without its pace: the next run has a pace of its own. */
export function historyOf(instants: readonly EpochMs[], journal: readonly JournalEntry[]): RunHistory {
  const reachedAt = instants.at(-1) ?? (0 as EpochMs);
  return withoutPace({ commands: plannedFromJournal(journal), exportsAt: [], instants, reachedAt });
}

/** The history of a run that was cut short, from its folder. */
export function storedHistory({ journal, plan, position }: StoredRun): RunHistory {
  const applied = plannedFromJournal(journal);
  const lastJournaled = applied.reduce((latest, { at }) => Math.max(latest, at), 0);
  return {
    commands: [...applied, ...notApplied(plan.planned, journal)],
    exportsAt: plan.exports_at,
    instants: [],
    reachedAt: Math.max(lastJournaled, position?.clock_ms ?? 0) as EpochMs,
  };
}

/** Planned commands without those in the journal; equal ones are counted. */
function notApplied(planned: readonly PlannedCommand[], journal: readonly JournalEntry[]): PlannedCommand[] {
  const applied = journal.map(({ clock, command }) => `${Date.parse(clock)} ${JSON.stringify(command)}`);
  return planned.filter(({ at, command }) => {
    const index = applied.indexOf(`${at} ${JSON.stringify(command)}`);
    if (index < 0) return true;
    applied.splice(index, 1);
    return false;
  });
}

const withoutPace = (history: RunHistory): RunHistory => ({
  ...history,
  commands: history.commands.filter(({ command }) => !isPace(command)),
});

/**
 * The history for changed code: its strategies issue their commands again, and the user's commands keep their clock time
 * alone, because the run counts other steps.
 */
export const historyForOtherCode = (history: RunHistory): RunHistory => ({
  ...history,
  commands: history.commands
    .filter(({ reissuedOnReplay }) => reissuedOnReplay !== true)
    .map(({ at, command }) => ({ at, command })),
});

/** The part of a history at or before an instant. */
export const historyUpTo = (target: EpochMs, { commands, exportsAt, instants }: RunHistory): RunHistory => ({
  commands: commands.filter(({ at }) => at <= target),
  exportsAt,
  instants: instants.filter((instant) => instant <= target),
  reachedAt: target,
});

/** Plays a history and pauses where it ends. */
export const thenPause = ({ commands, reachedAt }: RunHistory): readonly PlannedCommand[] => [
  ...commands,
  { at: reachedAt, command: { type: 'pause' } },
];

/**
 * Fails with `unsupported` for a run that was recorded under other rules: its continuation would not fit its past.
 * `startAgain` names how to play it from its start instead.
 */
export function checkRules({ recordedBy }: StoredRun, startAgain: string): Result<void> {
  const { rules } = recordedBy;
  if (rules === RULES) return ok(undefined);
  const why = `The run was recorded under rules ${rules}, and this Tapedeck plays rules ${RULES}: it cannot continue the run.`;
  return fail('unsupported', why, startAgain);
}

/** A run that was cut short, as a window offers it. */
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
    clock_ms: storedHistory(run).reachedAt,
    commands: journal.length,
  };
}

/**
 * How a window resumes a run that was cut short, at the window's own pace. `without` names a strategy or scanner that held
 * it up and is left out.
 */
export function resumeInWindow(
  stored: StoredRun,
  without?: string,
): { readonly run: StoredRun; readonly history: RunHistory } {
  const history = withoutPace(storedHistory(stored));
  if (without === undefined) return { run: stored, history };
  const run = { ...stored, config: withoutStrategy(stored.config, without) };
  return { run, history: historyForOtherCode(history) };
}

function withoutStrategy(config: SessionConfig, name: string): SessionConfig {
  const others = <T extends { readonly name: string }>(all: readonly T[]): T[] =>
    all.filter((each) => path.basename(each.name) !== path.basename(name));
  return { ...config, strategies: others(config.strategies), scanners: others(config.scanners) };
}

/**
 * A live day that was cut short, to be resumed in its own run folder:
 *
 * 1. `reopenVendor(feed, …)` opens the vendor, `openLive({ …, resume })` the day;
 * 2. `RecordedRun.open({ …, resumes: true, live: day.open })` continues the folder: what plays again is not recorded again;
 * 3. `play({ prepare: day.prepare })` plays the recorded part at once, without the feed, then connects and catches up.
 *
 * Killed again at any moment, the folder holds no less than before.
 */
export interface LiveResume {
  readonly config: LiveSessionConfig;
  readonly feed: FeedOrigin;
  readonly day: TradingDay;
  readonly history: RunHistory;
}

/** Fails with `not_allowed` for an ended run; with `unsupported` for one that was not live or has other rules. */
export function resumeLive(stored: StoredRun): Result<LiveResume> {
  const { config, plan, ended } = stored;
  if (ended) {
    return fail('not_allowed', 'That session has ended; there is nothing to resume.', 'It can be replayed.');
  }
  const { live_day: day, live_feed: feed } = plan;
  if (config.mode !== 'live' || day === undefined || feed === undefined) {
    return fail('unsupported', 'That run was not live on a feed.');
  }
  const startAgain = 'Go live again with its session.json: the day so far comes from the history.';
  const mayResume = checkRules(stored, startAgain);
  return mayResume.ok ? ok({ config, feed, day, history: storedHistory(stored) }) : mayResume;
}
