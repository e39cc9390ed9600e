import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { TO_HOST_CHANNEL, TO_WINDOW_CHANNEL } from '../contract/channels.ts';
import type { ClientMessage, EngineMessage } from '../contract/message.ts';

/** All that a page gets of the system: it can post to its host and hear what the host posts. The host checks what it hears. */
contextBridge.exposeInMainWorld('tapedeck', {
  post: (message: ClientMessage): void => ipcRenderer.send(TO_HOST_CHANNEL, message),
  /** Returns how to stop listening. */
  onMessage(listener: (message: EngineMessage) => void): () => void {
    const deliver = (_event: IpcRendererEvent, message: EngineMessage): void => listener(message);
    ipcRenderer.on(TO_WINDOW_CHANNEL, deliver);
    return () => void ipcRenderer.off(TO_WINDOW_CHANNEL, deliver);
  },
  platform: process.platform,
});
