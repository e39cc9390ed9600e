import http from 'node:http';
import https from 'node:https';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { BytesPort, BytesResponse } from '../../../core/live-feed/binance/market-client.ts';
import type {
  HttpPort,
  HttpRequest,
  RequestPort,
  RetryClock,
} from '../../../core/live-feed/alpaca/http-port.ts';

/** Without a byte for this long, no answer is expected any more, ms. */
const SILENCE_MS = 30_000;
const LARGEST_BYTES = 64 * 1024 * 1024;

/** Node's own client, which Electron's oldest runtime has too. Connections are kept for the next request. */
export function createNodeHttp(
  silenceMs: number = SILENCE_MS,
): HttpPort & RequestPort & BytesPort & Disposable {
  const agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  };
  return {
    get: (url, headers, signal) => send({ method: 'GET', url, headers }, agents, silenceMs, signal),
    getBytes: (url, signal) => send({ method: 'GET', url, headers: {} }, agents, silenceMs, signal),
    send: (request, signal) => send(request, agents, silenceMs, signal),
    [Symbol.dispose]() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function send(
  { method, url: address, headers, body }: HttpRequest,
  agents: { readonly 'http:': http.Agent; readonly 'https:': https.Agent },
  silenceMs: number,
  signal?: { readonly aborted: boolean },
): Promise<Result<BytesResponse>> {
  const url = new URL(address);
  return new Promise((resolve) => {
    const unreachable = (reason: string): void =>
      resolve(fail('unreachable', `${url.host} cannot be reached: ${reason}.`, 'Check the network.'));
    const options = { method, headers, signal: signal instanceof AbortSignal ? signal : undefined };
    const open = url.protocol === 'https:' ? https.request : http.request;
    const agent = url.protocol === 'https:' ? agents['https:'] : agents['http:'];
    const request = open(url, { ...options, agent }, (response) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      response.on('data', (part: Buffer) => {
        parts.push(part);
        bytes += part.length;
        if (bytes > LARGEST_BYTES) request.destroy(new Error('the answer is too large'));
      });
      response.on('end', () => {
        if (!response.complete) return unreachable('the answer broke off');
        resolve(ok(responseOf(response, Buffer.concat(parts))));
      });
      response.on('error', (error) => unreachable(error.message));
      response.on('aborted', () => unreachable('the answer broke off'));
    });
    request.setTimeout(silenceMs, () => request.destroy(new Error(`no answer for ${silenceMs / 1_000} s`)));
    request.on('error', (error) => unreachable(error.message));
    request.end(body);
  });
}

const responseOf = ({ statusCode, headers }: http.IncomingMessage, bytes: Buffer): BytesResponse => ({
  status: statusCode ?? 0,
  header(name) {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
  },
  bytes,
  get body() {
    return bytes.toString('utf8');
  },
});

/** Timers and randomness of this machine; a wait ends early when `signal` is aborted. */
export function createRetryClock(signal?: AbortSignal): RetryClock {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    wait: (ms) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        const timer = setTimeout(done, ms);
        function done(): void {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        }
        signal?.addEventListener('abort', done, { once: true });
      }),
  };
}
