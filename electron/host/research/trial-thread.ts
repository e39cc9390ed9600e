import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../../../core/base/invariant.ts';
import { calendarFor } from '../../../core/time-manager/calendars.ts';
import { openBarStore } from '../store/open-bar-store.ts';
import { StrategyLibrary } from '../strategies/strategy-library.ts';
import { playTrial } from './play-trial.ts';
import type { FromThread, NumberedTrial, ThreadData } from './runner-protocol.ts';
import { snapshotStore } from './shared-store.ts';

/** A thread that plays trials, one after the other, on bars that it shares with the other threads. */
export function serveTrials(): void {
  invariant(parentPort, 'trials are played in a worker thread');
  const port = parentPort;
  const { setup, place, snapshot } = workerData as ThreadData;
  const calendar = calendarFor(setup.config.exchange_group);
  invariant(calendar.ok, () => `a calendar for ${setup.config.exchange_group}`);
  const behind = openBarStore({ ...place, calendar: calendar.value, env: process.env });
  const ports = {
    store: snapshotStore(snapshot, behind),
    calendar: calendar.value,
    library: new StrategyLibrary([]),
  };
  const play = async (trial: NumberedTrial): Promise<void> => {
    const result = await playTrial(setup, trial, ports);
    const message: FromThread = { number: trial.number, result };
    port.postMessage(message);
  };
  port.on('message', (trial: NumberedTrial) => void play(trial));
}
