import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openWindow } from '../../helpers/screenless-window.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-empty-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a store that is empty because nothing can be written there: the window shows why, and works otherwise', async () => {
  writeFileSync(path.join(folder, 'taken'), 'a file where the folder of the store would be');
  const window = openWindow({
    dataDir: path.join(folder, 'taken', 'data'),
    userDir: path.join(folder, 'user'),
    configDirs: [path.resolve('session_configs')],
  });
  expect(await window.ask('catalog', {})).toMatchObject({
    ok: true,
    value: {
      symbols: [],
      first_start: false,
      store_failure: { message: expect.stringContaining(path.join(folder, 'taken')) as string },
      configs: expect.arrayContaining([expect.anything()]) as unknown[],
    },
  });
  await window.service.close();
});
