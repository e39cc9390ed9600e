import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type IncomingMessage, createServer, type Server, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { MOST_CHUNK_BYTES } from '../contract/import-requests.ts';
import type { ClientRelay } from '../host/supervisor/client-relay.ts';
import { resolveAsset } from '../host/program/resolve-asset.ts';
import { responseHeaders } from '../host/program/response-headers.ts';
import { websocketPort } from './websocket-port.ts';

/** A secret for one run of the host: 192 random bits, safe in an address. */
const freshToken = (): string => randomBytes(24).toString('base64url');

/**
 * True when the request was made to this host by its loopback name. A page of another site that points its own name at
 * 127.0.0.1 (DNS rebinding) sends that name instead.
 */
const hasOurHost = (request: IncomingMessage, port: number): boolean =>
  hostsOf(port).includes(request.headers.host ?? '');

/** True when a page of this host opened the socket. Browsers always send the page's origin. */
const hasOurOrigin = (request: IncomingMessage, port: number): boolean =>
  hostsOf(port).some((host) => request.headers.origin === `http://${host}`);

const hostsOf = (port: number): readonly string[] => [`127.0.0.1:${port}`, `localhost:${port}`];

/** Compares in a time that does not depend on where the texts differ. */
function isToken(given: string | null, token: string): boolean {
  const a = Buffer.from(given ?? '');
  const b = Buffer.from(token);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Loopback only: the workstation is never reachable from another machine. */
const ADDRESS = '127.0.0.1';
/** The largest message a page sends is a part of a file to import, with its header. */
const MAX_PAYLOAD_BYTES = MOST_CHUNK_BYTES + 65_536;

export interface WebHost {
  /** The address that opens the workstation, with its token. */
  readonly url: string;
  /** Ends every connection. Resolves when the port is free again. */
  close(): Promise<void>;
}

/** Serves the renderer in `folder` and connects its page to the engine behind `relay`. Port 0 takes any free port. */
export async function openWebHost(options: {
  readonly folder: string;
  readonly relay: ClientRelay;
  readonly port: number;
}): Promise<Result<WebHost>> {
  const token = freshToken();
  const server = createServer();
  // First of all, and for every connection: Node removes its own listener when it hands over an upgrade.
  server.on('connection', (socket) => socket.on('error', () => socket.destroy()));
  const listening = await listen(server, options.port);
  if (!listening.ok) return listening;
  const port = listening.value;
  server.on('request', (request, response) => {
    serve(request, response, { ...options, port, token }).catch(() => response.destroy());
  });
  const sockets = acceptSockets(server, { relay: options.relay, port, token });
  return ok({
    url: `http://${ADDRESS}:${port}/?token=${token}`,
    close: () => closeAll(server, sockets),
  });
}

function listen(server: Server, port: number): Promise<Result<number>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'it is in use' : error.message;
      const hint = 'Choose another one with --port, or 0 for any that is free.';
      resolve(fail('bad_usage', `Port ${port} cannot be opened: ${reason}.`, hint));
    });
    server.listen(port, ADDRESS, () => resolve(ok((server.address() as AddressInfo).port)));
  });
}

interface Serving {
  readonly folder: string;
  readonly port: number;
  readonly token: string;
}

async function serve(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const reply = (status: number, type: string, body: string | Uint8Array): void => {
    response.writeHead(
      status,
      responseHeaders(type, [`ws://${ADDRESS}:${serving.port}`, `ws://localhost:${serving.port}`]),
    );
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  const refuse = (status: number, reason: string): void => reply(status, 'text/plain; charset=utf-8', reason);

  const url = addressOf(request);
  if (url === null || !hasOurHost(request, serving.port)) return refuse(403, 'This address is not served.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET.');
  if (url.pathname === '/' && !isToken(url.searchParams.get('token'), serving.token)) {
    return refuse(403, 'Open the address that `tapedeck serve` printed: it ends with a token.');
  }
  const asset = resolveAsset(serving.folder, url.pathname);
  const body = asset === null ? null : await readFile(asset.file).catch(() => null);
  if (asset === null || body === null) return refuse(404, 'Not found.');
  reply(200, asset.contentType, body);
}

/** Path and query of a request; null when they cannot be read. */
function addressOf(request: IncomingMessage): URL | null {
  try {
    return new URL(`http://host${request.url ?? '/'}`);
  } catch {
    return null;
  }
}

function acceptSockets(
  server: Server,
  { relay, port, token }: { relay: ClientRelay; port: number; token: string },
): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES });
  server.on('upgrade', (request, socket, head) => {
    const url = addressOf(request);
    const isOurs = url?.pathname === '/ws' && hasOurHost(request, port) && hasOurOrigin(request, port);
    if (!isOurs || !isToken(url.searchParams.get('token'), token)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (page) => {
      const attachment = relay.attach(websocketPort(page));
      page.on('close', () => attachment[Symbol.dispose]());
      // A page that disconnects is closed right after; there is no one left to answer.
      page.on('error', () => page.terminate());
    });
  });
  return sockets;
}

function closeAll(server: Server, sockets: WebSocketServer): Promise<void> {
  return new Promise((resolve) => {
    for (const page of sockets.clients) page.terminate();
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
