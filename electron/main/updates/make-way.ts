import type { App } from 'electron';
import type { EngineSupervisor } from '../../hosting/engine-supervisor.ts';
import { SNAPSHOT_REQUEST } from '../../hosting/snapshot-request.ts';

/**
 * Closes the run and lets go of what two programs cannot both have: the new one starts before this one is gone. Until it
 * is, closed windows do not end the program, which would cut the updater short. Answers how to take all that back.
 */
export async function makeWay(
  app: Pick<
    App,
    'releaseSingleInstanceLock' | 'requestSingleInstanceLock' | 'listeners' | 'on' | 'removeAllListeners'
  >,
  supervisor: Pick<EngineSupervisor, 'start' | 'stop' | 'post'>,
): Promise<() => void> {
  await supervisor.stop();
  app.releaseSingleInstanceLock();
  const quits = app.listeners('window-all-closed') as (() => void)[];
  app.removeAllListeners('window-all-closed');
  app.on('window-all-closed', () => undefined);
  return () => {
    app.requestSingleInstanceLock();
    app.removeAllListeners('window-all-closed');
    for (const quit of quits) app.on('window-all-closed', quit);
    supervisor.start();
    supervisor.post(SNAPSHOT_REQUEST);
  };
}
