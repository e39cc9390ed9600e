import type { SessionDay } from './session-day.ts';
import type { PlayedSession } from './notifier.ts';
import type { Session } from './session.ts';
import { admitArrived } from './symbol-admission.ts';

/**
 * Handles the instant that the clock has come to, in the steps of engine.md §5; `behind` when the clock stands still for
 * somebody who catches up. A promise only where finer bars must be read before orders can be filled: to wait at every
 * instant would cost more than all the rest of it.
 */
export function playInstant(
  run: PlayedSession,
  day: SessionDay,
  instant: number,
  behind: boolean,
): Promise<void> | undefined {
  const { clock, gate, trading } = run;
  const lag = clock.now() - instant;
  if (day.take(instant, !gate.active)) gate.check(lag, day);
  day.process(instant, lag);
  if (trading.watches) {
    const finerBars = trading.look(day, instant);
    if (finerBars !== undefined) return finishLater(finerBars, run, day, instant, behind);
    trading.work();
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
  run.trading.work();
  finish(run, day, instant, behind);
}

function finish(run: PlayedSession, day: SessionDay, instant: number, behind: boolean): void {
  run.notifier.notify(day);
  admitArrived(run, day, instant);
  run.step++;
  if (!behind) run.instants.push(run.clock.now());
  if (run.pace.countInstant(behind)) pauseHere(run, 'the steps are done');
}

export function pauseHere(session: Session, reason: string): void {
  session.pace.pause();
  session.updateState(reason);
}
