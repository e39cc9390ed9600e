import type { z } from 'zod';
import { fail, ok, type Result } from '../../../base/result.ts';
import { backoffMs, type Backoff } from '../../backoff.ts';
import { limitWait, type AlpacaKeys } from '../history-client.ts';
import type { HttpRequest, HttpResponse, RequestPort, RetryClock } from '../http-port.ts';
import { parseRfc3339, printRfc3339 } from '../rfc3339.ts';
import type { PaperAddress } from './paper-address.ts';
import {
  accountSchema,
  activitiesSchema,
  orderSchema,
  ordersSchema,
  parseJson,
  positionsSchema,
  problemOf,
  type VenueAccount,
  type VenueExecution,
  type VenueOrder,
  type VenuePosition,
} from './trading-protocol.ts';

/** The outcome of a request. */
export type TradingAnswer<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** No such resource (404). */
  | { readonly kind: 'missing' }
  /** Not done, and repeating would not help; in the broker's words. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Not done, and to be repeated later (429): the client waits before the next request. */
  | { readonly kind: 'limited' }
  /** No answer, or the broker failed while giving it: the request may have been executed. */
  | { readonly kind: 'unknown'; readonly reason: string };

export interface TradingClientOptions {
  readonly http: RequestPort;
  readonly clock: RetryClock;
  readonly keys: AlpacaKeys;
  readonly address: PaperAddress;
  readonly signal?: { readonly aborted: boolean };
}

/** A new order as Alpaca accepts it. */
export type OrderBody = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

export const RETRIES: Backoff = { firstMs: 250, mostMs: 8_000 };
const MOST_READS = 6;
const PAGE = 500;
const FILLS_PAGE = 100;

/**
 * Alpaca's paper account over REST. Reads are repeated automatically; a request that changes something is sent once per
 * call.
 */
export class TradingClient {
  readonly #options: TradingClientOptions;
  /** When the rate limit lets the next request through; UTC epoch ms. */
  #notBefore = 0;

  constructor(options: TradingClientOptions) {
    this.#options = options;
  }

  place(body: OrderBody): Promise<TradingAnswer<VenueOrder>> {
    return this.#ask('POST', '/v2/orders', orderSchema, body);
  }

  replace(id: string, body: OrderBody): Promise<TradingAnswer<VenueOrder>> {
    return this.#ask('PATCH', `/v2/orders/${id}`, orderSchema, body);
  }

  async cancel(id: string): Promise<TradingAnswer<null>> {
    return answerOf(await this.#send('DELETE', `/v2/orders/${id}`), () => null);
  }

  byClientId(id: string): Promise<TradingAnswer<VenueOrder>> {
    const query = `client_order_id=${encodeURIComponent(id)}&nested=true`;
    return this.#ask('GET', `/v2/orders:by_client_order_id?${query}`, orderSchema);
  }

  account(): Promise<Result<VenueAccount>> {
    return this.#read('/v2/account', accountSchema);
  }

  positions(): Promise<Result<readonly VenuePosition[]>> {
    return this.#read('/v2/positions', positionsSchema);
  }

  openOrders(): Promise<Result<readonly VenueOrder[]>> {
    return this.#read(`/v2/orders?status=open&nested=true&limit=${PAGE}`, ordersSchema);
  }

  /** All orders that were submitted after an instant, brackets with their exits, oldest first. */
  async ordersSince(instant: number): Promise<Result<readonly VenueOrder[]>> {
    const all = new Map<string, VenueOrder>();
    let after = printRfc3339(instant);
    for (;;) {
      const query = `status=all&direction=asc&nested=true&limit=${PAGE}&after=${encodeURIComponent(after)}`;
      const page = await this.#read(`/v2/orders?${query}`, ordersSchema);
      if (!page.ok) return page;
      const before = all.size;
      for (const order of page.value) all.set(order.id, order);
      const last = page.value.at(-1)?.submitted_at;
      const lastMs = typeof last === 'string' ? parseRfc3339(last) : undefined;
      if (page.value.length < PAGE || all.size === before || lastMs === undefined)
        return ok([...all.values()]);
      // `after` excludes the instant itself, and more orders may have been submitted in it.
      after = printRfc3339(lastMs - 1);
    }
  }

  /** Executions after an instant, oldest first. */
  async fillsSince(instant: number): Promise<Result<readonly VenueExecution[]>> {
    const all: VenueExecution[] = [];
    let token = '';
    for (;;) {
      const query = `direction=asc&page_size=${FILLS_PAGE}&after=${encodeURIComponent(printRfc3339(instant))}${token}`;
      const page = await this.#read(`/v2/account/activities/FILL?${query}`, activitiesSchema);
      if (!page.ok) return page;
      all.push(...page.value);
      const last = page.value.at(-1);
      if (last === undefined || page.value.length < FILLS_PAGE) return ok(all);
      token = `&page_token=${encodeURIComponent(last.id)}`;
    }
  }

  async #read<T>(path: string, schema: z.ZodType<T>): Promise<Result<T>> {
    const { clock, signal } = this.#options;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#ask('GET', path, schema);
      if (answer.kind === 'done') return ok(answer.value);
      if (signal?.aborted === true) return fail('cancelled', 'Interrupted.');
      if (answer.kind === 'refused')
        return fail('not_allowed', `The paper account refuses: ${answer.reason}.`);
      const reason =
        'reason' in answer ? answer.reason : answer.kind === 'limited' ? 'too many requests' : 'not found';
      if (attempt === MOST_READS) return fail('unreachable', `The paper account cannot be read: ${reason}.`);
      await clock.wait(backoffMs(RETRIES, attempt, clock.random()));
    }
  }

  async #ask<T>(
    method: HttpRequest['method'],
    path: string,
    schema: z.ZodType<T>,
    body?: OrderBody,
  ): Promise<TradingAnswer<T>> {
    return answerOf(await this.#send(method, path, body), (text) => {
      const parsed = schema.safeParse(parseJson(text));
      return parsed.success ? parsed.data : undefined;
    });
  }

  async #send(method: HttpRequest['method'], path: string, body?: OrderBody): Promise<Result<HttpResponse>> {
    const { http, clock, keys, address, signal } = this.#options;
    const early = this.#notBefore - clock.now();
    if (early > 0) await clock.wait(early);
    const headers = {
      'APCA-API-KEY-ID': keys.key,
      'APCA-API-SECRET-KEY': keys.secret,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const request = { method, url: `${address.rest}${path}`, headers };
    const sent = await http.send(
      body === undefined ? request : { ...request, body: JSON.stringify(body) },
      signal,
    );
    if (sent.ok && sent.value.status === 429) {
      this.#notBefore = Math.max(this.#notBefore, clock.now() + limitWait(sent.value, clock.now()));
    }
    return sent;
  }
}

/** `read` returns undefined for a body that makes no sense: then it is unknown whether the request was executed. */
function answerOf<T>(sent: Result<HttpResponse>, read: (body: string) => T | undefined): TradingAnswer<T> {
  if (!sent.ok) return { kind: 'unknown', reason: sent.failure.message };
  const { status, body } = sent.value;
  if (status >= 200 && status < 300) {
    const value = read(body);
    return value === undefined
      ? { kind: 'unknown', reason: 'the answer makes no sense' }
      : { kind: 'done', value };
  }
  if (status === 404) return { kind: 'missing' };
  if (status === 429) return { kind: 'limited' };
  if (status >= 500 || status === 408) return { kind: 'unknown', reason: `HTTP ${status}` };
  const said = problemOf(body);
  return { kind: 'refused', reason: said === '' ? `HTTP ${status}` : said };
}
