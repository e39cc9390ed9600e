import { decode } from '@msgpack/msgpack';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { UpdatesSink } from './updates-feed.ts';

interface Client {
  readonly socket: WebSocket;
  isAuthorized: boolean;
  isListening: boolean;
}

export interface UpdatesRules {
  readonly key: string;
  readonly secret: string;
}

const MAX_PAYLOAD_BYTES = 1024 * 1024;

/** Both forms that Alpaca accepts: the documented one, and the older one of its own clients. */
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
export class UpdatesClients implements UpdatesSink {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES });
  readonly #clients = new Set<Client>();
  readonly #rules: UpdatesRules;

  constructor(rules: UpdatesRules) {
    this.#rules = rules;
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#welcome(opened));
  }

  /** Every connection is lost. */
  drop(): void {
    for (const { socket } of this.#clients) socket.terminate();
    this.#clients.clear();
  }

  close(): void {
    this.drop();
    this.#server.close();
  }

  /** To every client that listens. */
  send(text: string): void {
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
