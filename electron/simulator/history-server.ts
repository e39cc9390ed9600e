import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerBars, type HistoryAnswer, type HistorySource } from './history-api.ts';
import type { FaultPlan } from './fault-plan.ts';

export interface HistoryRules {
  readonly key: string;
  readonly secret: string;
  /** Requests in a minute of real time. */
  readonly rateLimit: number;
}

const MINUTE_MS = 60_000;
const BARS_OF_ONE = /^\/v2\/stocks\/([^/]+)\/bars$/;

/** The history's side of the simulator: keys, rate limit and faults in front of the bars. */
export class HistoryServer {
  readonly #rules: HistoryRules;
  readonly #faults: FaultPlan;
  readonly #source: HistorySource;
  #windowEndsAt = 0;
  #left = 0;
  /** Requests so far; tests count pages by it. */
  requests = 0;

  constructor(rules: HistoryRules, faults: FaultPlan, source: HistorySource) {
    this.#rules = rules;
    this.#faults = faults;
    this.#source = source;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests++;
    const url = new URL(`http://host${request.url ?? '/'}`);
    const now = this.#source.now();
    const slow = this.#faults.take('slow_pages', now);
    if (slow !== undefined) {
      await new Promise((resolve) => setTimeout(resolve, (slow.delaySeconds ?? 1) * 1_000));
    }
    if (this.#faults.take('rest_drop', now) !== undefined) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"bars":{');
      response.socket?.destroy();
      return;
    }
    const headers: Record<string, string> = {};
    const answer = this.#refuse(request, now, headers) ?? (await this.#answer(url));
    response.writeHead(answer.status, { 'content-type': 'application/json; charset=UTF-8', ...headers });
    response.end(request.method === 'HEAD' ? undefined : `${JSON.stringify(answer.body)}\n`);
  }

  #refuse(request: IncomingMessage, now: number, headers: Record<string, string>): HistoryAnswer | undefined {
    if (request.method !== 'GET') return { status: 405, body: { message: 'method not allowed' } };
    const { 'apca-api-key-id': key, 'apca-api-secret-key': secret } = request.headers;
    if (key !== this.#rules.key || secret !== this.#rules.secret) {
      return { status: 403, body: { message: 'forbidden.' } };
    }
    const limited = this.#faults.take('rest_429', now);
    if (this.#countRequest(headers) || limited !== undefined) {
      if (limited?.retryAfter !== undefined) headers['retry-after'] = String(limited.retryAfter);
      return { status: 429, body: { message: 'too many requests.' } };
    }
    if (this.#faults.take('rest_500', now) !== undefined) {
      return { status: 500, body: { message: 'internal server error occurred' } };
    }
    return undefined;
  }

  /** True when the limit of this minute is used up. */
  #countRequest(headers: Record<string, string>): boolean {
    const wall = Date.now();
    if (wall >= this.#windowEndsAt) {
      this.#windowEndsAt = wall + MINUTE_MS;
      this.#left = this.#rules.rateLimit;
    }
    const over = this.#left === 0;
    if (!over) this.#left--;
    headers['x-ratelimit-limit'] = String(this.#rules.rateLimit);
    headers['x-ratelimit-remaining'] = String(this.#left);
    headers['x-ratelimit-reset'] = String(Math.ceil(this.#windowEndsAt / 1_000));
    return over;
  }

  #answer(url: URL): HistoryAnswer | Promise<HistoryAnswer> {
    if (url.pathname === '/v2/stocks/bars') return answerBars(url.searchParams, this.#source);
    const [, symbol] = BARS_OF_ONE.exec(url.pathname) ?? [];
    if (symbol !== undefined) return this.#answerOne(url, symbol);
    return { status: 404, body: { message: 'endpoint not found.' } };
  }
  #answerOne(url: URL, encoded: string): HistoryAnswer | Promise<HistoryAnswer> {
    let symbol: string;
    try {
      symbol = decodeURIComponent(encoded);
    } catch {
      return { status: 400, body: { message: 'invalid symbol' } };
    }
    return answerBars(url.searchParams, this.#source, symbol);
  }
}
