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
 * A journal's commands as a plan for a new run of the same config: each at its clock time and at its step. Commands
 * that a strategy or scanner gave are left out, since it will give them again; so is everything after `until`.
 */
export function plannedFromJournal(
  journal: readonly JournalEntry[],
  until: EpochMs | undefined = undefined,
): readonly PlannedCommand[] {
  return journal
    .filter(({ command }) => !isGivenAgain(command))
    .map(({ clock, step, command }) => ({ at: instantOf(clock), step, command }))
    .filter(({ at }) => until === undefined || at < until);
}

const isGivenAgain = (command: SessionCommand): boolean =>
  'origin' in command && command.origin !== undefined;

/** Milliseconds of `2025-07-02T14:00:00.000Z`, as `isoUtc` prints it. */
function instantOf(iso: string): EpochMs {
  const [year, month, day, hours, minutes, seconds, ms] = iso.split(/[-T:.Z]/).map(Number) as number[];
  const days = daysFromCivil(year ?? 0, month ?? 1, day ?? 1);
  return asEpochMs(
    days * DAY_MS +
      (hours ?? 0) * HOUR_MS +
      (minutes ?? 0) * MINUTE_MS +
      (seconds ?? 0) * SECOND_MS +
      (ms ?? 0),
  );
}
