import { fail, ok, type Result } from '../../../../core/base/result.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A bar store that a web server publishes as files. */
export interface WebAddress {
  readonly kind: 'web';
  /** The address that users see; without a slash at its end. */
  readonly shown: string;
  /** Ends with a slash. */
  readonly base: URL;
}

/** A bar store in an S3-compatible object storage. */
export interface S3Address {
  readonly kind: 's3';
  readonly shown: string;
  /** The bucket's own address; ends with a slash. */
  readonly base: URL;
  readonly bucket: string;
  /** The prefix of `bars/` in each key: empty, or with a slash at its end. */
  readonly prefix: string;
  readonly region: string;
  /** Without credentials, requests are not signed. */
  readonly credentials: Credentials | undefined;
}

const SCHEME = /^(https?|s3):\/\//i;

/** True for the address of a store on another machine, false for a folder. */
export const isStoreAddress = (location: string): boolean => SCHEME.test(location);

/**
 * Parses `https://host/path`, `http://` on this machine, and `s3://bucket/prefix`. Region, endpoint and credentials of
 * S3 come from the variables that AWS's own tools read; `?region=` and `?endpoint=` in the address take precedence.
 * Fails with `bad_usage`. Credentials never appear in messages.
 */
export function parseStoreAddress(text: string, env: Environment): Result<WebAddress | S3Address> {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return fail('bad_usage', `${text} is not the address of a bar store.`, EXPECTED);
  }
  if (url.username !== '' || url.password !== '') {
    return fail('bad_usage', 'An address of a bar store carries no user and no password.', CREDENTIALS_HINT);
  }
  return url.protocol === 's3:' ? parseS3(url, env) : parseWeb(url);
}

const EXPECTED = 'Expected https://HOST/PATH, http:// on this machine, or s3://BUCKET/PREFIX.';

export const CREDENTIALS_HINT =
  'Credentials are read from the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for temporary ones, AWS_SESSION_TOKEN.';

function parseWeb(url: URL): Result<WebAddress> {
  const shown = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  if (url.search !== '' || url.hash !== '')
    return fail('bad_usage', `The address of a bar store ends with its path: ${shown}.`, EXPECTED);
  const unsafe = plainTextFailure(url);
  return unsafe ?? ok({ kind: 'web', shown, base: new URL(`${shown}/`) });
}

function parseS3(url: URL, env: Environment): Result<S3Address> {
  const bucket = url.hostname;
  if (!/^[a-z0-9][a-z0-9.\-_]{1,62}$/i.test(bucket))
    return fail('bad_usage', `"${bucket}" is not the name of a bucket.`, EXPECTED);
  const path = url.pathname.replaceAll(/^\/+|\/+$/g, '');
  const region = first(url.searchParams.get('region'), env['AWS_REGION'], env['AWS_DEFAULT_REGION']);
  const endpoint = first(
    url.searchParams.get('endpoint'),
    env['AWS_ENDPOINT_URL_S3'],
    env['AWS_ENDPOINT_URL'],
  );
  const base = bucketUrl(bucket, region ?? DEFAULT_REGION, endpoint);
  if (!base.ok) return base;
  return ok({
    kind: 's3',
    shown: `s3://${bucket}${path === '' ? '' : `/${path}`}`,
    base: base.value,
    bucket,
    prefix: path === '' ? '' : `${decoded(path)}/`,
    region: region ?? DEFAULT_REGION,
    credentials: credentialsOf(env),
  });
}

/** A key as it was typed, where it is not percent-encoded. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const DEFAULT_REGION = 'us-east-1';

const first = (...values: readonly (string | null | undefined)[]): string | undefined =>
  values.find((value): value is string => typeof value === 'string' && value !== '');

/**
 * AWS answers at a host per bucket, whose certificate does not cover names with a dot; other servers are asked for
 * `/bucket/` of their endpoint, which all of them know.
 */
function bucketUrl(bucket: string, region: string, endpoint: string | undefined): Result<URL> {
  if (endpoint === undefined) {
    const host = `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
    return ok(new URL(bucket.includes('.') ? `https://${host}/${bucket}/` : `https://${bucket}.${host}/`));
  }
  let url: URL;
  try {
    url = new URL(/^https?:\/\//i.test(endpoint) ? endpoint : `https://${endpoint}`);
  } catch {
    return fail(
      'bad_usage',
      `${endpoint} is not the endpoint of an object storage.`,
      'Expected https://HOST[:PORT].',
    );
  }
  const unsafe = plainTextFailure(url);
  return unsafe ?? ok(new URL(`${url.origin}${url.pathname.replace(/\/+$/, '')}/${bucket}/`));
}

function credentialsOf(env: Environment): Credentials | undefined {
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  const sessionToken = env['AWS_SESSION_TOKEN'];
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

/** Anyone on the network path could change unencrypted prices. */
function plainTextFailure(url: URL): ReturnType<typeof fail> | undefined {
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return undefined;
  return fail(
    'bad_usage',
    `${url.origin} is not encrypted: http:// is for this machine alone.`,
    'Use an https:// address.',
  );
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** True for an allowed target of a redirect: only addresses that a user could have named too. */
export const isSafeTarget = (from: URL, to: URL): boolean =>
  to.protocol === 'https:' ||
  (to.protocol === 'http:' && from.protocol === 'http:' && isLoopback(to.hostname));
