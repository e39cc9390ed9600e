import { asEpochMs } from '../../base/epoch-ms.ts';
import type { SessionDay } from '../streaming/session-day.ts';
import type { PlayedSession } from './strategy-runner.ts';
import type { Session } from './session.ts';
import { admitArrived } from './symbol-admission.ts';

/**
 * Handles the instant that the clock has reached, in the steps of docs/engine-rules.md#the-streaming-loop; `behind`
 * when the clock is stopped for a symbol that catches up. Returns a promise only where finer bars must be read before
 * orders can be filled: waiting at every instant would cost more than all the rest of it.
 */
export function playInstant(
  run: PlayedSession,
  day: SessionDay,
  instant: number,
  behind: boolean,
): Promise<void> | undefined {
  const { session, trading } = run;
  const { clock, gate } = session;
  const lag = clock.now() - instant;
  if (day.take(instant, !gate.active)) gate.check(lag, day);
  day.process(instant, lag);
  if (trading.isActive) {
    const finerBars = trading.beginInstant(day, instant);
    if (finerBars !== undefined) return finishLater(finerBars, run, day, instant, behind);
    trading.playBars();
  }
  finish(run, day, instant, behind);
  return undefined;
}

async function finishLater(
  finerBars: Promise<void>,
  run: PlayedSession,
  day: SessionDay,
  instant: number,
  behind: boolean,
): Promise<void> {
  await finerBars;
  run.trading.playBars();
  finish(run, day, instant, behind);
}

function finish(run: PlayedSession, day: SessionDay, instant: number, behind: boolean): void {
  const { session, runner } = run;
  runner.notify(day);
  admitArrived(session, day, instant);
  session.step++;
  if (!behind) session.instants.push(session.clock.now());
  if (session.pace.countInstant(behind)) pauseHere(session, 'the steps are done');
}

export function pauseHere(session: Session, reason: string): void {
  session.pace.pause();
  session.updateState(reason);
}

/**
 * Plays on from a point where every symbol is caught up, as long as nothing but bars can come. The questions of the
 * streaming loop between two instants have known answers then, and asking costs more than the bars of a few symbols;
 * the result is the loop's own. Returns a promise where the last instant of the stretch waits for finer bars.
 */
export function playQuietStretch(run: PlayedSession, day: SessionDay): Promise<void> | undefined {
  const { clock, queue, pace } = run.session;
  const until = quietUntil(run.session, day);
  while (!queue.hasPosted && !pace.shouldYield()) {
    const instant = day.nextInstant();
    const isBehind = instant <= clock.now();
    if (isBehind || instant > until) return undefined;
    clock.moveTo(asEpochMs(instant));
    const finerBars = playInstant(run, day, instant, false);
    if (finerBars !== undefined) return finerBars;
  }
  return undefined;
}

/**
 * The clock time up to which no command is planned, nothing is exported and nothing waits; never, when anything is due
 * now.
 */
function quietUntil(session: Session, day: SessionDay): number {
  const { queue, pace, gate, clock } = session;
  const now = clock.now();
  const isBusy = !gate.active || day.catchUps.any || day.provisioner.busy || queue.nextPlanned <= now;
  if (isBusy || session.nextExport <= now) return Number.NEGATIVE_INFINITY;
  return Math.min(queue.nextPlanned, session.nextExport, pace.freeUntil, day.grid.end, session.horizon);
}
