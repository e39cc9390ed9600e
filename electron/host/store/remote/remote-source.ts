import aws4 from 'aws4';
import type { Result } from '../../../../core/base/result.ts';
import type { HttpAnswer, HttpClient } from './http-client.ts';
import { CREDENTIALS_HINT, type S3Address, type WebAddress } from './store-address.ts';

export interface RemoteQuestion {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly mostBytes: number;
}

/** The origin of a remote store's files. */
export interface RemoteSource {
  /** The store's address in messages, without a slash at its end and without secrets. */
  readonly shown: string;
  /** The remedy when the server requires authentication. */
  readonly credentialsHint: string;
  /**
   * Requests the file at `key`, below the store's address; an empty key with a query asks an S3 bucket. Fails with
   * `unreachable` or `cancelled`; any final status is an answer.
   */
  get(key: string, question: RemoteQuestion): Promise<Result<HttpAnswer>>;
}

export const webSource = (address: WebAddress, client: HttpClient): RemoteSource => ({
  shown: address.shown,
  credentialsHint: 'A web address is read without credentials; a store that needs them can be in S3.',
  get: (key, { headers = {}, mostBytes }) =>
    client.get(`${address.shown}/${key}`, () => ({
      url: new URL(encodedKey(key), address.base),
      headers,
      mostBytes,
      followsRedirects: true,
    })),
});

export const s3Source = (address: S3Address, client: HttpClient): RemoteSource => ({
  shown: address.shown,
  credentialsHint: CREDENTIALS_HINT,
  get: (key, { headers = {}, query = {}, mostBytes }) =>
    client.get(key === '' ? address.shown : `${address.shown}/${key}`, () => {
      const url = new URL(address.base);
      if (key !== '') url.pathname += encodedKey(address.prefix + key);
      // S3 signs `%20`, where a form would say `+`.
      url.search = Object.entries(query)
        .map(([name, value]) => `${encodedPart(name)}=${encodedPart(value)}`)
        .join('&');
      const { credentials } = address;
      const signed = credentials === undefined ? headers : signedHeaders(url, headers, address, credentials);
      return { url, headers: signed, mostBytes, followsRedirects: credentials === undefined };
    }),
});

/** AWS Signature Version 4 (AWS General Reference, "Signing AWS API requests"); `Range` stays unsigned. */
export function signedHeaders(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { region }: Pick<S3Address, 'region'>,
  credentials: NonNullable<S3Address['credentials']>,
): Record<string, string> {
  const request = {
    service: 's3',
    method: 'GET',
    host: url.host,
    path: `${url.pathname}${url.search}`,
    region,
    headers: { ...headers },
  };
  return aws4.sign(request, credentials).headers as Record<string, string>;
}

const encodedKey = (key: string): string => key.split('/').map(encodedPart).join('/');

/** Everything but letters, digits and `-._~`, as S3 wants it in a signed path. */
const encodedPart = (part: string): string =>
  encodeURIComponent(part).replaceAll(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
