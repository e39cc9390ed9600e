import { createElectronPort, type TapedeckBridge } from './electron-port.ts';
import { createWebSocketPort, webSocketAddress } from './websocket-port.ts';
import type { WindowPort } from './window-port.ts';

/** The preload's bridge where it exists, else a WebSocket to the host that served the page. */
export function openPort(page: Window & { readonly tapedeck?: TapedeckBridge }): WindowPort {
  return page.tapedeck === undefined
    ? createWebSocketPort(webSocketAddress(page.location))
    : createElectronPort(page.tapedeck);
}
