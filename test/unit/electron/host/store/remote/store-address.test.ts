import { expect, test } from 'vitest';
import {
  isSafeTarget,
  isStoreAddress,
  parseStoreAddress,
} from '../../../../../../electron/host/store/remote/store-address.ts';
import { dataArgument } from '../../../../../../electron/main/data-argument.ts';

const ENDPOINT = { AWS_ENDPOINT_URL: 'https://minio.example:9000/' };

test.each([
  ['https://archive.example/bars/', {}, 'https://archive.example/bars', 'https://archive.example/bars/'],
  ['https://archive.example', {}, 'https://archive.example', 'https://archive.example/'],
  ['http://127.0.0.1:8000/x', {}, 'http://127.0.0.1:8000/x', 'http://127.0.0.1:8000/x/'],
  ['http://localhost:8000', {}, 'http://localhost:8000', 'http://localhost:8000/'],
  ['http://[::1]:8000', {}, 'http://[::1]:8000', 'http://[::1]:8000/'],
  ['s3://bars', {}, 's3://bars', 'https://bars.s3.us-east-1.amazonaws.com/'],
  [
    's3://bars/a/b/',
    { AWS_REGION: 'eu-west-1' },
    's3://bars/a/b',
    'https://bars.s3.eu-west-1.amazonaws.com/',
  ],
  ['s3://my.bars', {}, 's3://my.bars', 'https://s3.us-east-1.amazonaws.com/my.bars/'],
  ['s3://bars', { AWS_REGION: 'cn-north-1' }, 's3://bars', 'https://bars.s3.cn-north-1.amazonaws.com.cn/'],
  ['s3://bars/x', ENDPOINT, 's3://bars/x', 'https://minio.example:9000/bars/'],
  ['s3://bars/x?endpoint=r2.example', ENDPOINT, 's3://bars/x', 'https://r2.example/bars/'],
  [
    's3://bars?region=us-west-2',
    { AWS_REGION: 'x' },
    's3://bars',
    'https://bars.s3.us-west-2.amazonaws.com/',
  ],
])('%s with %j is shown as %s and asked at %s', (text, env, shown, base) => {
  const parsed = parseStoreAddress(text, env);
  expect(parsed.ok && [parsed.value.shown, parsed.value.base.href]).toEqual([shown, base]);
});

test.each([
  ['http://archive.example', {}, 'is not encrypted'],
  ['http://127.0.0.1.archive.example', {}, 'is not encrypted'],
  ['s3://bars', { AWS_ENDPOINT_URL: 'http://minio.example' }, 'is not encrypted'],
  ['s3://bars', { AWS_ENDPOINT_URL: 'https://[' }, 'is not the endpoint'],
  ['s3://', {}, 'is not the name of a bucket'],
  ['https://', {}, 'is not the address'],
  ['https://archive.example/?a=b', {}, 'ends with its path'],
  ['https://me:hunter2@archive.example', {}, 'no user and no password'],
])('%s with %j is refused: it %s', (text, env, reason) => {
  const parsed = parseStoreAddress(text, env);
  expect(parsed).toMatchObject({ ok: false, failure: { code: 'bad_usage' } });
  expect(parsed.ok ? '' : parsed.failure.message).toContain(reason);
  expect(JSON.stringify(parsed)).not.toContain('hunter2');
});

test('credentials come from the environment, both or none', () => {
  const of = (env: Record<string, string>) => {
    const parsed = parseStoreAddress('s3://bars', env);
    return parsed.ok && parsed.value.kind === 's3' ? parsed.value.credentials : undefined;
  };
  const both = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
  expect(of({})).toBeUndefined();
  expect(of({ AWS_ACCESS_KEY_ID: 'a' })).toBeUndefined();
  expect(of(both)).toEqual({ accessKeyId: 'a', secretAccessKey: 'b' });
  expect(of({ ...both, AWS_SESSION_TOKEN: 'c' })).toEqual({
    accessKeyId: 'a',
    secretAccessKey: 'b',
    sessionToken: 'c',
  });
});

test('a folder is no address', () => {
  for (const folder of ['data', '/data', 'C:\\data', 'c:/data', 's3', './https:/x', 'ftp://x']) {
    expect(isStoreAddress(folder)).toBe(false);
  }
});

test('a redirect leads to https, or stays on this machine', () => {
  const to = (from: string, target: string): boolean => isSafeTarget(new URL(from), new URL(target));
  expect(to('https://a.example', 'https://b.example')).toBe(true);
  expect(to('http://127.0.0.1', 'https://b.example')).toBe(true);
  expect(to('http://127.0.0.1', 'http://localhost:1')).toBe(true);
  expect(to('https://a.example', 'http://a.example')).toBe(false);
  expect(to('https://a.example', 'http://127.0.0.1')).toBe(false);
  expect(to('http://127.0.0.1', 'file:///etc/passwd')).toBe(false);
});

test('the window takes --data', () => {
  expect(dataArgument(['electron', '.', '--data', 's3://bars'])).toBe('s3://bars');
  expect(dataArgument(['electron', '--data=there', '.'])).toBe('there');
  expect(dataArgument(['electron', '.'])).toBeUndefined();
});
