import type { ClientMessage, EngineMessage } from '../../electron/contract/message.ts';
import type { Port } from '../../electron/contract/port.ts';
import { createElectronPort, type TapedeckBridge } from './electron-port.ts';
import { createWebSocketPort, webSocketAddress } from './websocket-port.ts';

/** The preload's bridge where there is one, else a WebSocket to the host that served the page. */
export function openPort(
  page: Window & { readonly tapedeck?: TapedeckBridge },
): Port<ClientMessage, EngineMessage> {
  return page.tapedeck === undefined
    ? createWebSocketPort(webSocketAddress(page.location))
    : createElectronPort(page.tapedeck);
}
