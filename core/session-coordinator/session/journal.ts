import { parseIsoUtc, type EpochMs } from '../../base/epoch-ms.ts';
import type { JournalEntry, PlannedCommand, SessionCommand } from './command.ts';

/**
 * A journal's commands as a plan for a new run of the same config: each at its clock time and at its step. For commands
 * of a strategy or scanner only the position is kept, since it will issue them again. Commands after `until` are left
 * out.
 */
export function plannedFromJournal(
  journal: readonly JournalEntry[],
  until?: EpochMs,
): readonly PlannedCommand[] {
  return journal
    .map(({ clock, step, command }): PlannedCommand => {
      const planned = { at: parseIsoUtc(clock), step, command };
      return isReissuedOnReplay(command) ? { ...planned, reissuedOnReplay: true } : planned;
    })
    .filter(({ at }) => until === undefined || at < until);
}

/** Commands that control when the clock moves. */
const PACING: ReadonlySet<SessionCommand['type']> = new Set(['pause', 'resume', 'step', 'run_to']);

/**
 * Another future for a run: its unchanged past up to `until`, and `future` from there on. A step or run-to of the past
 * that reaches beyond `until` ends there, since no command would resume after it.
 */
export function forkPlan(
  journal: readonly JournalEntry[],
  until: EpochMs,
  future: readonly PlannedCommand[],
): readonly PlannedCommand[] {
  const past = plannedFromJournal(journal, until);
  const lastPacing = past.filter(({ command }) => PACING.has(command.type)).at(-1);
  const resumes = lastPacing === undefined || lastPacing.command.type === 'resume';
  const resume: PlannedCommand = { at: until, command: { type: 'resume' } };
  return [...past, ...(resumes ? [] : [resume]), ...future];
}

/** Whether a strategy or scanner issued it, which issues it again whenever the run is replayed. */
export const isReissuedOnReplay = (command: SessionCommand): boolean =>
  'origin' in command && command.origin !== undefined;
