import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * A storage's check of a request's signature (AWS Signature Version 4, written from its definition and not from the
 * code that signs): the error, undefined when it is right.
 */
export function signatureProblem(request: IncomingMessage, signer: Signer): string | undefined {
  const { headers } = request;
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([\w;-]+), Signature=([\da-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (found === null) return 'The request carries no signature.';
  const [, id, date = '', region = '', names = '', signature] = found;
  const stamp = String(headers['x-amz-date']);
  if (id !== signer.accessKeyId || region !== signer.region) return 'Another key or region was expected.';
  if (!stamp.startsWith(date) || !names.split(';').includes('host')) return 'Date or host is not signed.';
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const canonical = [
    request.method,
    path,
    query.split('&').filter(Boolean).sort().join('&'),
    ...names.split(';').map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    names,
    sha256(''),
  ].join('\n');
  const scope = `${date}/${region}/s3/aws4_request`;
  const key = [date, region, 's3', 'aws4_request'].reduce<Buffer | string>(
    hmac,
    `AWS4${signer.secretAccessKey}`,
  );
  const text = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  return hmac(key, text).toString('hex') === signature ? undefined : 'The signature is another one.';
}
