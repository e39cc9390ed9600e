import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createParquetBarStore } from '../../../../core/data-manager/parquet-bar-store.ts';
import type { RequestName } from '../../../../electron/contract/requests.ts';
import { ImportService } from '../../../../electron/host/imports/import-service.ts';
import { createNodeFiles } from '../../../../electron/host/store/node-files.ts';
import type { EngineClient } from '../../../../renderer/bridge/engine-client.ts';
import type { ImportFile } from '../../../../renderer/state/import-store.ts';
import { Imports, type PickedFile } from '../../../../renderer/state/imports.ts';
import { createNoticeStore } from '../../../../renderer/state/notice-store.ts';
import { calendar } from '../../../helpers/bar-builder.ts';

let userDir = '';
beforeEach(() => {
  userDir = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-imports-'));
});
afterEach(() => rmSync(userDir, { recursive: true, force: true }));

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** The window's imports against the real service, without a wire between them. */
function imports() {
  const location = path.join(userDir, 'data');
  const store = createParquetBarStore({ files: createNodeFiles(), calendar, location });
  const service = new ImportService({ store, calendar, userDir, logger: silent });
  const handlers = service.handlers as unknown as Record<RequestName, (params: unknown) => Promise<never>>;
  const asked: string[] = [];
  const client = {
    request: (name: RequestName, params: unknown) => {
      asked.push(name);
      return handlers[name](params);
    },
  } as unknown as EngineClient;
  const onWritten = vi.fn();
  return { asked, onWritten, list: new Imports({ client, notices: createNoticeStore(), onWritten }) };
}

function picked(name: string, text: string): PickedFile {
  const bytes = new TextEncoder().encode(text);
  return {
    name,
    size: bytes.length,
    slice: (from, to) => ({ arrayBuffer: () => Promise.resolve(bytes.slice(from, to).buffer) }),
  };
}

const rows = Array.from(
  { length: 30 },
  (_, index) => `2025-07-02 09:${30 + index}:00,5,5,5,5,${index === 0 ? 9_000 : 100}`,
);
const text = `time,open,high,low,close,volume\n${rows.join('\n')}\n`;

const file = (list: Imports, at = 0): ImportFile => list.store.getState().files[at] as ImportFile;
const reaches = (list: Imports, step: ImportFile['step'], at = 0): Promise<void> =>
  vi.waitFor(() => expect(file(list, at).step).toBe(step));

test('files are sent one after another, corrected separately, written on request', async () => {
  const { list, onWritten, asked } = imports();
  list.add([picked('ABC.csv', text), picked('export (3).csv', text)]);
  expect(list.store.getState()).toMatchObject({ open: true, shown: file(list).id });
  await reaches(list, 'ready', 0);
  await reaches(list, 'refused', 1);
  list.correct(file(list, 1).id, { symbol: 'DEF' });
  await reaches(list, 'ready', 1);
  expect(file(list, 1)).toMatchObject({ corrections: { symbol: 'DEF' }, problem: null });
  expect(asked).not.toContain('import_write');
  list.write();
  await reaches(list, 'written', 0);
  await reaches(list, 'written', 1);
  expect(file(list, 1).outcome?.series).toMatchObject([{ symbol: 'DEF', written: 30 }]);
  expect(onWritten).toHaveBeenCalledTimes(2);
});

test('only the last of several corrections counts', async () => {
  const { list } = imports();
  list.add([picked('ABC.csv', text)]);
  await reaches(list, 'ready');
  const { id } = file(list);
  for (const symbol of ['A', 'AB', 'ABD']) list.correct(id, { symbol });
  await reaches(list, 'ready');
  expect(file(list).preview?.symbol.value).toBe('ABD');
  list.correct(id, { symbol: undefined });
  await reaches(list, 'ready');
  expect(file(list)).toMatchObject({ corrections: {}, preview: { symbol: { value: 'ABC' } } });
});

test('a file that was taken off the list, or can no longer be read, ends there', async () => {
  const { list } = imports();
  list.add([picked('ABC.csv', text)]);
  list.stop(file(list).id);
  expect(file(list).step).toBe('stopped');
  list.remove(file(list).id);
  expect(list.store.getState()).toMatchObject({ files: [], shown: null });
  const gone = {
    ...picked('GONE.csv', text),
    slice: () => ({ arrayBuffer: () => Promise.reject(new Error()) }),
  };
  list.add([gone]);
  await reaches(list, 'refused');
  expect(file(list).problem?.message).toBe('GONE.csv can no longer be read.');
});
