import { asEpochMs } from '../base/epoch-ms.ts';
import { playInstant } from './play-instant.ts';
import type { SessionDay } from './session-day.ts';
import type { PlayedSession } from './notifier.ts';
import type { Session } from './session.ts';

/**
 * Plays on from where everybody is caught up, for as long as nothing but bars can come. What the streaming loop asks
 * between two instants has a known answer then, and asking costs more than the bars of a few symbols; the result is the
 * loop's own. A promise where the last instant of the stretch waits for finer bars.
 */
export function playQuietStretch(run: PlayedSession, day: SessionDay): Promise<void> | undefined {
  const { clock, queue, pace } = run;
  const until = quietUntil(run, day);
  while (!queue.hasPosted && !pace.needsBreath()) {
    const instant = day.nextInstant();
    const isBehind = instant <= clock.now();
    if (isBehind || instant > until) return undefined;
    clock.moveTo(asEpochMs(instant));
    const finerBars = playInstant(run, day, instant, false);
    if (finerBars !== undefined) return finerBars;
  }
  return undefined;
}

/** Up to which clock time no command is planned, nothing is exported and nobody waits; never, when anything is due now. */
function quietUntil(session: Session, day: SessionDay): number {
  const { queue, pace, gate, clock } = session;
  const now = clock.now();
  const isBusy = !gate.active || day.catchUps.any || day.provisioner.busy || queue.nextPlanned <= now;
  if (isBusy || session.nextExport <= now) return Number.NEGATIVE_INFINITY;
  return Math.min(queue.nextPlanned, session.nextExport, pace.freeUntil, day.grid.end, session.horizon);
}
