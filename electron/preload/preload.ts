import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import {
  KEY_CHANNELS,
  LOOK_FOR_UPDATES_CHANNEL,
  TO_HOST_CHANNEL,
  TO_WINDOW_CHANNEL,
} from '../contract/channels.ts';
import type { KeyEntry, KeyStatus } from '../contract/keys.ts';
import type { ClientMessage } from '../contract/message.ts';

/**
 * All that a page gets of the system: it can post to its host and hear what the host posts, and hand keys over to be
 * kept. The host checks what it hears.
 */
contextBridge.exposeInMainWorld('tapedeck', {
  post: (message: ClientMessage): void => ipcRenderer.send(TO_HOST_CHANNEL, message),
  /** Messages are frames of `wire.ts`. Returns how to stop listening. */
  onMessage(listener: (frame: Uint8Array) => void): () => void {
    const deliver = (_event: IpcRendererEvent, frame: Uint8Array): void => listener(frame);
    ipcRenderer.on(TO_WINDOW_CHANNEL, deliver);
    return () => void ipcRenderer.off(TO_WINDOW_CHANNEL, deliver);
  },
  keys: {
    status: (): Promise<KeyStatus> => ipcRenderer.invoke(KEY_CHANNELS.status),
    store: (entry: KeyEntry): Promise<KeyStatus> => ipcRenderer.invoke(KEY_CHANNELS.store, entry),
    remove: (): Promise<KeyStatus> => ipcRenderer.invoke(KEY_CHANNELS.remove),
  },
  lookForUpdates: (): void => ipcRenderer.send(LOOK_FOR_UPDATES_CHANNEL),
  platform: process.platform,
});
