import { beforeAll, describe, expect, test } from 'vitest';
import { EVER, openStoreAt, plain, RIVN, unwrap } from '../data-manager/store-fixture.ts';
import { BRK, madeArchive, remoteStore, serveArchive } from './remote-fixture.ts';

const SIGNER = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG',
  region: 'eu-central-1',
};
const ADDRESS = 's3://archive/us equities/';

let folder = '';
beforeAll(async () => {
  folder = await madeArchive();
});

const signedEnv = (endpoint: string, more: Readonly<Record<string, string>> = {}) => ({
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_REGION: SIGNER.region,
  AWS_ACCESS_KEY_ID: SIGNER.accessKeyId,
  AWS_SECRET_ACCESS_KEY: SIGNER.secretAccessKey,
  ...more,
});

describe('a store in S3', () => {
  test('is listed page after page and read, every request signed', async () => {
    const server = await serveArchive({ folder, s3: { pageSize: 2, signer: SIGNER } });
    const there = remoteStore(ADDRESS, { env: signedEnv(server.url) });
    const here = openStoreAt(folder);
    expect(there.location).toBe('s3://archive/us%20equities');
    expect(unwrap(await there.symbols())).toEqual(unwrap(await here.symbols()));
    const pages = server.seen.length;
    expect(pages).toBe(3); // everything below `bars`, five keys in pages of two, and nothing twice
    for (const symbol of [RIVN, BRK]) {
      const [far, near] = [await there.availability(symbol), await here.availability(symbol)];
      expect({ ...unwrap(far), version: '' }).toEqual({ ...unwrap(near), version: '' });
      const stored = unwrap(await here.getBars(symbol, '1m', EVER));
      expect(plain(unwrap(await there.getBars(symbol, '1m', EVER)).bars)).toEqual(plain(stored.bars));
    }
    expect(server.seen.every(({ authorization }) => authorization?.startsWith('AWS4-HMAC-SHA256'))).toBe(
      true,
    );
    // The listing was trusted, each month came in one request; actions and instruments were asked for once.
    expect(server.seen.length).toBe(pages + 4 + 2);
  });

  test('read without credentials is not signed', async () => {
    const server = await serveArchive({ folder, s3: { pageSize: 1_000 } });
    const address = `${ADDRESS}?endpoint=${encodeURIComponent(server.url)}&region=eu-central-1`;
    expect(unwrap(await remoteStore(address).symbols())).toHaveLength(2);
    expect(server.seen.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  test("a wrong secret is reported with the storage's message, without the secret", async () => {
    const server = await serveArchive({ folder, s3: { pageSize: 1_000, signer: SIGNER } });
    const env = signedEnv(server.url, { AWS_SECRET_ACCESS_KEY: 'not-the-secret' });
    const read = await remoteStore(ADDRESS, { env }).symbols();
    expect(read).toMatchObject({ ok: false, failure: { code: 'unreachable' } });
    const said = JSON.stringify(read);
    expect(said).toContain('403 (Forbidden), SignatureDoesNotMatch: The signature is another one');
    expect(said).toContain('AWS_SECRET_ACCESS_KEY');
    expect(said).not.toContain('not-the-secret');
    expect(said).not.toContain(SIGNER.accessKeyId);
  });

  test('a missing bucket, or one in another region, is reported', async () => {
    const server = await serveArchive({ folder, s3: { pageSize: 1_000 } });
    const env = { AWS_ENDPOINT_URL: server.url };
    const none = await remoteStore('s3://nowhere', { env }).symbols();
    expect(none.ok ? '' : none.failure.message).toContain('NoSuchBucket');
    server.fault = () => ({ status: 301, headers: { 'x-amz-bucket-region': 'ap-south-1' } });
    const far = await remoteStore(ADDRESS, { env }).symbols();
    expect(far.ok ? '' : far.failure.hint).toContain('AWS_REGION=ap-south-1');
  });

  test('a prefix with nothing below it is an empty store', async () => {
    const server = await serveArchive({ folder, s3: { pageSize: 1_000 } });
    const env = { AWS_ENDPOINT_URL: server.url };
    expect(unwrap(await remoteStore('s3://archive/elsewhere', { env }).symbols())).toEqual([]);
  });

  test('an answer that is not a listing, or that does not continue, is not an empty store', async () => {
    const server = await serveArchive({ folder, s3: { pageSize: 1_000 } });
    const env = { AWS_ENDPOINT_URL: server.url };
    for (const body of [
      '<html></html>',
      '',
      '<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>',
      '<ListBucketResult><Contents><Key>a</Key>',
    ]) {
      server.fault = () => ({ status: 200, body });
      expect(await remoteStore(ADDRESS, { env }).symbols()).toMatchObject({
        ok: false,
        failure: { code: 'unreachable' },
      });
    }
  });
});
