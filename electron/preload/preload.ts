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
 * The page's whole access to the system: it can post to its host, receive the host's messages, and hand over keys. The
 * host checks every message.
 */
contextBridge.exposeInMainWorld('tapedeck', {
  post: (message: ClientMessage): void => ipcRenderer.send(TO_HOST_CHANNEL, message),
  /** Messages are frames of `wire.ts`. Returns a function that stops listening. */
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
