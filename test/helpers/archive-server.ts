import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { signatureProblem, type Signer } from './sigv4.ts';

/** The effect of a scripted fault on the answer to one request. */
export type Fault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** The connection is cut: before the answer, or after half of its body. */
  | 'reset'
  | 'truncate'
  /** Nothing comes. */
  | 'hang'
  /** A byte now and then. */
  | 'drip';

export interface ArchiveOptions {
  /** The folder whose files are served. */
  readonly folder: string;
  /** Serves the folder as `s3://archive/us equities` in the path style, listing this many keys a page. */
  readonly s3?: { readonly pageSize: number; readonly signer?: Signer };
  /** The header that names a file's version: an ETag, Last-Modified, or none. */
  readonly names?: 'etag' | 'modified' | 'none';
  /** False for a server that always sends whole files. */
  readonly ranges?: boolean;
}

export interface SeenRequest {
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
  readonly status: number;
  /** Bytes of the body that were sent. */
  readonly bytes: number;
}

export interface ArchiveServer extends AsyncDisposable {
  /** `http://127.0.0.1:…`, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Every answer so far. */
  readonly seen: SeenRequest[];
  /** Asked at each request for the fault that it meets; `count` is how often this path was asked for before. */
  fault: (path: string, count: number, request: IncomingMessage) => Fault | undefined;
}

const BUCKET = 'archive';
const PREFIX = 'us equities/';

/** Serves a bar store on the loopback as a web server or an S3 storage would, faults included. */
export async function startArchive(options: ArchiveOptions): Promise<ArchiveServer> {
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://archive');
    const count = asked.get(url.pathname) ?? 0;
    asked.set(url.pathname, count + 1);
    const fault = archive.fault(decodeURIComponent(url.pathname), count, request);
    let answer: Answer;
    if (typeof fault === 'object') answer = { headers: {}, ...fault, body: Buffer.from(fault.body ?? '') };
    else answer = answerTo(url, request, options);
    const { range, authorization } = request.headers;
    const seen = { path: decodeURIComponent(url.pathname), range, authorization };
    archive.seen.push({ ...seen, status: answer.status, bytes: answer.body.length });
    send(response, answer, typeof fault === 'string' ? fault : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const archive: ArchiveServer = {
    url: `http://127.0.0.1:${port}`,
    port,
    seen: [],
    fault: () => undefined,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return archive;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

function send(response: ServerResponse, { status, headers, body }: Answer, fault: string | undefined): void {
  if (fault === 'hang') return;
  if (fault === 'reset') return void response.destroy();
  response.writeHead(status, { ...headers, ...(status === 304 ? {} : { 'content-length': body.length }) });
  if (fault === undefined) return void response.end(body);
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => {
    if (fault === 'truncate') return void response.destroy();
    const drip = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(drip));
  });
}

function answerTo(url: URL, request: IncomingMessage, options: ArchiveOptions): Answer {
  const { folder, s3 } = options;
  const key = decodeURIComponent(url.pathname);
  if (s3 === undefined) return fileAnswer(path.join(folder, key), request, options);
  const problem = s3.signer === undefined ? undefined : signatureProblem(request, s3.signer);
  if (problem !== undefined) return s3Refusal(403, 'SignatureDoesNotMatch', problem);
  if (!key.startsWith(`/${BUCKET}/`)) return s3Refusal(404, 'NoSuchBucket', 'There is no such bucket.');
  const name = key.slice(BUCKET.length + 2);
  if (name === '') return listAnswer(url.searchParams, folder, s3.pageSize);
  if (!name.startsWith(PREFIX)) return s3Refusal(404, 'NoSuchKey', 'There is no such key.');
  return fileAnswer(path.join(folder, name.slice(PREFIX.length)), request, options);
}

const s3Refusal = (status: number, code: string, message: string): Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: Buffer.from(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`),
});

function fileAnswer(file: string, request: IncomingMessage, options: ArchiveOptions): Answer {
  if (!existsSync(file) || statSync(file).isDirectory()) {
    return options.s3 === undefined
      ? { status: 404, headers: {}, body: Buffer.from('nothing here') }
      : s3Refusal(404, 'NoSuchKey', 'There is no such key.');
  }
  const body = readFileSync(file);
  const etag = `"${createHash('md5').update(body).digest('hex')}"`;
  const modified = statSync(file).mtime.toUTCString();
  const names = options.names ?? 'etag';
  const headers = names === 'etag' ? { etag } : names === 'modified' ? { 'last-modified': modified } : {};
  const { range, 'if-none-match': match, 'if-modified-since': since } = request.headers;
  const isKnown = (names === 'etag' && match === etag) || (names === 'modified' && since === modified);
  if (isKnown) return { status: 304, headers, body: Buffer.alloc(0) };
  const wanted = /^bytes=(\d+)-(\d+)$/.exec(range ?? '');
  if (wanted === null || options.ranges === false) return { status: 200, headers, body };
  const [from, to] = [Number(wanted[1]), Math.min(Number(wanted[2]), body.length - 1)];
  if (from >= body.length) {
    const none = { ...headers, 'content-range': `bytes */${body.length}` };
    return { status: 416, headers: none, body: Buffer.alloc(0) };
  }
  const part = { ...headers, 'content-range': `bytes ${from}-${to}/${body.length}` };
  return { status: 206, headers: part, body: body.subarray(from, to + 1) };
}

/** ListObjectsV2, whose tokens are the key after which to continue. */
function listAnswer(query: URLSearchParams, folder: string, pageSize: number): Answer {
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? '';
  const keys = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => PREFIX + path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter((key) => key.startsWith(prefix) && key > after)
    .sort();
  const page = keys.slice(0, pageSize);
  const isCut = keys.length > page.length;
  const contents = page.map(
    (key) => `<Contents><Key>${encodeURIComponent(key)}</Key><Size>1</Size></Contents>`,
  );
  const next = isCut ? `<NextContinuationToken>${page.at(-1) ?? ''}</NextContinuationToken>` : '';
  const xml = `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${BUCKET}</Name><EncodingType>url</EncodingType><IsTruncated>${isCut}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: Buffer.from(xml) };
}
