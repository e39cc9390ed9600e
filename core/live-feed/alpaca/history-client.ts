import { fail, ok, type Failure, type Result } from '../../base/result.ts';
import { backoffMs, type Backoff } from '../backoff.ts';
import { messageOf, readPage } from './history-page.ts';
import type { HttpPort, HttpResponse, RetryClock } from './http-port.ts';
import {
  MOST_BARS_PER_PAGE,
  type AlpacaAdjustment,
  type AlpacaBarsPage,
  type StockFeed,
} from './protocol.ts';
import { printRfc3339 } from './rfc3339.ts';

export interface AlpacaKeys {
  readonly key: string;
  readonly secret: string;
}

export interface HistoryClientOptions {
  readonly http: HttpPort;
  readonly clock: RetryClock;
  readonly keys: AlpacaKeys;
  /** `https://data.alpaca.markets`, or a simulator's address. */
  readonly rest: string;
  /** Called before each wait for another attempt, with a sentence for people. */
  readonly onRetry?: (reason: string, waitMs: number) => void;
  readonly signal?: { readonly aborted: boolean };
}

/** The request to the history. `[from, to)` in UTC, by the bars' open. */
export interface HistoryRequest {
  readonly symbols: readonly string[];
  readonly timeframe: '1Min' | '1Day';
  readonly from: number;
  readonly to: number;
  readonly feed: StockFeed;
  readonly adjustment: AlpacaAdjustment;
}

/** 1, 2, 4 … 60 s: about three minutes in all before giving up. */
const RETRIES: Backoff = { firstMs: 1_000, mostMs: 60_000 };
const MOST_ATTEMPTS = 8;
/** A limit counts by the minute; a longer requested wait is not a rate limit. */
const LONGEST_LIMIT_MS = 90_000;

/** Alpaca's history of stocks: pages, limits, retries. No message of it contains a key. */
export class AlpacaHistory {
  readonly #options: HistoryClientOptions;
  /** When the next request may be made, as the vendor's rate limit says; UTC epoch ms. */
  #notBefore = 0;
  /** Requests and repeated ones so far. */
  requests = 0;
  retries = 0;

  constructor(options: HistoryClientOptions) {
    this.#options = options;
  }

  /**
   * Passes on page after page. Fails with `cancelled`, `not_allowed` (keys or plan), `unreachable` (no answer after all
   * attempts), `bad_file` (an answer that makes no sense), or with the failure of `onPage`.
   */
  async pages(
    request: HistoryRequest,
    onPage: (page: AlpacaBarsPage) => Promise<Result<void>> | Result<void>,
  ): Promise<Result<void>> {
    let token: string | null = null;
    do {
      const page = await this.#page(request, token);
      if (!page.ok) return page;
      const taken = await onPage(page.value);
      if (!taken.ok) return taken;
      const next = page.value.next_page_token;
      if (next !== null && next === token) return fail('bad_file', 'Alpaca sent the same page token twice.');
      token = next;
    } while (token !== null);
    return ok(undefined);
  }

  async #page(request: HistoryRequest, token: string | null): Promise<Result<AlpacaBarsPage>> {
    for (let attempt = 1; ; attempt++) {
      const answered = await this.#get(this.#urlOf(request, token));
      if (this.#isCalledOff()) return fail('cancelled', 'Interrupted.');
      const page = answered.ok && answered.value.status === 200 ? readPage(answered.value.body) : undefined;
      if (page?.ok === true) return page;
      const problem = page?.failure ?? this.#problemOf(answered);
      const again = page !== undefined || isWorthAnother(answered);
      if (!again || attempt === MOST_ATTEMPTS) return { ok: false, failure: problem };
      await this.#waitFor(answered, attempt, problem.message);
      if (this.#isCalledOff()) return fail('cancelled', 'Interrupted.');
    }
  }

  async #get(url: string): Promise<Result<HttpResponse>> {
    const { http, clock, keys, signal } = this.#options;
    const early = this.#notBefore - clock.now();
    if (early > 0) await clock.wait(Math.min(early, LONGEST_LIMIT_MS));
    if (this.#isCalledOff()) return fail('cancelled', 'Interrupted.');
    this.requests++;
    const headers = { 'APCA-API-KEY-ID': keys.key, 'APCA-API-SECRET-KEY': keys.secret };
    const answered = await http.get(url, headers, signal);
    if (answered.ok && answered.value.header('x-ratelimit-remaining') === '0') {
      this.#notBefore = Number(answered.value.header('x-ratelimit-reset') ?? 0) * 1_000;
    }
    return answered;
  }

  async #waitFor(answered: Result<HttpResponse>, attempt: number, reason: string): Promise<void> {
    const { clock, onRetry } = this.#options;
    this.retries++;
    const told = answered.ok && answered.value.status === 429 ? limitWait(answered.value, clock.now()) : 0;
    const ms = Math.max(Math.min(told, LONGEST_LIMIT_MS), backoffMs(RETRIES, attempt, clock.random()));
    onRetry?.(reason, ms);
    await clock.wait(ms);
  }

  #isCalledOff(): boolean {
    return this.#options.signal?.aborted === true;
  }

  #urlOf(request: HistoryRequest, token: string | null): string {
    const words: Record<string, string> = {
      symbols: request.symbols.join(','),
      timeframe: request.timeframe,
      start: printRfc3339(request.from),
      // Alpaca's end is included.
      end: printRfc3339(request.to - 1),
      limit: String(MOST_BARS_PER_PAGE),
      adjustment: request.adjustment,
      feed: request.feed,
      ...(token === null ? {} : { page_token: token }),
    };
    const query = Object.entries(words).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return `${this.#options.rest}/v2/stocks/bars?${query.join('&')}`;
  }

  #problemOf(answered: Result<HttpResponse>): Failure {
    if (!answered.ok) return answered.failure;
    const { status, body } = answered.value;
    const said = this.#withoutKeys(messageOf(body));
    if (status === 401 || status === 403) {
      const recent = said.includes('recent SIP data');
      return {
        code: 'not_allowed',
        message: `Alpaca refused: ${said === '' ? 'forbidden' : said} (HTTP ${status}).`,
        hint: recent
          ? 'The plan excludes the last 15 minutes of SIP: use the iex feed, or an earlier end.'
          : 'Check the key and its secret, and whether the plan has this feed.',
      };
    }
    if (status === 429) return { code: 'unreachable', message: `Alpaca's rate limit is used up: ${said}` };
    if (status >= 500) return { code: 'unreachable', message: `Alpaca failed (HTTP ${status}): ${said}` };
    return { code: 'bad_usage', message: `Alpaca did not take the request (HTTP ${status}): ${said}` };
  }

  /** Removes keys in case a message repeats the request. */
  #withoutKeys(text: string): string {
    const { key, secret } = this.#options.keys;
    return text.replaceAll(secret, '…').replaceAll(key, '…');
  }
}

const isWorthAnother = (answered: Result<HttpResponse>): boolean =>
  answered.ok
    ? answered.value.status === 429 || answered.value.status === 408 || answered.value.status >= 500
    : answered.failure.code === 'unreachable';

/** The wait that a 429 requests, in ms: `Retry-After` in seconds, else the time at which the limit resets. */
export function limitWait(response: HttpResponse, now: number): number {
  const after = Number(response.header('retry-after'));
  if (Number.isFinite(after) && after > 0) return after * 1_000;
  const reset = Number(response.header('x-ratelimit-reset'));
  return Number.isFinite(reset) ? Math.max(0, reset * 1_000 - now) : 0;
}
