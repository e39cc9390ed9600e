import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A secret for one run of the host: 192 random bits, safe in an address. */
export const freshToken = (): string => randomBytes(24).toString('base64url');

/**
 * True when the request was made to this host by its loopback name. A page of another site that points its own name at
 * 127.0.0.1 (DNS rebinding) sends that name instead.
 */
export const hasOurHost = (request: IncomingMessage, port: number): boolean =>
  hostsOf(port).includes(request.headers.host ?? '');

/** True when a page of this host opened the socket. Browsers always say which page it was. */
export const hasOurOrigin = (request: IncomingMessage, port: number): boolean =>
  hostsOf(port).some((host) => request.headers.origin === `http://${host}`);

const hostsOf = (port: number): readonly string[] => [`127.0.0.1:${port}`, `localhost:${port}`];

/** Compares in a time that does not depend on where the texts differ. */
export function isToken(given: string | null, token: string): boolean {
  const a = Buffer.from(given ?? '');
  const b = Buffer.from(token);
  return a.length === b.length && timingSafeEqual(a, b);
}
