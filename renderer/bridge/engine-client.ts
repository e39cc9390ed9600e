import '../../core/base/disposable.ts';
import { fail, type Result } from '../../core/base/result.ts';
import type { ClientMessage, EngineMessage } from '../../electron/contract/message.ts';
import type { Port } from '../../electron/contract/port.ts';
import type { RequestName, RequestParams, RequestResults } from '../../electron/contract/requests.ts';

/** Asks the engine and waits for its answer. Every request ends in a `Result`; none rejects. */
export interface EngineClient extends Disposable {
  request<N extends RequestName>(name: N, params: RequestParams<N>): Promise<Result<RequestResults[N]>>;
}

export function createEngineClient(port: Port<ClientMessage, EngineMessage>): EngineClient {
  const pending = new Map<number, (result: Result<unknown>) => void>();
  let lastId = 0;

  const abandon = (code: 'cancelled' | 'engine_gone', reason: string): void => {
    for (const resolve of pending.values()) resolve(fail(code, reason));
    pending.clear();
  };

  const subscription = port.onMessage((message) => {
    if (message.kind === 'engine_died') abandon('engine_gone', 'The engine stopped before it answered.');
    if (message.kind !== 'response') return;
    const resolve = pending.get(message.id);
    pending.delete(message.id);
    resolve?.(message.ok ? { ok: true, value: message.value } : { ok: false, failure: message.failure });
  });

  return {
    request(name, params) {
      lastId += 1;
      const id = lastId;
      const answer = new Promise<Result<unknown>>((resolve) => pending.set(id, resolve));
      port.post({ kind: 'request', id, name, params });
      return answer as Promise<Result<RequestResults[typeof name]>>;
    },
    [Symbol.dispose]() {
      subscription[Symbol.dispose]();
      abandon('cancelled', 'The window was closed.');
    },
  };
}
