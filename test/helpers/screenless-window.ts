import { silentLogger } from '../../core/base/logger.ts';
import type { Batch, SessionHeader } from '../../electron/contract/batch.ts';
import type { ClientMessage, EngineMessage } from '../../electron/contract/message.ts';
import type { RequestName, RequestParams } from '../../electron/contract/requests.ts';
import { memoryPorts } from '../../electron/host/thread/worker-port.ts';
import {
  serveEngine,
  type EngineServer,
  type ServeEngineOptions,
} from '../../electron/host/service/serve-engine.ts';

/** A window without a screen: sends requests to the engine's service and keeps its messages. */
export interface ScreenlessWindow {
  readonly service: EngineServer;
  /** Every message that came, in its order. */
  readonly heard: readonly EngineMessage[];
  ask<N extends RequestName>(name: N, params: RequestParams<N>): Promise<EngineMessage>;
  /** Waits for a state of the session; fails with the last one seen. */
  until(isThere: (now: SessionHeader) => boolean): Promise<SessionHeader>;
}

export function openWindow(
  options: Omit<ServeEngineOptions, 'logger'> & Partial<Pick<ServeEngineOptions, 'logger'>>,
): ScreenlessWindow {
  const [engineSide, windowSide] = memoryPorts<EngineMessage, ClientMessage>();
  const answers = new Map<number, (message: EngineMessage) => void>();
  const heard: EngineMessage[] = [];
  let header: SessionHeader | null = null;
  let asked = 0;
  const take = (batch: Batch): void => {
    header = { ...header, ...batch.session } as SessionHeader;
    windowSide.post({ kind: 'ack', seq: batch.seq });
  };
  windowSide.onMessage((message) => {
    heard.push(message);
    if (message.kind === 'batch') take(message.batch);
    else if (message.kind === 'response') answers.get(message.id)?.(message);
  });
  const service = serveEngine(engineSide, { logger: silentLogger, ...options });
  return {
    service,
    heard,
    ask(name, params) {
      const id = ++asked;
      windowSide.post({ kind: 'request', id, name, params });
      return new Promise((resolve) => answers.set(id, resolve));
    },
    async until(isThere) {
      for (let tries = 0; tries < 1_000; tries++) {
        if (header !== null && isThere(header)) return header;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`the session never came there: ${JSON.stringify(header)}`);
    },
  };
}
