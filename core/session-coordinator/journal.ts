import {
  asEpochMs,
  DAY_MS,
  daysFromCivil,
  HOUR_MS,
  MINUTE_MS,
  SECOND_MS,
  type EpochMs,
} from '../base/epoch-ms.ts';
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
      const planned = { at: instantOf(clock), step, command };
      return isGivenAgain(command) ? { ...planned, givenAgain: true } : planned;
    })
    .filter(({ at }) => until === undefined || at < until);
}

const isGivenAgain = (command: SessionCommand): boolean =>
  'origin' in command && command.origin !== undefined;

/** Milliseconds of `2025-07-02T14:00:00.000Z`, as `isoUtc` prints it. */
function instantOf(iso: string): EpochMs {
  const numbers = iso.split(/[-T:.Z]/).map(Number);
  const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0, ms = 0] = numbers;
  const days = daysFromCivil(year, month, day);
  return asEpochMs(days * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS + ms);
}
