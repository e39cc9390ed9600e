import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asEpochMs, asTicker, type EpochMs } from '../../../core/base/epoch-ms.ts';
import { createParquetBarStore } from '../../../core/data-manager/parquet-bar-store.ts';
import { periodsOf } from '../../../core/live-feed/binance/download.ts';
import { openMsOf } from '../../../core/live-feed/binance/protocol.ts';
import type { ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import { calendarFor } from '../../../core/time-manager/calendars.ts';
import { createNodeFiles } from '../../../electron/host/store/node-files.ts';
import { BinanceSimulator } from '../../../electron/simulator/binance/binance-simulator.ts';
import { coinTape } from '../../../electron/simulator/binance/coin-tape.ts';
import type { Fault, FaultKind } from '../../../electron/simulator/fault-plan.ts';
import { runningTime } from '../../../electron/simulator/market-time.ts';
import { runCommandLine } from '../../../electron/cli/main.ts';
import { commandLine, type CommandLine } from '../../helpers/command-line.ts';

/** `tapedeck download binance` against the simulated exchange: the store must hold the exchange's truth. */

const calendar = (() => {
  const found = calendarFor('CRYPTO');
  if (!found.ok) throw new Error(found.failure.message);
  return found.value;
})();
const tape = coinTape('download', calendar);
let here: CommandLine;
let simulator: BinanceSimulator;

beforeEach(async () => {
  here = commandLine();
  const opened = await BinanceSimulator.open({
    tape,
    calendar,
    time: runningTime(asEpochMs(Date.now()), 1),
    port: 0,
  });
  if (!opened.ok) throw new Error(opened.failure.message);
  simulator = opened.value;
});
afterEach(async () => {
  await simulator.close();
  here[Symbol.dispose]();
});

const fault = (kind: FaultKind, left: number, retryAfter?: number): Fault => ({
  kind,
  from: asEpochMs(0),
  to: asEpochMs(Number.MAX_SAFE_INTEGER),
  symbols: undefined,
  delaySeconds: undefined,
  retryAfter,
  left,
});

async function download(...words: string[]) {
  let [stdout, stderr] = ['', ''];
  const code = await runCommandLine(['download', 'binance', ...words], {
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
    isTty: false,
    env: {
      TAPEDECK_USER_DIR: path.join(here.cwd, 'user'),
      TAPEDECK_DATA: path.join(here.cwd, 'data'),
      TAPEDECK_BINANCE_REST: simulator.rest,
      TAPEDECK_BINANCE_ARCHIVE: simulator.rest,
    },
    cwd: here.cwd,
    signal: new AbortController().signal,
  });
  return { code, stdout, stderr };
}

const at = (day: string): EpochMs => calendar.instantOf(day as never, '00:00') as EpochMs;

/** Bars of a store and of the market over the same days. */
async function bothOf(symbol: string, market: string, from: string, to: string) {
  const store = createParquetBarStore({
    files: createNodeFiles(),
    calendar,
    location: path.join(here.cwd, 'data'),
  });
  const range = { from: at(from), to: at(to) };
  const [stored, truth] = await Promise.all([
    store.getBars(asTicker(symbol), '1m', range),
    tape.bars(asTicker(market), '1m', range),
  ]);
  if (!stored.ok || !truth.ok) throw new Error('no bars');
  return { stored: stored.value.bars, truth: truth.value };
}

function expectSame(stored: ReadonlyBarColumns, truth: ReadonlyBarColumns): void {
  expect(stored.length).toBe(truth.length);
  for (const name of ['openMs', 'open', 'high', 'low', 'close', 'volume'] as const)
    for (let index = 0; index < truth.length; index++) {
      const [own, wanted] = [stored[name][index] ?? Number.NaN, truth[name][index] ?? Number.NaN];
      if (Math.abs(own - wanted) > 1e-8) expect(own, `${name} ${index}`).toBe(wanted);
    }
}

describe('tapedeck download binance', () => {
  it('fills a month from its archive and days from theirs, bar for bar, in milliseconds and microseconds', async () => {
    const { code } = await download('BTC/USDT', '--from', '2024-12-01', '--to', '2025-01-02');
    expect(code).toBe(0);
    const { stored, truth } = await bothOf('BTC/USDT', 'BTCUSDT', '2024-12-01', '2025-01-03');
    expect(truth.length).toBeGreaterThan(20_000);
    expectSame(stored, truth);
    // One file and one checksum for the month and for each of two days.
    expect(simulator.requests).toBe(6);
  });

  it('takes today page by page, without the minute that is still running, and again only what is new', async () => {
    const today = calendar.dayOf(asEpochMs(Date.now()));
    const first = await download('ETH/USDT', '--from', today, '--json');
    expect(first.code).toBe(0);
    const store = createParquetBarStore({
      files: createNodeFiles(),
      calendar,
      location: path.join(here.cwd, 'data'),
    });
    const read = await store.getBars(asTicker('ETH/USDT'), '1m', {
      from: at(today),
      to: asEpochMs(Date.now()),
    });
    if (!read.ok) throw new Error(read.failure.message);
    const last = read.value.bars.openMs[read.value.bars.length - 1] ?? at(today);
    expect(last + 60_000).toBeLessThanOrEqual(Date.now());
    const again = await download('BTC/USDT', '--from', '2025-03-01', '--to', '2025-03-02');
    expect(again.code).toBe(0);
    const before = simulator.requests;
    expect((await download('BTC/USDT', '--from', '2025-03-01', '--to', '2025-03-02')).code).toBe(0);
    expect(simulator.requests).toBe(before);
  });

  it('falls back to pages where an archive is damaged at the source, and says so', async () => {
    simulator.addFault(fault('archive_corrupt', 2));
    const { code, stderr } = await download('BTC/USDT', '--from', '2025-03-01', '--to', '2025-03-01');
    expect(code).toBe(0);
    expect(stderr).toContain('does not match its checksum');
    expect(stderr).toContain('damaged at the source');
    const { stored, truth } = await bothOf('BTC/USDT', 'BTCUSDT', '2025-03-01', '2025-03-02');
    expectSame(stored, truth);
  });

  it.each(['rest_429', 'rest_500', 'rest_drop'] as const)('loses nothing to %s', async (kind) => {
    simulator.addFault(fault(kind, 2, 0));
    const today = calendar.dayOf(asEpochMs(Date.now()));
    const { code } = await download('BTC/USDT', '--from', '2025-03-01', '--to', '2025-03-01');
    expect(code).toBe(0);
    expect((await download('ETH/USDT', '--from', today)).code).toBe(0);
    const { stored, truth } = await bothOf('BTC/USDT', 'BTCUSDT', '2025-03-01', '2025-03-02');
    expectSame(stored, truth);
  });

  it.each([
    ['rest_451', 'does not serve this place', 1],
    ['rest_418', 'asks to wait 60 minutes', 1],
  ] as const)('says %s in words and keeps what was there', async (kind, sentence, exit) => {
    await download('BTC/USDT', '--from', '2025-03-01', '--to', '2025-03-01');
    simulator.addFault(fault(kind, 100, 3_600));
    const today = calendar.dayOf(asEpochMs(Date.now()));
    const { code, stderr } = await download('BTC/USDT', '--from', today);
    expect(stderr).toContain(sentence);
    expect(code).toBe(exit);
    const { stored, truth } = await bothOf('BTC/USDT', 'BTCUSDT', '2025-03-01', '2025-03-02');
    expectSame(stored, truth);
  });

  it('refuses what it cannot fetch with a sentence, and writes nothing', async () => {
    const today = calendar.dayOf(asEpochMs(Date.now()));
    for (const [words, sentence, exit] of [
      [['XYZ/USDT', '--from', today], 'no market XYZ/USDT', 3],
      [['BTC/USDT'], '--from is missing', 2],
      [['BTC/USDT', '--from', '2025-13-01'], 'expected a day', 2],
      [['BTC/USDT', '--from', '2025-03-02', '--to', '2025-03-01'], 'before --from', 2],
      [['BTC/USDT', '--from', today, '--interval', '7m'], 'expected one of', 2],
      [[], 'takes the symbols', 2],
    ] as const) {
      const { code, stderr } = await download(...words);
      expect(stderr).toContain(sentence);
      expect(code).toBe(exit);
    }
    expect(existsSync(path.join(here.cwd, 'data', 'bars'))).toBe(false);
  });

  it('gives bars that a session of coins plays over the weekend', async () => {
    await download('BTC/USDT', '--from', '2025-03-01', '--to', '2025-03-02');
    const config = {
      session_name: 'weekend',
      exchange_group: 'CRYPTO',
      asset_class: 'CRYPTO',
      mode: 'backtest',
      backtest_config: { start_date: '2025-03-01', end_date: '2025-03-02', speed_multiplier: 0 },
      session_data_config: { symbols: ['BTC/USDT'], streams: ['1m', '1h'] },
    };
    writeFileSync(path.join(here.cwd, 'weekend.json'), JSON.stringify(config));
    const ran = await here.tapedeck('run', 'weekend.json', '--out', 'run');
    expect([ran.code, ran.stderr]).toEqual([0, expect.anything()]);
    const summary = JSON.parse(readFileSync(path.join(here.cwd, 'run', 'summary.json'), 'utf8')) as {
      symbols: Record<string, { bars: Record<string, number> }>;
    };
    const { truth } = await bothOf('BTC/USDT', 'BTCUSDT', '2025-03-01', '2025-03-03');
    expect(summary.symbols['BTC/USDT']?.bars).toEqual({ '1m': truth.length, '1h': 48 });
  });
});

describe('the parts of a download', () => {
  it('are months that are over, and days otherwise', () => {
    const names = (from: string, to: string, today: string) =>
      periodsOf(from as never, to as never, today as never).map(
        ({ name, isOver }) => `${name}${isOver ? '' : '?'}`,
      );
    expect(names('2024-11-30', '2025-01-02', '2025-06-01')).toEqual([
      '2024-11-30',
      '2024-12',
      '2025-01-01',
      '2025-01-02',
    ]);
    expect(names('2025-06-01', '2025-06-30', '2025-06-02')).toEqual(['2025-06-01', '2025-06-02?']);
    expect(names('2025-02-01', '2025-02-28', '2025-02-28').at(-1)).toBe('2025-02-28?');
  });

  it('count time in milliseconds or microseconds, each row for itself', () => {
    expect(openMsOf(1_735_689_540_000)).toBe(1_735_689_540_000);
    expect(openMsOf(1_735_689_600_000_000)).toBe(1_735_689_600_000);
  });
});

const ccxt = spawnSync('python3', ['-c', 'import ccxt'], { encoding: 'utf8' }).status === 0;
if (!ccxt)
  console.log('skipped, ccxt against the simulated exchange: python3 has no ccxt (pip install ccxt)');

describe.skipIf(!ccxt)('ccxt', () => {
  it('reads markets and a day of klines by pages, bar for bar', async () => {
    const check = fileURLToPath(new URL('../../fixtures/ccxt-check.py', import.meta.url));
    const said = await promisify(execFile)('python3', [check, simulator.rest, '2025-03-01']);
    const { markets, rows } = JSON.parse(said.stdout) as { markets: string[]; rows: number[][] };
    expect(markets).toContain('BTC/USDT');
    const truth = await tape.bars(asTicker('BTCUSDT'), '1m', {
      from: at('2025-03-01'),
      to: at('2025-03-02'),
    });
    if (!truth.ok) throw new Error(truth.failure.message);
    expect(rows.map(([openMs]) => openMs)).toEqual([...truth.value.openMs.slice(0, truth.value.length)]);
    expect(rows.map((row) => row[4])).toEqual([...truth.value.close.slice(0, truth.value.length)]);
  });
});
