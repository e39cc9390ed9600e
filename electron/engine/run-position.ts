import type { EpochMs } from '../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { RULES } from '../../core/model/engine-rules.ts';
import type { JournalEntry, PlannedCommand } from '../../core/session-coordinator/command.ts';
import { plannedFromJournal } from '../../core/session-coordinator/journal.ts';
import type { SessionRun } from '../../core/session-coordinator/session-run.ts';
import type { UnfinishedRun } from '../contract/requests.ts';
import type { RunFolder } from './run-folder.ts';
import type { StoredRun } from './stored-run.ts';

/** How much of a run a crash may cost in wall time; nothing of its journal. */
const EVERY_MS = 200;

/** Keeps noting in the run's folder how far it has come, until disposed. */
export function keepPosition(run: SessionRun, folder: RunFolder): Disposable {
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
