import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ok } from '../../../../../../core/base/result.ts';
import { RemoteListing } from '../../../../../../electron/host/store/remote/listing.ts';
import type { RemoteSource } from '../../../../../../electron/host/store/remote/remote-source.ts';
import { propertyRuns } from '../../../../../helpers/property-runs.ts';

const answering = (status: number, text: string): RemoteSource => ({
  shown: 's3://bars',
  credentialsHint: '',
  get: () => Promise.resolve(ok({ status, headers: {}, body: new TextEncoder().encode(text) })),
});

const name = fc.stringMatching(/^[a-zA-Z0-9 =&<>'"+%._-]{1,12}$/).filter((text) => !/^\.+$/.test(text));
const encoded = (key: string): string =>
  key.split('/').map(encodeURIComponent).join('/').replaceAll('%20', '+');

test('a bucket lists the months that its keys name, for any keys', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.tuple(name, name)), async (entries) => {
      const keys = entries.map(([folder, file]) => `bars/interval=1m/${folder}/${file}`);
      const contents = keys.map((key) => `<Contents><Key>${encoded(key)}</Key></Contents>`).join('');
      const xml = `<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`;
      const listing = RemoteListing.ofBucket(answering(200, xml), '', 60_000);
      const folders = await listing.entries('bars/interval=1m');
      expect(folders.ok && folders.value.map((entry) => entry.name).sort()).toEqual(
        [...new Set(entries.map(([folder]) => folder))].sort(),
      );
      for (const [folder] of entries) {
        const files = await listing.entries(`bars/interval=1m/${folder}`);
        const wanted = entries
          .filter(([of]) => of === folder)
          .map(([, file]) => ({ name: file, isFolder: false }));
        expect(files.ok && files.value).toEqual(wanted);
      }
    }),
  );
});

test('no answer, however broken, is an error of ours: a listing, or a failure with a sentence', async () => {
  const parts = fc.constantFrom(
    '<ListBucketResult>',
    '</ListBucketResult>',
    '<Contents><Key>',
    '</Key></Contents>',
    '<IsTruncated>true</IsTruncated>',
    '<NextContinuationToken>&#x110000;',
    '%E0%A4',
    '&amp;',
    '{"version":1,"folders":{"a":["b"]}}',
    '<EncodingType>url</EncodingType>',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.oneof(parts, fc.string())).map((all) => all.join('')),
  );
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom(200, 206, 404, 500), async (body, status) => {
      for (const listing of [
        RemoteListing.ofBucket(answering(status, body), '', 0),
        RemoteListing.ofIndex(answering(status, body), 0),
      ]) {
        const entries = await listing.entries('bars/interval=1m');
        if (!entries.ok) expect(entries.failure.message).not.toBe('');
      }
    }),
    { numRuns: propertyRuns(500) },
  );
});

test.each([
  ['a key that is no UTF-8', '<EncodingType>url</EncodingType><Contents><Key>%E0%A4</Key></Contents>'],
  ['a mark beyond Unicode', '<Contents><Key>bars/interval=1m/&#x110000;</Key></Contents>'],
])('%s is no listing', async (_what, contents) => {
  const xml = `<ListBucketResult>${contents}</ListBucketResult>`;
  const entries = await RemoteListing.ofBucket(answering(200, xml), '', 0).entries('bars/interval=1m');
  expect(entries).toMatchObject({ ok: false, failure: { code: 'unreachable' } });
});
