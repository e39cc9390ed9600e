import type { SessionRun } from '../../core/session-coordinator/session-run.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import type { CommandIo } from './command-io.ts';

const BAR_WIDTH = 28;
const TTY_EVERY_MS = 120;
const LINE_EVERY_MS = 3_000;

/** Shows how far a run is: a bar that is drawn again on a terminal, a line every few seconds elsewhere. */
export function showProgress(io: CommandIo, run: SessionRun, calendar: MarketCalendar): Disposable {
  const draw = (): void => {
    const line = progressLine(run, calendar);
    if (line !== undefined) io.stderr(io.isTty ? `\r${line}\u001B[K` : `${line}\n`);
  };
  const timer = setInterval(draw, io.isTty ? TTY_EVERY_MS : LINE_EVERY_MS);
  timer.unref();
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      if (io.isTty) io.stderr('\r\u001B[K');
    },
  };
}

function progressLine(run: SessionRun, calendar: MarketCalendar): string | undefined {
  const { day } = run;
  if (day === undefined) return undefined;
  const { start, end, session } = day.grid;
  const part = (run.clock.now() - start) / (end - start);
  const filled = Math.round(part * BAR_WIDTH);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
  const bars = run.totals.bars + day.bars;
  const of = run.days.length > 1 ? ` · day ${run.dayIndex + 1} of ${run.days.length}` : '';
  return `${session.day} ${calendar.wallClockOf(run.clock.now())} ${bar} ${run.state}${of} · ${bars.toLocaleString('en-US')} bars`;
}
