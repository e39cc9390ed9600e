import { expect, test } from 'vitest';
import { updateFailure } from '../../../../../electron/main/updates/update-words.ts';

const thrown = (message: string, also: object = {}): Error => Object.assign(new Error(message), also);

test.each([
  [thrown('net::ERR_NAME_NOT_RESOLVED'), /could not be reached/],
  [thrown('getaddrinfo ENOTFOUND example.org', { code: 'ENOTFOUND' }), /could not be reached/],
  [
    thrown('Unable to find latest version: Error: net::ERR_INTERNET_DISCONNECTED', {
      code: 'ERR_UPDATER_LATEST_VERSION_NOT_FOUND',
    }),
    /could not be reached/,
  ],
  [
    thrown('Unable to find latest version: HttpError: 406', { code: 'ERR_UPDATER_LATEST_VERSION_NOT_FOUND' }),
    /No release/,
  ],
  [thrown('404 Not Found', { code: 'HTTP_ERROR_404', statusCode: 404 }), /No release/],
  [thrown('No published versions', { code: 'ERR_UPDATER_NO_PUBLISHED_VERSIONS' }), /No release/],
  [thrown('sha512 checksum mismatch', { code: 'ERR_CHECKSUM_MISMATCH' }), /differs from the released file/],
  [thrown('not signed', { code: 'ERR_UPDATER_INVALID_SIGNATURE' }), /differs from the released file/],
  [thrown("ENOENT: no such file, open '/x/app-update.yml'", { code: 'ENOENT' }), /site of its releases/],
  [thrown('write', { code: 'ENOSPC' }), /could not be written/],
  [thrown('HttpError: 500', { statusCode: 500 }), /update failed/],
  ['a string', /update failed/],
  [null, /update failed/],
  [undefined, /update failed/],
])('%s is put into words', (error, words) => {
  const { message, detail } = updateFailure(error);
  expect(message).toMatch(words);
  expect(detail).toMatch(/^[A-Z].*\.$/);
});

test('no stack, code or address gets into the words', () => {
  const error = thrown('cannot open https://example.org/latest.yml', { code: 'ERR_SOMETHING' });
  expect(JSON.stringify(updateFailure(error))).not.toMatch(/https?:|ERR_|at .*\.ts/);
});
