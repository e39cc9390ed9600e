import type { Result } from '../../core/base/result.ts';
import type { RequestName, RequestParams } from '../../electron/contract/requests.ts';
import type { EngineClient } from '../bridge/engine-client.ts';
import { notifyFailure, type NoticeStore } from './notice-store.ts';

export type OrderWish = RequestParams<'place_order'>;

/** The user's commands to the account. Refusals become notices, except those of an order that is being written. */
export class TradingActions {
  readonly #client: EngineClient;
  readonly #notices: NoticeStore;

  constructor(client: EngineClient, notices: NoticeStore) {
    this.#client = client;
    this.#notices = notices;
  }

  /** The caller shows the error: the sentence names the limit that an order breaks. */
  place(order: OrderWish): Promise<Result<null>> {
    return this.#client.request('place_order', order);
  }

  cancel(order: number): Promise<void> {
    return this.#order('cancel_order', { order });
  }

  /** Cancels a symbol's orders and closes its position. */
  flatten(symbol: string): Promise<void> {
    return this.#order('flatten', { symbol });
  }

  /** The kill switch: cancels every order, closes every position and halts trading. */
  halt(): Promise<void> {
    return this.#order('flatten', {});
  }

  resume(): Promise<void> {
    return this.#order('resume_trading', {});
  }

  async #order<N extends RequestName>(name: N, params: RequestParams<N>): Promise<void> {
    const result = await this.#client.request(name, params);
    if (!result.ok) notifyFailure(this.#notices, result.failure);
  }
}
