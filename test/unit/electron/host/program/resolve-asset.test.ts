import * as fc from 'fast-check';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveAsset } from '../../../../../electron/host/program/resolve-asset.ts';

const folder = path.resolve('/srv/renderer');

describe('files of the renderer', () => {
  it.each([
    ['/', 'index.html', 'text/html; charset=utf-8'],
    ['/assets/main-1a.js', 'assets/main-1a.js', 'text/javascript; charset=utf-8'],
    ['/assets/a%20b.css', 'assets/a b.css', 'text/css; charset=utf-8'],
    ['//assets//x.woff2', 'assets/x.woff2', 'font/woff2'],
  ])('%s is %s', (url, file, contentType) => {
    expect(resolveAsset(folder, url)).toEqual({ file: path.join(folder, file), contentType });
  });

  it.each([
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/a/..%2f..%2fsecret.js',
    '/..%5csecret.js',
    '/.built',
    '/.git/config.json',
    '/a%00.js',
    '/%',
    '/main.ts',
    '/main',
    '/assets/',
  ])('%s is nothing', (url) => expect(resolveAsset(folder, url)).toBeNull());

  it('never leaves the folder', () => {
    const parts = fc.array(
      fc.constantFrom('..', '.', '/', '%2e', '%2f', '%5c', '\\', 'a', '.js', '%00', 'index.html'),
    );
    fc.assert(
      fc.property(parts, (words) => {
        const asset = resolveAsset(folder, `/${words.join('')}`);
        if (asset !== null) expect(path.relative(folder, asset.file).startsWith('..')).toBe(false);
      }),
    );
  });
});
