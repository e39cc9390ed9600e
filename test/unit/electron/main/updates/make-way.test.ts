import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { makeWay } from '../../../../../electron/main/updates/make-way.ts';

test('way is made in order, closed windows then end nothing; taken back, all is as before', async () => {
  const done: string[] = [];
  const note = (what: string) => (): void => void done.push(what);
  const app = Object.assign(new EventEmitter(), {
    releaseSingleInstanceLock: note('lock let go'),
    requestSingleInstanceLock: () => done.push('lock taken') > 0,
  });
  app.on('window-all-closed', note('quit'));
  const supervisor = { start: note('engine started'), stop: () => Promise.resolve(note('engine stopped')()) };
  const window = { isDestroyed: () => false, reload: note('page loaded') };

  const goOn = await makeWay(app as never, supervisor, window);
  app.emit('window-all-closed');
  expect(done.splice(0)).toEqual(['engine stopped', 'lock let go']);
  goOn();
  app.emit('window-all-closed');
  expect(done).toEqual(['lock taken', 'engine started', 'page loaded', 'quit']);
});
