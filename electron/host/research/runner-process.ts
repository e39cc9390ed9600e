import { availableParallelism, constants, setPriority } from 'node:os';
import { invariant } from '../../../core/base/invariant.ts';
import { calendarFor } from '../../../core/time-manager/calendars.ts';
import { openBarStore } from '../store/open-bar-store.ts';
import { StrategyLibrary } from '../strategies/strategy-library.ts';
import { probeData } from './play-trial.ts';
import type { FromRunner, ToRunner } from './runner-protocol.ts';
import { fingerprintOf, RecordingStore } from './shared-store.ts';
import { ThreadPool } from './thread-pool.ts';

/** Cores that a sweep uses when nothing else is said: all of them. */
export const defaultThreads = (): number => Math.max(1, availableParallelism?.() ?? 1);

/**
 * The process of a sweep: loads the bars once, into memory that its threads share, and plays the trials that it is sent.
 * Ends when its parent does.
 */
export function serveRunner(entry: string): void {
  invariant(process.send !== undefined, 'a runner is started by a sweep');
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  let pool: ThreadPool | undefined;
  process.on('message', (message: ToRunner) => {
    if (message.kind === 'play') pool?.play(message.trials);
    else void start(entry, message).then((started) => (pool = started));
  });
  process.on('disconnect', () => process.exit(0));
}

const tell = (message: FromRunner): void => void process.send?.(message);

async function start(
  entry: string,
  { setup, place, threads, probe }: Extract<ToRunner, { kind: 'start' }>,
): Promise<ThreadPool | undefined> {
  const calendar = calendarFor(setup.config.exchange_group);
  if (!calendar.ok) {
    tell({ kind: 'refused', failure: calendar.failure });
    return undefined;
  }
  const store = new RecordingStore(openBarStore({ ...place, calendar: calendar.value, env: process.env }));
  const probed = await probeData(setup, probe, {
    store,
    calendar: calendar.value,
    library: new StrategyLibrary([]),
  });
  if (!probed.ok) {
    tell({ kind: 'refused', failure: probed.failure });
    return undefined;
  }
  const snapshot = await store.snapshot();
  const pool = new ThreadPool(entry, { setup, place, snapshot }, threads, {
    begun: ({ number }) => tell({ kind: 'begun', number }),
    played: ({ number }, result) => tell({ kind: 'played', number, result }),
  });
  const bars = [...snapshot.bars.values()].reduce((sum, { length }) => sum + length, 0);
  tell({ kind: 'ready', fingerprint: fingerprintOf(snapshot), bars });
  return pool;
}
