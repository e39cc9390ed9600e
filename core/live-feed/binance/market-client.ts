import { fail, type Failure, type Result } from '../../base/result.ts';
import { limitWait } from '../alpaca/history-client.ts';
import type { HttpResponse, RetryClock } from '../alpaca/http-port.ts';
import { backoffMs, type Backoff } from '../backoff.ts';
import { USED_WEIGHT_HEADER, WEIGHT_PER_MINUTE } from './protocol.ts';

/** An answer with its bytes, for files; otherwise as `HttpPort`. */
export interface BytesResponse extends HttpResponse {
  readonly bytes: Uint8Array;
}

export interface BytesPort {
  getBytes(url: string, signal?: { readonly aborted: boolean }): Promise<Result<BytesResponse>>;
}

export interface MarketClientOptions {
  readonly http: BytesPort;
  readonly clock: RetryClock;
  /** Called before each wait, with a sentence for people. */
  readonly onRetry?: (reason: string, waitMs: number) => void;
  readonly signal?: { readonly aborted: boolean };
}

const RETRIES: Backoff = { firstMs: 1_000, mostMs: 60_000 };
const MAX_ATTEMPTS = 8;
const MINUTE_MS = 60_000;
/** A ban grows up to three days; a longer wait than this ends the download, which continues when it is called again. */
const LONGEST_WAIT_MS = 5 * MINUTE_MS;
/** Requests pause when this part of the minute's weight is used, so that other programs of the address find room. */
const WEIGHT_SHARE = 0.8;

/** Requests to Binance's public servers: weights, limits, bans, retries. */
export class BinanceClient {
  readonly #options: MarketClientOptions;
  #notBefore = 0;
  requests = 0;
  retries = 0;

  constructor(options: MarketClientOptions) {
    this.#options = options;
  }

  /**
   * Gets an address. 404 is an answer. Fails with `cancelled`, `not_allowed` (the place or the address is refused),
   * `unreachable` (no answer after all attempts, or a ban that outlasts the patience), `bad_usage` (refused words).
   */
  async get(url: string): Promise<Result<BytesResponse>> {
    const { http, clock, signal } = this.#options;
    for (let attempt = 1; ; attempt++) {
      const early = this.#notBefore - clock.now();
      if (early > 0) await clock.wait(early);
      if (this.#isCancelled()) return fail('cancelled', 'Interrupted.');
      this.requests++;
      const answered = await http.getBytes(url, signal);
      if (this.#isCancelled()) return fail('cancelled', 'Interrupted.');
      if (answered.ok) this.#noteWeight(answered.value);
      if (answered.ok && (answered.value.status === 200 || answered.value.status === 404)) return answered;
      const failure = answered.ok ? refusalOf(answered.value) : answered.failure;
      const wait = this.#waitAfter(answered, attempt);
      if (failure.code !== 'unreachable' || attempt === MAX_ATTEMPTS || wait > LONGEST_WAIT_MS)
        return { ok: false, failure: wait > LONGEST_WAIT_MS ? withWait(failure, wait) : failure };
      this.retries++;
      this.#options.onRetry?.(failure.message, wait);
      await clock.wait(wait);
    }
  }

  #isCancelled(): boolean {
    return this.#options.signal?.aborted === true;
  }

  #waitAfter(answered: Result<HttpResponse>, attempt: number): number {
    const { clock } = this.#options;
    const asked = answered.ok ? limitWait(answered.value, clock.now()) : 0;
    return Math.max(asked, backoffMs(RETRIES, attempt, clock.random()));
  }

  /** The exchange bans an address that goes over its weight: wait for the next minute before that. */
  #noteWeight(response: HttpResponse): void {
    const used = Number(response.header(USED_WEIGHT_HEADER) ?? 0);
    if (used < WEIGHT_PER_MINUTE * WEIGHT_SHARE) return;
    const now = this.#options.clock.now();
    this.#notBefore = (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
  }
}

function refusalOf({ status, body }: HttpResponse): Failure {
  if (status === 451)
    return {
      code: 'not_allowed',
      message: 'Binance does not serve this place (HTTP 451).',
      hint: 'Its rules decide by country. Bars of another source can be imported: tapedeck import.',
    };
  if (status === 418)
    return { code: 'unreachable', message: 'Binance has banned this address for a while (HTTP 418).' };
  if (status === 429)
    return { code: 'unreachable', message: "Binance's limit of this minute is used up (HTTP 429)." };
  if (status === 403) return { code: 'not_allowed', message: 'Binance refused the request (HTTP 403).' };
  if (status >= 500) return { code: 'unreachable', message: `Binance failed (HTTP ${status}).` };
  return {
    code: 'bad_usage',
    message: `Binance did not take the request (HTTP ${status}): ${messageOf(body)}`,
  };
}

const withWait = (failure: Failure, ms: number): Failure => ({
  ...failure,
  hint: `It asks to wait ${Math.ceil(ms / MINUTE_MS)} minutes. Call the same command again after that: it continues where it stopped.`,
});

function messageOf(body: string): string {
  try {
    const { msg } = JSON.parse(body) as { readonly msg?: unknown };
    return typeof msg === 'string' ? msg : '';
  } catch {
    return '';
  }
}

/** Whether the exchange knows a symbol; used for a sentence that names it. */
export const isUnknownSymbol = ({ code, message }: Failure): boolean =>
  code === 'bad_usage' && message.includes('Invalid symbol');
