import { ok, type Result } from '../../../../core/base/result.ts';
import { answered, bodyText } from './answered.ts';
import { unreachable } from './http-client.ts';
import type { RemoteSource } from './remote-source.ts';

/** A page has 1,000 keys of at most 1,024 bytes and some hundred bytes of markup around each. */
const MOST_PAGE_BYTES = 16 * 1024 * 1024;
/** Twenty million files: a listing that continues beyond that repeats itself. */
const MOST_PAGES = 20_000;

/** All keys that begin with `prefix` (ListObjectsV2 of the S3 API, page after page), without it. */
export async function listKeys(source: RemoteSource, prefix: string): Promise<Result<readonly string[]>> {
  const keys: string[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = {
      'list-type': '2',
      'encoding-type': 'url',
      prefix,
      ...(token === undefined ? {} : { 'continuation-token': token }),
    };
    const answer = answered(source, await source.get('', { query, mostBytes: MOST_PAGE_BYTES }), [200]);
    if (!answer.ok) return answer;
    const listed = readPage(bodyText(answer.value));
    if (listed === undefined)
      return unreachable(
        source.shown,
        'its answer is not a list of objects',
        'Check the endpoint and the bucket.',
      );
    for (const key of listed.keys) if (key.startsWith(prefix)) keys.push(key.slice(prefix.length));
    token = listed.next;
    if (token === undefined) return ok(keys);
  }
  return unreachable(source.shown, `its list of objects does not end after ${MOST_PAGES} pages`);
}

interface Page {
  readonly keys: readonly string[];
  readonly next: string | undefined;
}

/** Undefined for anything but a listing, including one with an invalid name. */
function readPage(xml: string): Page | undefined {
  try {
    return parsePage(xml);
  } catch {
    return undefined;
  }
}

/**
 * The names in a page. The answer is flat and its texts hold no markup (keys come percent-encoded, or with entities),
 * so that a search for its few elements suffices.
 */
function parsePage(xml: string): Page | undefined {
  if (!/<ListBucketResult[\s>]/.test(xml) || !xml.includes('</ListBucketResult>')) return undefined;
  const isEncoded = /<EncodingType>url<\/EncodingType>/.test(xml);
  const keys = [...xml.matchAll(/<Contents>[\s\S]*?<Key>([^<]*)<\/Key>/g)].map(([, key = '']) =>
    isEncoded ? decodeURIComponent(plainText(key).replaceAll('+', ' ')) : plainText(key),
  );
  const isCut = /<IsTruncated>\s*true\s*<\/IsTruncated>/.test(xml);
  const next = /<NextContinuationToken>([^<]+)<\/NextContinuationToken>/.exec(xml)?.[1];
  if (isCut && next === undefined) return undefined;
  return { keys, next: isCut && next !== undefined ? plainText(next) : undefined };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const plainText = (text: string): string =>
  text.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
    return ENTITIES[name] ?? whole;
  });
