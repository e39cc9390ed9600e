import { parseIsoUtc, type EpochMs } from '../base/epoch-ms.ts';
import type { JournalEntry, PlannedCommand, SessionCommand } from './command.ts';

/**
 * A journal's commands as a plan for a new run of the same config: each at its clock time and at its step. Of commands
 * that a strategy or scanner gave only the place is kept, since it will give them again. What came after `until` is left out.
 */
export function plannedFromJournal(
  journal: readonly JournalEntry[],
  until?: EpochMs,
): readonly PlannedCommand[] {
  return journal
    .map(({ clock, step, command }): PlannedCommand => {
      const planned = { at: parseIsoUtc(clock), step, command };
      return isGivenAgain(command) ? { ...planned, givenAgain: true } : planned;
    })
    .filter(({ at }) => until === undefined || at < until);
}

const isGivenAgain = (command: SessionCommand): boolean =>
  'origin' in command && command.origin !== undefined;
