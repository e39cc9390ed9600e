import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { asEpochMs } from '../../../core/base/epoch-ms.ts';
import { createParquetBarStore } from '../../../core/data-manager/parquet-bar-store.ts';
import { FeedSimulator } from '../../../electron/simulator/feed-simulator.ts';
import { runningTime } from '../../../electron/simulator/market-time.ts';
import { walkTape } from '../../../electron/simulator/market-tape.ts';
import { keysOver, offerKeys } from '../../../electron/host/thread/key-port.ts';
import { fileLogger, prepareLogFile } from '../../../electron/host/thread/log-file.ts';
import { createNodeFiles } from '../../../electron/host/store/node-files.ts';
import { KeyVault } from '../../../electron/main/key-vault.ts';
import { at, bars, calendar } from '../../helpers/bar-builder.ts';
import { openWindow } from '../../helpers/screenless-window.ts';
import { testSafeStorage } from '../../helpers/test-safe-storage.ts';

const KEY = { id: 'PKTESTKEYID0042', secret: 'a-secret-that-nobody-may-read' };
const NOW = at('2025-11-03 12:00');
const CONFIG = {
  session_name: 'live',
  mode: 'live',
  live_config: { feed: 'alpaca' },
  session_data_config: { symbols: ['AAPL'], streams: ['1m'] },
};

const home = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-kept-key-'));
let vendor: FeedSimulator;

/** Every file under a folder. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder)
    .map((name) => path.join(folder, name))
    .flatMap((place) => (statSync(place).isDirectory() ? filesIn(place) : [place]));

beforeAll(async () => {
  // The day of the test is one on which the exchange was open, whenever it runs.
  vi.spyOn(Date, 'now').mockReturnValue(NOW);
  const opened = await FeedSimulator.open({
    tape: walkTape('test', calendar),
    calendar,
    time: runningTime(asEpochMs(NOW), 1),
    port: 0,
    key: KEY.id,
    secret: KEY.secret,
  });
  if (!opened.ok) throw new Error(opened.failure.message);
  vendor = opened.value;
  vi.stubEnv('APCA_API_STREAM_URL', vendor.stream);
  vi.stubEnv('APCA_API_DATA_URL', vendor.rest);
  const location = path.join(home, 'data');
  const store = createParquetBarStore({ files: createNodeFiles(), calendar, location });
  const rivn = bars('RIVN').from('2025-07-02 09:30').minutes(1).build();
  await store.writeBars(rivn.symbol, '1m', rivn.bars, { source: 'test', adjusted: false });
  mkdirSync(path.join(home, 'session_configs'));
  writeFileSync(path.join(home, 'session_configs', 'live.json'), JSON.stringify(CONFIG));
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  vi.restoreAllMocks();
  await vendor.close();
  rmSync(home, { recursive: true, force: true });
});

it('a stored key opens a feed, and is in no file, log or message', async () => {
  const vault = new KeyVault({
    safeStorage: testSafeStorage(),
    file: path.join(home, 'keys', 'alpaca.bin'),
  });
  const port = offerKeys(() => vault.keys());
  const window = openWindow({
    dataDir: path.join(home, 'data'),
    userDir: home,
    configDirs: [path.join(home, 'session_configs')],
    configId: 'none',
    keptKeys: keysOver(port),
    logger: fileLogger(prepareLogFile(home), 'engine'),
  });
  expect(await window.ask('live_feeds', {})).toMatchObject({ value: { alpaca_keys: 'none' } });

  // A wrong one first: the feed's refusal is reported, without any part of the key.
  vault.store({ id: KEY.id, secret: 'another-secret-that-is-wrong' });
  const on = { feed: 'alpaca', source: 'iex' } as const;
  expect(await window.ask('open_live', { config_id: 'live', on })).toMatchObject({ ok: true });
  const refused = await window.until(({ state }) => state === 'failed');
  expect(refused.failure?.message).toContain('the key or its secret is wrong');

  vault.store(KEY);
  expect(await window.ask('live_feeds', {})).toMatchObject({ value: { alpaca_keys: 'kept' } });
  expect(await window.ask('open_live', { config_id: 'live', on })).toMatchObject({ ok: true });
  await window.until(({ state, feed }) => state === 'active' && feed?.state === 'streaming');
  await window.service.close();
  port.close();

  const secrets = [KEY.secret, KEY.id, 'another-secret-that-is-wrong'];
  const files = filesIn(home);
  expect(files.some((file) => file.includes('runs'))).toBe(true);
  expect(files.some((file) => file.endsWith('.log'))).toBe(true);
  for (const secret of secrets) {
    for (const file of files) expect(readFileSync(file).includes(secret), `${secret} in ${file}`).toBe(false);
    expect(JSON.stringify(window.heard)).not.toContain(secret);
  }
});
