import type { EpochMs } from '../../core/base/epoch-ms.ts';
import { isPace, type JournalEntry, type PlannedCommand } from '../../core/session-coordinator/command.ts';
import { plannedFromJournal } from '../../core/session-coordinator/journal.ts';

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
    .filter(({ givenAgain }) => givenAgain !== true)
    .map(({ at, command }) => ({ at, command })),
});

/** What of it lies at or before an instant. */
export const pastUpTo = (target: EpochMs, { instants, commands }: Past): Past => ({
  instants: instants.filter((instant) => instant <= target),
  commands: commands.filter(({ at }) => at <= target),
});
