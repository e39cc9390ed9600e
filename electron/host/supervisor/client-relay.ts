import { disposable } from '../../../core/base/disposable.ts';
import { fail } from '../../../core/base/result.ts';
import type { ClientMessage, EngineMessage } from '../../contract/message.ts';
import type { Port } from '../../contract/port.ts';
import { checkClientMessage } from './check-client-message.ts';
import { SNAPSHOT_REQUEST } from './snapshot-request.ts';

type Client = Port<EngineMessage, unknown>;
type Response = Extract<EngineMessage, { kind: 'response' }>;

/**
 * Lets windows come and go in front of an engine that stays: a reload, a second browser tab, no window at all. One
 * client at a time; a new one replaces the one before. Requests get numbers of the relay's own, so that an answer meant
 * for a closed page never reaches the next one. While no client is connected, the relay acknowledges batches, because
 * the engine waits for it.
 */
export class ClientRelay {
  readonly #engine: Port<ClientMessage, EngineMessage>;
  readonly #pending = new Map<number, { client: Client; id: number }>();
  readonly #unacknowledged = new Set<number>();
  #client: Client | null = null;
  #lastId = 0;

  constructor(engine: Port<ClientMessage, EngineMessage>) {
    this.#engine = engine;
    engine.onMessage((message) => this.#fromEngine(message));
  }

  /** Connects a client in place of the one before, which is closed. Dispose when the client is gone. */
  attach(client: Client): Disposable {
    const former = this.#client;
    if (former !== null) {
      this.#detach(former);
      former.close();
    }
    this.#client = client;
    const subscription = client.onMessage((message) => this.#fromClient(client, message));
    this.#engine.post(SNAPSHOT_REQUEST);
    return disposable(() => {
      subscription[Symbol.dispose]();
      this.#detach(client);
    });
  }

  #detach(client: Client): void {
    for (const [id, request] of this.#pending) if (request.client === client) this.#pending.delete(id);
    if (this.#client !== client) return;
    this.#client = null;
    for (const seq of this.#unacknowledged) this.#engine.post({ kind: 'ack', seq });
    this.#unacknowledged.clear();
  }

  #fromClient(client: Client, value: unknown): void {
    if (client !== this.#client) return;
    const checked = checkClientMessage(value);
    if (checked.kind === 'refuse') {
      client.post({
        kind: 'response',
        id: checked.id,
        ...fail('not_allowed', `There is no request "${checked.name}".`),
      });
    }
    if (checked.kind !== 'forward') return;
    const { message } = checked;
    if (message.kind === 'ack') {
      // A repeated number, or one never sent, would let the engine run ahead of the window.
      if (this.#unacknowledged.delete(message.seq)) this.#engine.post(message);
      return;
    }
    this.#lastId += 1;
    this.#pending.set(this.#lastId, { client, id: message.id });
    this.#engine.post({ ...message, id: this.#lastId });
  }

  #fromEngine(message: EngineMessage): void {
    if (message.kind === 'response') this.#answer(message);
    else if (message.kind === 'batch') this.#deliverBatch(message);
    else if (message.kind === 'recent' || message.kind === 'engine_silent') this.#client?.post(message);
    else if (message.kind === 'engine_died') this.#announceDeath(message);
  }

  #answer(response: Response): void {
    const request = this.#pending.get(response.id);
    this.#pending.delete(response.id);
    request?.client.post({ ...response, id: request.id });
  }

  #deliverBatch(message: Extract<EngineMessage, { kind: 'batch' }>): void {
    const { seq } = message.batch;
    if (this.#client === null) this.#engine.post({ kind: 'ack', seq });
    else {
      this.#unacknowledged.add(seq);
      this.#client.post(message);
    }
  }

  #announceDeath(death: Extract<EngineMessage, { kind: 'engine_died' }>): void {
    this.#unacknowledged.clear();
    const failed = fail(
      'engine_gone',
      `The engine stopped before it answered: ${death.reason}`,
      'Restart the engine.',
    );
    for (const id of this.#pending.keys()) this.#answer({ kind: 'response', id, ...failed });
    this.#client?.post(death);
  }
}
