import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EngineMessage } from '../../../electron/contract/message.ts';
import { createParquetBarStore } from '../../../core/data-manager/parquet-bar-store.ts';
import { replayFlight } from '../../../core/live-feed/flight-recorder.ts';
import { createNodeFiles } from '../../../electron/host/store/node-files.ts';
import { bars, calendar } from '../../helpers/bar-builder.ts';
import { openWindow, type ScreenlessWindow } from '../../helpers/screenless-window.ts';

const CONFIG = {
  session_name: 'live',
  mode: 'live',
  live_config: {},
  session_data_config: { symbols: ['AAPL'], streams: ['1m', '5m'] },
};
/** The last ten minutes of a day, in some seconds. */
const LATE = { feed: 'sim', day: '2025-11-03', at: '15:50', speed: 240 } as const;

let home: string;
let window: ScreenlessWindow;

beforeEach(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-live-window-'));
  mkdirSync(path.join(home, 'session_configs'));
  writeFileSync(path.join(home, 'session_configs', 'live.json'), JSON.stringify(CONFIG));
  const location = path.join(home, 'data');
  // A store that is not empty: the sample is not generated.
  const store = createParquetBarStore({ files: createNodeFiles(), calendar, location });
  const rivn = bars('RIVN').from('2025-07-02 09:30').minutes(1).build();
  await store.writeBars(rivn.symbol, '1m', rivn.bars, { source: 'test', adjusted: false });
  window = windowIn(home);
});
afterEach(async () => {
  await window.service.close();
  rmSync(home, { recursive: true, force: true });
});

const windowIn = (userDir: string): ScreenlessWindow =>
  openWindow({
    dataDir: path.join(home, 'data'),
    userDir,
    configDirs: [path.join(home, 'session_configs')],
    configId: 'none',
  });

const valueOf = (message: EngineMessage): unknown =>
  message.kind === 'response' && message.ok ? message.value : message;
const events = (run: string): string => readFileSync(path.join(home, 'runs', run, 'events.jsonl'), 'utf8');

it('is opened on the simulator, streams to the close, and is played again afterwards, step by step', async () => {
  expect(await window.ask('open_live', { config_id: 'live', on: LATE })).toMatchObject({ ok: true });
  const streaming = await window.until(
    ({ state, feed }) => state === 'active' && feed?.state === 'streaming',
  );
  expect(streaming).toMatchObject({
    mode: 'live',
    synthetic: true,
    feed: { name: 'Simulator', marketSpeed: 240, asked: 1, granted: 1 },
  });
  expect(await window.ask('validate_symbol', { symbol: 'KO' })).toMatchObject({
    value: { can_proceed: true },
  });
  expect(await window.ask('add_symbol', { symbol: 'KO' })).toMatchObject({ ok: true });
  for (const refused of [
    await window.ask('step', { count: 1 }),
    await window.ask('step_back', { count: 1 }),
    await window.ask('set_speed', { multiplier: 10 }),
    await window.ask('restart', {}),
  ]) {
    expect(refused).toMatchObject({ ok: false, failure: { code: 'not_allowed' } });
  }
  await window.until(({ state }) => state === 'completed');
  expect(valueOf(await window.ask('feed_truth', {}))).toMatchObject({
    symbols: [{ symbol: 'AAPL' }, { symbol: 'KO' }],
  });
  const [run = ''] = readdirSync(path.join(home, 'runs'));
  const lived = events(run);
  expect(lived).toContain('"symbol":"KO"');

  expect(await window.ask('open_run', { run_id: run })).toMatchObject({ ok: true });
  const again = await window.until(({ mode, state }) => mode === 'backtest' && state === 'paused');
  expect(again.feed).toBeNull();
  await window.ask('play', {});
  await window.until(({ state }) => state === 'completed');
});

it('says why it cannot go live, and leaves the session that is on', async () => {
  const closed = await window.ask('open_live', { config_id: 'live', on: { ...LATE, day: '2025-11-01' } });
  expect(closed).toMatchObject({ ok: false, failure: { code: 'not_in_session' } });
  const without = await window.ask('open_live', { config_id: 'live', on: { feed: 'alpaca', source: 'iex' } });
  expect(without).toMatchObject({
    ok: false,
    failure: { message: expect.stringContaining('Alpaca needs a key') },
  });
  expect(readdirSync(home)).not.toContain('runs');
});

it('resumes in its run folder after the program was killed, with its added symbols', async () => {
  expect(await window.ask('open_live', { config_id: 'live', on: { ...LATE, speed: 120 } })).toMatchObject({
    ok: true,
  });
  await window.until(({ state }) => state === 'active');
  expect(await window.ask('add_symbol', { symbol: 'KO' })).toMatchObject({ ok: true });
  const [run = ''] = readdirSync(path.join(home, 'runs'));
  // The result of a SIGKILL: a copy of the files at this moment.
  const after = path.join(home, 'after');
  while (!existsSync(path.join(home, 'runs', run, 'position.json'))) await sleep(10);
  cpSync(path.join(home, 'runs'), path.join(after, 'runs'), { recursive: true });
  const stoodAt = clockIn(path.join(after, 'runs', run));
  await window.service.close();

  window = windowIn(after);
  const catalog = valueOf(await window.ask('catalog', {}));
  expect(catalog).toMatchObject({ unfinished: { run_id: run, session_name: 'live' } });
  expect(await window.ask('settle_unfinished', { run_id: run, pick_up: true })).toMatchObject({ ok: true });
  await window.until(({ mode, clockMs }) => mode === 'live' && (clockMs ?? 0) >= stoodAt);
  await window.until(({ state }) => state === 'completed');
  expect(valueOf(await window.ask('feed_truth', {}))).toMatchObject({
    symbols: expect.arrayContaining([expect.objectContaining({ symbol: 'KO' })]),
  });
  const recording = valueOf(await window.ask('flight_recording', {})) as string;
  expect(replayFlight(recording)).toMatchObject({ ok: true, value: { differs: undefined } });
  expect(readdirSync(path.join(after, 'runs'))).toEqual([run]);
  while (!existsSync(path.join(after, 'runs', run, 'summary.json'))) await sleep(10);
  const summary = JSON.parse(readFileSync(path.join(after, 'runs', run, 'summary.json'), 'utf8')) as {
    symbols: Record<string, { bars: Record<string, number>; quality: number }>;
  };
  expect(summary.symbols['AAPL']?.bars).toEqual({ '1m': 390, '5m': 78 });
  expect(summary.symbols['KO']?.quality).toBe(100);
});

function clockIn(folder: string): number {
  return (JSON.parse(readFileSync(path.join(folder, 'position.json'), 'utf8')) as { clock_ms: number })
    .clock_ms;
}
