import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { footerLength } from '../../../core/data-manager/parquet/footer.ts';
import { sealFooter } from '../../../core/data-manager/parquet/month-metadata.ts';
import { openBarStore } from '../../../electron/host/store/open-bar-store.ts';
import { at, bars, calendar } from '../../helpers/bar-builder.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'newer-format-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The file as a later version of the store would write it: another number, and checksums that hold. */
function raiseVersion(file: string): void {
  const bytes = readFileSync(file);
  const key = bytes.lastIndexOf('importer_version');
  bytes[bytes.indexOf('1', key)] = '2'.charCodeAt(0);
  // The checksum is that of a footer with zeros in its place, two bytes after its name.
  bytes.write('00000000', bytes.lastIndexOf('footer_crc32') + 'footer_crc32'.length + 2);
  const length = footerLength(bytes.subarray(-8), bytes.length) ?? 0;
  sealFooter(bytes.subarray(bytes.length - length));
  writeFileSync(file, bytes);
}

it('a month that a newer version wrote is neither read nor replaced nor set aside', async () => {
  const store = () => openBarStore({ location: folder, calendar, env: {}, userDir: folder });
  const day = bars('RIVN').from('2025-07-02 09:30').minutes(390).build();
  const origin = { source: 'test', adjusted: false };
  const RIVN = asTicker('RIVN');
  const written = await store().writeBars(RIVN, '1m', day.bars, origin);
  if (!written.ok) throw new Error(written.failure.message);
  const file = path.join(
    folder,
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.parquet')) ??
      '',
  );
  raiseVersion(file);
  const before = readFileSync(file);

  const range = { from: at('2025-07-02 09:30'), to: at('2025-07-02 16:00') };
  const refusal = {
    ok: false,
    failure: { code: 'unsupported', message: expect.stringContaining('a newer Tapedeck wrote it') as string },
  };
  expect(await store().getBars(RIVN, '1m', range)).toMatchObject(refusal);
  expect(await store().writeBars(RIVN, '1m', day.bars, origin)).toMatchObject(refusal);
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(path.dirname(file)).filter((name) => name.includes('damaged'))).toEqual([]);
});
