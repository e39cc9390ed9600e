import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { TO_HOST_CHANNEL, TO_WINDOW_CHANNEL } from '../contract/channels.ts';
import type { ClientMessage } from '../contract/message.ts';

/** All that a page gets of the system: it can post to its host and hear what the host posts. The host checks what it hears. */
contextBridge.exposeInMainWorld('tapedeck', {
  post: (message: ClientMessage): void => ipcRenderer.send(TO_HOST_CHANNEL, message),
  /** Messages are frames of `wire.ts`. Returns how to stop listening. */
  onMessage(listener: (frame: Uint8Array) => void): () => void {
    const deliver = (_event: IpcRendererEvent, frame: Uint8Array): void => listener(frame);
    ipcRenderer.on(TO_WINDOW_CHANNEL, deliver);
    return () => void ipcRenderer.off(TO_WINDOW_CHANNEL, deliver);
  },
  platform: process.platform,
});
