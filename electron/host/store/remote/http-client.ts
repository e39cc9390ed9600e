import http, { type IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import { fail, ok, type Result } from '../../../../core/base/result.ts';
import { isSafeTarget } from './store-address.ts';

/** Time limits; the defaults suit a server in another part of the world. */
export interface HttpPatience {
  /** An attempt fails after this long without a byte, ms. */
  readonly idleMs: number;
  /** An attempt fails after this long in total, ms. */
  readonly attemptMs: number;
  readonly attempts: number;
  /** Wait before the second attempt; doubled before each further one, and drawn between half and all of it. */
  readonly firstWaitMs: number;
  /** A server that asks for a longer wait than this is not retried, ms. */
  readonly longestWaitMs: number;
}

export const DEFAULT_PATIENCE: HttpPatience = {
  idleMs: 15_000,
  attemptMs: 120_000,
  attempts: 5,
  firstWaitMs: 250,
  longestWaitMs: 20_000,
};

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** The request of one attempt: created again for each, since a signature carries its time. */
export interface HttpQuestion {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The most bytes that the body may have. */
  readonly mostBytes: number;
  /** False for signed questions: a signature is for one host. */
  readonly followsRedirects: boolean;
}

/** The reason why an attempt ended without an answer. */
class Fault extends Error {
  readonly isPassing: boolean;

  constructor(message: string, isPassing: boolean) {
    super(message);
    this.isPassing = isPassing;
  }
}

/** Requests bytes from HTTP servers, and retries where an answer may still come. */
export class HttpClient {
  readonly #patience: HttpPatience;
  readonly #signal: AbortSignal | undefined;
  readonly #agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: 32 }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 32 }),
  };

  constructor(patience: HttpPatience, signal?: AbortSignal) {
    this.#patience = patience;
    this.#signal = signal;
  }

  /**
   * The first final answer: any status except those that call for another attempt. Fails with `unreachable` and the
   * last reason when every attempt has failed, and with `cancelled` once the signal was given. `shown` is the address
   * in messages.
   */
  async get(shown: string, ask: () => HttpQuestion): Promise<Result<HttpAnswer>> {
    let reason = '';
    for (let attempt = 1; attempt <= this.#patience.attempts; attempt++) {
      if (this.#isStopped) return cancelled(shown);
      let wait = waitBefore(attempt + 1, this.#patience);
      try {
        const answer = await this.#follow(ask());
        if (!PASSING_STATUS.has(answer.status)) return ok(answer);
        reason = `it answered ${statusText(answer.status)}`;
        wait = Math.max(wait, retryAfterMs(answer.headers['retry-after']) ?? 0);
        if (wait > this.#patience.longestWaitMs)
          return unreachable(shown, `${reason} and asks to wait ${Math.round(wait / 1000)} s`);
      } catch (error) {
        if (this.#isStopped) return cancelled(shown);
        if (!(error instanceof Fault)) throw error;
        if (!error.isPassing) return unreachable(shown, error.message);
        reason = error.message;
      }
      if (attempt < this.#patience.attempts) await this.#sleep(wait);
    }
    return unreachable(shown, `${reason} (${this.#patience.attempts} attempts)`);
  }

  get #isStopped(): boolean {
    return this.#signal?.aborted === true;
  }

  async #follow(question: HttpQuestion): Promise<HttpAnswer> {
    let url = question.url;
    for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
      const answer = await this.#attempt({ ...question, url });
      const target = REDIRECTS.has(answer.status) ? answer.headers.location : undefined;
      if (target === undefined || !question.followsRedirects) return answer;
      const next = targetOf(target, url);
      if (!isSafeTarget(url, next))
        throw new Fault(`it points to ${next.origin}, which is not encrypted`, false);
      url = next;
    }
    throw new Fault(`it was redirected more than ${MOST_REDIRECTS} times`, false);
  }

  #attempt({ url, headers, mostBytes }: HttpQuestion): Promise<HttpAnswer> {
    const { idleMs, attemptMs } = this.#patience;
    return new Promise((resolve, reject) => {
      const secure = url.protocol === 'https:';
      const request = (secure ? https : http).request(url, {
        agent: this.#agents[secure ? 'https:' : 'http:'],
        headers: { 'accept-encoding': 'identity', 'user-agent': 'tapedeck', ...headers },
      });
      const giveUp = (fault: Fault): void => {
        request.destroy();
        settle(() => reject(fault));
      };
      const late = setTimeout(
        () => giveUp(new Fault(`it took longer than ${attemptMs} ms`, true)),
        attemptMs,
      );
      const abort = (): void => giveUp(new Fault('cancelled', false));
      const settle = (end: () => void): void => {
        clearTimeout(late);
        this.#signal?.removeEventListener('abort', abort);
        end();
      };
      this.#signal?.addEventListener('abort', abort, { once: true });
      request.setTimeout(idleMs, () => giveUp(new Fault(`nothing came for ${idleMs} ms`, true)));
      request.on('error', (error) => settle(() => reject(faultOf(error))));
      request.on('response', (response) => {
        const parts: Uint8Array[] = [];
        let length = 0;
        response.on('data', (part: Uint8Array) => {
          parts.push(part);
          length += part.length;
          if (length > mostBytes)
            giveUp(
              new Fault(`it sends more than ${mostBytes} bytes, not the part that was asked for`, false),
            );
        });
        response.on('error', (error) => settle(() => reject(faultOf(error))));
        response.on('aborted', () => giveUp(cutShort(length)));
        response.on('end', () => {
          if (!response.complete) return giveUp(cutShort(length));
          const { statusCode: status = 0, headers: told } = response;
          settle(() => resolve({ status, headers: told, body: joined(parts, length) }));
        });
      });
      request.end();
    });
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#signal?.addEventListener('abort', done, { once: true });
    });
  }
}

/** No Buffer, whose `slice` would share its memory. */
function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const body = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return body;
}

function targetOf(target: string, from: URL): URL {
  try {
    return new URL(target, from);
  } catch {
    throw new Fault(`it points to "${target.slice(0, 200)}", which is no address`, false);
  }
}

const MOST_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Statuses after which the same request may have another answer (RFC 9110, RFC 6585; S3 says 503 for SlowDown). */
const PASSING_STATUS: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** System errors after which another attempt may succeed. */
const PASSING_ERRORS: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

const cutShort = (length: number): Fault => new Fault(`its answer ended after ${length} bytes`, true);

function faultOf(error: Error): Fault {
  const code = 'code' in error ? String(error.code) : '';
  return new Fault(code === 'ENOTFOUND' ? 'there is no such host' : error.message, PASSING_ERRORS.has(code));
}

export const statusText = (status: number): string => {
  const name = http.STATUS_CODES[status];
  return name === undefined ? String(status) : `${status} (${name})`;
};

function waitBefore(attempt: number, { firstWaitMs }: HttpPatience): number {
  const most = firstWaitMs * 2 ** (attempt - 2);
  return most / 2 + (Math.random() * most) / 2;
}

/** Seconds, or an HTTP date. */
function retryAfterMs(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

export const unreachable = (shown: string, reason: string, hint?: string): Result<never> =>
  fail(
    'unreachable',
    `${shown} cannot be read: ${reason}.`,
    hint ?? 'Check the connection, and try again later.',
  );

const cancelled = (shown: string): Result<never> => fail('cancelled', `Reading ${shown} was stopped.`);
