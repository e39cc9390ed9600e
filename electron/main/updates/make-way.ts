import type { App, BrowserWindow } from 'electron';
import type { EngineSupervisor } from '../../host/supervisor/engine-supervisor.ts';

/**
 * Closes the run and releases what two programs cannot both hold: the new one starts before this one is gone. Until
 * then, closed windows do not end the program, which would interrupt the updater. Returns a function that undoes all of
 * it.
 */
export async function makeWay(
  app: Pick<
    App,
    'releaseSingleInstanceLock' | 'requestSingleInstanceLock' | 'listeners' | 'on' | 'removeAllListeners'
  >,
  supervisor: Pick<EngineSupervisor, 'start' | 'stop'>,
  window: Pick<BrowserWindow, 'isDestroyed' | 'reload'>,
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
    // A page reports its charts and rows to the engine when it connects.
    if (!window.isDestroyed()) window.reload();
  };
}
