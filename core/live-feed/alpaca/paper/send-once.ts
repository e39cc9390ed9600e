import { backoffMs } from '../../backoff.ts';
import type { RetryClock } from '../http-port.ts';
import { RETRIES, type TradingAnswer, type TradingClient } from './trading-client.ts';
import type { VenueOrder } from './trading-protocol.ts';

/** The result of sending an order. */
export type Sent =
  /** `lookedUp`: its answer was lost, so more may have happened since. */
  | { readonly kind: 'taken'; readonly order: VenueOrder; readonly lookedUp: boolean }
  | { readonly kind: 'refused'; readonly reason: string }
  /** The program is ending; the next start asks the broker. */
  | { readonly kind: 'called_off' };

export interface SendOncePorts {
  readonly client: TradingClient;
  readonly clock: RetryClock;
  readonly signal?: { readonly aborted: boolean } | undefined;
}

/** True once the program is ending; unfinished work is left to the next start. */
export const isCalledOff = ({ signal }: Pick<SendOncePorts, 'signal'>): boolean => signal?.aborted === true;

/**
 * An order that has not reached the broker after this time, in ms, is no longer sent: the market it was meant for is
 * gone.
 */
const GIVE_UP_MS = 30_000;

/** Alpaca's words when a client order id was used before. */
const TAKEN_BEFORE = /client_order_id must be unique/i;

/**
 * Sends an order until it is known to be accepted or rejected, and never twice: after a lost answer it first asks the
 * broker for the client order id, and sends again, under the same id, only if the broker does not know it.
 */
export async function sendOnce(
  clientOrderId: string,
  send: () => Promise<TradingAnswer<VenueOrder>>,
  { client, clock, signal }: SendOncePorts,
): Promise<Sent> {
  const begun = clock.now();
  for (let attempt = 1; ; attempt++) {
    const answer = await send();
    if (answer.kind === 'done') return { kind: 'taken', order: answer.value, lookedUp: false };
    if (answer.kind === 'refused' && !TAKEN_BEFORE.test(answer.reason)) return answer;
    if (answer.kind === 'missing') return { kind: 'refused', reason: 'the account has no such order' };
    if (answer.kind !== 'limited') {
      const found = await lookUp(clientOrderId, { client, clock, signal });
      if (found === undefined) return { kind: 'called_off' };
      if (found !== 'missing') return { kind: 'taken', order: found, lookedUp: true };
    }
    if (isCalledOff({ signal })) return { kind: 'called_off' };
    if (clock.now() - begun >= GIVE_UP_MS) {
      return { kind: 'refused', reason: `it did not reach the account within ${GIVE_UP_MS / 1_000} s` };
    }
    await clock.wait(backoffMs(RETRIES, attempt, clock.random()));
  }
}

/** Asks until there is an answer; undefined when that is cancelled. */
export async function lookUp(
  clientOrderId: string,
  { client, clock, signal }: SendOncePorts,
): Promise<VenueOrder | 'missing' | undefined> {
  for (let attempt = 1; !isCalledOff({ signal }); attempt++) {
    const answer = await client.byClientId(clientOrderId);
    if (answer.kind === 'done') return answer.value;
    if (answer.kind === 'missing') return 'missing';
    await clock.wait(backoffMs(RETRIES, attempt, clock.random()));
  }
  return undefined;
}
