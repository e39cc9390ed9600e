import { expect, test } from 'vitest';
import { signedHeaders } from '../../../../../../electron/host/store/remote/remote-source.ts';

/**
 * The first row is AWS's own example (Amazon S3 API Reference, "Examples: Signature Calculations", GET Bucket); all were
 * computed once by botocore 1.44.5 (S3SigV4Auth) for 2013-05-24T00:00:00Z.
 */
const SIGNED = [
  [
    'https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J',
    'us-east-1',
    undefined,
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  ],
  [
    'https://examplebucket.s3.amazonaws.com/test.txt',
    'us-east-1',
    undefined,
    'df548e2ce037944d03f3e68682813b093763996d597cf890ca3d9037fd231eb4',
  ],
  [
    'http://127.0.0.1:9000/archive/us%20equities/bars/interval%3D1m/symbol%3DBRK%252FB/2025-07.parquet',
    'eu-central-1',
    undefined,
    '607783d602077b5f2ed24f2290352779f9637b99ea468e92806377a361e6849b',
  ],
  [
    'http://127.0.0.1:9000/archive/?list-type=2&encoding-type=url&prefix=us%20equities%2Fbars%2Finterval%3D1m%2F&continuation-token=1ueGcxLPRx1Tr%2FXYExHnhbYLgveDs2J%2Fwm36Hy4vbOwM%3D',
    'eu-central-1',
    'FQoGZXIvYXdzEXAMPLE//token==',
    '8da2eac1f7133fab8e0a1c731b86cc3d7d66f957b29c17322b10dace1c1d8c69',
  ],
] as const;

test.each(SIGNED)('%s is signed as AWS signs it', (address, region, sessionToken, signature) => {
  const headers = signedHeaders(
    new URL(address),
    { 'X-Amz-Date': '20130524T000000Z' },
    { region },
    {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
  );
  expect(headers['Authorization']).toContain(`Signature=${signature}`);
  expect(headers['Authorization']).toContain(`/20130524/${region}/s3/aws4_request`);
});
