import { decode } from '@msgpack/msgpack';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { printRfc3339 } from '../../../core/live-feed/alpaca/rfc3339.ts';
import type { FaultPlan } from './fault-plan.ts';
import type { VenueEvent } from './paper-venue.ts';

interface Client {
  readonly socket: WebSocket;
  isAuthorized: boolean;
  isListening: boolean;
}

export interface UpdatesRules {
  readonly key: string;
  readonly secret: string;
  now(): number;
}

const MAX_PAYLOAD_BYTES = 1024 * 1024;

/** Both forms that Alpaca takes: the documented one, and the older one that its own clients send. */
const requestSchema = z.union([
  z.object({ action: z.literal('auth'), key: z.string(), secret: z.string() }),
  z
    .object({
      action: z.literal('authenticate'),
      data: z.object({ key_id: z.string(), secret_key: z.string() }),
    })
    .transform(({ data }) => ({ action: 'auth' as const, key: data.key_id, secret: data.secret_key })),
  z.object({ action: z.literal('listen'), data: z.object({ streams: z.array(z.string()) }) }),
]);

/** The stream of a paper account's orders: `/stream`, JSON in binary frames, as Alpaca's paper endpoint sends it. */
export class UpdatesClients {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES });
  readonly #clients = new Set<Client>();
  readonly #rules: UpdatesRules;
  readonly #faults: FaultPlan;
  /** Held back by a fault until the next one is sent. */
  #heldBack: string | undefined;

  constructor(rules: UpdatesRules, faults: FaultPlan) {
    this.#rules = rules;
    this.#faults = faults;
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#welcome(opened));
  }

  tell({ event, order, fill }: VenueEvent): void {
    const now = this.#rules.now();
    const { symbol } = order.terms;
    if (fill !== undefined && this.#faults.take('drop_updates', now, symbol) !== undefined)
      return this.drop();
    if (this.#faults.take('lose_updates', now, symbol) !== undefined) return;
    const about =
      fill === undefined
        ? {}
        : { price: String(fill.price), qty: String(fill.qty), position_qty: String(fill.position) };
    const data = {
      event,
      execution_id: fill?.id ?? order.id,
      timestamp: printRfc3339(now),
      ...about,
      order: order.print(),
    };
    this.#sendInTurn(JSON.stringify({ stream: 'trade_updates', data }), now, symbol);
  }

  /** Every connection breaks off. */
  drop(): void {
    for (const { socket } of this.#clients) socket.terminate();
    this.#clients.clear();
  }

  close(): void {
    this.drop();
    this.#server.close();
  }

  #sendInTurn(text: string, now: number, symbol: string): void {
    const waits =
      this.#heldBack === undefined && this.#faults.take('disordered_fills', now, symbol) !== undefined;
    if (waits) {
      this.#heldBack = text;
      return;
    }
    this.#send(text);
    if (this.#faults.take('duplicate_fills', now, symbol) !== undefined) this.#send(text);
    if (this.#heldBack !== undefined) this.#send(this.#heldBack);
    this.#heldBack = undefined;
  }

  #send(text: string): void {
    for (const { socket, isListening } of this.#clients) {
      if (isListening && socket.readyState === WebSocket.OPEN)
        socket.send(Buffer.from(text), { binary: true });
    }
  }

  #welcome(socket: WebSocket): void {
    const client: Client = { socket, isAuthorized: false, isListening: false };
    this.#clients.add(client);
    socket.on('close', () => this.#clients.delete(client));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data: Buffer, isBinary) => this.#receive(client, data, isBinary));
  }

  #receive(client: Client, data: Buffer, isBinary: boolean): void {
    const parsed = requestSchema.safeParse(readMessage(data, isBinary));
    if (!parsed.success) return;
    const request = parsed.data;
    if (request.action === 'auth') {
      client.isAuthorized = request.key === this.#rules.key && request.secret === this.#rules.secret;
      const status = client.isAuthorized ? 'authorized' : 'unauthorized';
      return answer(client, { stream: 'authorization', data: { status, action: 'authenticate' } });
    }
    if (!client.isAuthorized) {
      return answer(client, { stream: 'authorization', data: { status: 'unauthorized', action: 'listen' } });
    }
    const streams = request.data.streams.filter((name) => name === 'trade_updates');
    client.isListening = streams.length > 0;
    answer(client, { stream: 'listening', data: { streams } });
  }
}

const answer = ({ socket }: Client, message: object): void =>
  socket.send(Buffer.from(JSON.stringify(message)), { binary: true });

/** JSON in text or binary, or MessagePack. */
function readMessage(data: Buffer, isBinary: boolean): unknown {
  try {
    return JSON.parse(data.toString('utf8'));
  } catch {
    if (!isBinary) return undefined;
  }
  try {
    return decode(data);
  } catch {
    return undefined;
  }
}
