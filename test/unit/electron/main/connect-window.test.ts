import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../../core/base/logger.ts';
import { TO_HOST_CHANNEL } from '../../../../electron/contract/channels.ts';
import { decodeMessage } from '../../../../electron/contract/wire.ts';
import { ClientRelay } from '../../../../electron/host/supervisor/client-relay.ts';
import { APP_URL } from '../../../../electron/main/app-origin.ts';
import { connectWindow } from '../../../../electron/main/connect-window.ts';
import { ScriptedEngine } from '../../../helpers/scripted-ports.ts';

function connected() {
  const ipcMain = new EventEmitter();
  const sent: unknown[] = [];
  const mainFrame = { url: APP_URL };
  const webContents = Object.assign(new EventEmitter(), {
    mainFrame,
    send: (_channel: string, frame: Uint8Array) => sent.push(decodeMessage(frame)),
    reloads: 0,
    reload: () => (webContents.reloads += 1),
  });
  const window = Object.assign(new EventEmitter(), { webContents, isDestroyed: () => false });
  const engine = new ScriptedEngine();
  type Parts = Parameters<typeof connectWindow>[0];
  const listening = { times: 0 };
  const onListening = (): void => void (listening.times += 1);
  const parts = { ipcMain, window, relay: new ClientRelay(engine), logger: silentLogger, onListening };
  connectWindow(parts as unknown as Parts);
  const say = (message: unknown, senderFrame: unknown = mainFrame) =>
    ipcMain.emit(TO_HOST_CHANNEL, { senderFrame }, message);
  return { engine, sent, say, webContents, window, mainFrame, ipcMain, listening };
}

const ask = (id: number, name = 'catalog') => ({ kind: 'request', id, name, params: {} });

describe('the window as a client of the engine', () => {
  it('sends a page nothing before its first message, and acknowledges for it until then', () => {
    const { engine, sent, say, listening } = connected();
    engine.batch(1);
    expect(sent).toEqual([]);
    expect(listening.times).toBe(0);
    expect(engine.posted).toEqual([{ kind: 'ack', seq: 1 }]);
    say(ask(1));
    expect(engine.posted.slice(1)).toMatchObject([{ name: 'snapshot' }, { name: 'catalog' }]);
    expect(listening.times).toBe(1);
    engine.batch(2);
    expect(sent).toMatchObject([{ kind: 'batch', batch: { seq: 2 } }]);
  });

  it('takes a page that is loaded again for a new one', () => {
    const { engine, sent, say, webContents } = connected();
    say(ask(1));
    engine.batch(1);
    webContents.emit('did-navigate');
    engine.answer(1, 'for the page before');
    engine.batch(2);
    expect(sent).toHaveLength(1);
    expect(engine.posted.slice(2)).toEqual([
      { kind: 'ack', seq: 1 },
      { kind: 'ack', seq: 2 },
    ]);
  });

  it('hears the main frame of our page alone', () => {
    const { engine, say, mainFrame } = connected();
    say(ask(1), { url: APP_URL });
    say(ask(2), null);
    mainFrame.url = 'https://example.com/';
    say(ask(3));
    expect(engine.posted).toEqual([]);
  });

  it('loads a page again whose process crashed', () => {
    const { say, webContents } = connected();
    say(ask(1));
    webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
    expect(webContents.reloads).toBe(1);
  });

  it('leaves no listener behind when the window closes', () => {
    const { engine, say, window, ipcMain } = connected();
    say(ask(1));
    engine.batch(1);
    window.emit('closed');
    expect(ipcMain.listenerCount(TO_HOST_CHANNEL)).toBe(0);
    expect(engine.posted.at(-1)).toEqual({ kind: 'ack', seq: 1 });
  });
});
