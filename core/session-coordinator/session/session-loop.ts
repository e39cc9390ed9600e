import { asEpochMs, type Ticker } from '../../base/epoch-ms.ts';
import type { Failure } from '../../base/result.ts';
import { takeCommands } from './apply-command.ts';
import type { PlayedSession } from './strategy-runner.ts';
import { pauseHere, playInstant, playQuietStretch } from './play-instant.ts';
import { ReadAhead } from '../loading/read-ahead.ts';
import { configuredRequests, requestConfigured } from './request-symbol.ts';
import type { Session } from './session.ts';
import type { SessionDay } from '../streaming/session-day.ts';
import { admitLoaded } from './symbol-admission.ts';
import type { TradedSession } from './trading.ts';

/**
 * The streaming loop of one session day (docs/engine-rules.md#the-streaming-loop): the oldest instant first, the clock
 * moved only when no symbol is behind it, commands between instants. Replay and live differ in feed, clock and pace,
 * and this loop sees none of these differences.
 */
export async function streamDay(run: PlayedSession, day: SessionDay): Promise<void> {
  const { session } = run;
  const { clock, pace } = session;
  const settleIfCaughtUp = (): void => {
    if (day.nextInstant() > clock.now()) settle(session, day);
  };
  while (session.stopReason === undefined) {
    const instant = day.nextInstant();
    const behind = instant <= clock.now();
    if (!behind) settle(session, day);
    if (takeCommands(run, day, settleIfCaughtUp)) continue;
    if (day.provisioner.busy) {
      await waitForLoads(session, day, true);
      continue;
    }
    if (!behind) session.exportDue();
    const target = behind ? clock.now() : nextTarget(session, day, instant);
    if (target === undefined) return;
    const breakMs = behind ? 0 : day.grid.breakBetween(clock.now(), target);
    const delay = pace.delay(behind, target, clock.now(), breakMs);
    if (delay > 0) {
      await pace.wait(delay, (wake) => session.queue.onArrival(wake));
      continue;
    }
    clock.moveTo(asEpochMs(target));
    if (breakMs > 0) pace.skipBreak(breakMs);
    if (target < instant) continue;
    const finerBars =
      playInstant(run, day, instant, behind) ?? (behind ? undefined : playQuietStretch(run, day));
    if (finerBars !== undefined) await finerBars;
    if (pace.shouldYield()) await pace.yieldToHost();
  }
}

/**
 * Every symbol is caught up: the session is active, and a time to run to is reached. This comes before commands, so
 * that a replay, which already has its commands, logs both in their original order.
 */
function settle(session: Session, day: SessionDay): void {
  session.gate.settle();
  if (session.clock.now() >= session.pace.stopAt) pauseHere(session, 'the time to run to is reached');
  day.settleLags();
}

/** Where the clock goes next; undefined when the day is over. */
function nextTarget(session: Session, { grid }: SessionDay, instant: number): number | undefined {
  const now = session.clock.now();
  // A user who steps or runs to the close finds the session paused there, and ends it by resuming.
  if (now >= grid.end && instant > grid.end) {
    if (session.pace.paused) return Number.POSITIVE_INFINITY;
    return session.options.live?.time?.isOver() === false ? now : undefined;
  }
  return Math.min(
    instant,
    session.queue.nextStop(now),
    session.nextExport,
    session.pace.stopAt,
    grid.end,
    session.horizon,
  );
}

/** With fewer symbols, reading ahead saves no time. */
const MIN_SYMBOLS = 8;

const NONE: ReadonlyMap<Ticker, Failure> = new Map();

const nothingToSettle = (): void => {};

/** Loads the symbols that a day starts with; commands are applied during that. Returns why some are missing. */
export async function loadDay(run: PlayedSession, day: SessionDay): Promise<ReadonlyMap<Ticker, Failure>> {
  const { session, runner } = run;
  const failures = new Map<Ticker, Failure>();
  session.queue.waitsForOpen = true;
  requestConfigured(run, day);
  await runner.setUp(session.options.store);
  takeCommands(run, day, nothingToSettle);
  while (day.provisioner.busy && session.stopReason === undefined) {
    for (const [symbol, failure] of await waitForLoads(session, day, false)) failures.set(symbol, failure);
    takeCommands(run, day, nothingToSettle);
  }
  session.queue.waitsForOpen = false;
  session.step++;
  day.provisioner.endReadAhead();
  day.ahead = readNextDay(run, day);
  return failures;
}

/** Waits until every request is loaded, or a command arrives that may cancel it. */
async function waitForLoads(
  session: Session,
  day: SessionDay,
  midSession: boolean,
): Promise<ReadonlyMap<Ticker, Failure>> {
  await new Promise<void>((resolve) => {
    const arrival = session.queue.onArrival(resolve);
    day.provisioner.onSettled(() => {
      arrival[Symbol.dispose]();
      resolve();
    });
  });
  session.pace.restartRealTime();
  if (!day.provisioner.allSettled || session.queue.isDue(session.clock.now(), session.step)) return NONE;
  session.step++;
  return admitLoaded(session, day, midSession);
}

/** Starts to read what the next day will request; undefined when there is no next day or reading ahead saves no time. */
function readNextDay(run: TradedSession, day: SessionDay): ReadAhead | undefined {
  const { session } = run;
  const next = session.days[session.dayIndex + 1];
  if (next === undefined || session.options.live !== undefined || session.symbols.size < MIN_SYMBOLS)
    return undefined;
  const shouldContinue = (): boolean => session.stopReason === undefined && session.state !== 'failed';
  return new ReadAhead(day.sources, next, configuredRequests(run), shouldContinue);
}
