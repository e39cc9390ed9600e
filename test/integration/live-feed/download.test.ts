import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { createParquetBarStore } from '../../../core/data-manager/parquet-bar-store.ts';
import { openDownloadLedger } from '../../../electron/host/store/download-ledger.ts';
import { createNodeFiles } from '../../../electron/host/store/node-files.ts';
import { runCommandLine } from '../../../electron/cli/main.ts';
import { at, calendar } from '../../helpers/bar-builder.ts';
import { commandLine, type CommandLine, type Said } from '../../helpers/command-line.ts';
import { simulatedVendor, type SimulatedVendor } from '../../helpers/simulated-vendor.ts';

/** `tapedeck download alpaca` against the simulator's history: what arrives in the store is the simulator's truth. */

let line: CommandLine;
let market: SimulatedVendor | undefined;

beforeEach(() => {
  line = commandLine();
});
afterEach(async () => {
  await market?.[Symbol.asyncDispose]();
  market = undefined;
  line[Symbol.dispose]();
});

async function vendor(
  faults: readonly object[] = [],
  options: Parameters<typeof simulatedVendor>[2] = {},
): Promise<SimulatedVendor> {
  await market?.[Symbol.asyncDispose]();
  market = await simulatedVendor('2025-12-31 18:00', faults, options);
  return market;
}

interface Options {
  readonly env?: Record<string, string>;
  readonly signal?: AbortSignal;
  readonly onStderr?: (text: string) => void;
}

async function download(words: string, { env, signal, onStderr }: Options = {}): Promise<Said> {
  let [stdout, stderr] = ['', ''];
  const { key, secret, rest } = market?.simulator ?? { key: 'k', secret: 's', rest: 'http://127.0.0.1:1' };
  const code = await runCommandLine(['download', 'alpaca', ...words.split(' ').filter(Boolean)], {
    stdout: (text) => (stdout += text),
    stderr(text) {
      stderr += text;
      onStderr?.(text);
    },
    isTty: false,
    env: {
      TAPEDECK_DATA: path.join(line.cwd, 'data'),
      APCA_API_KEY_ID: key,
      APCA_API_SECRET_KEY: secret,
      APCA_API_DATA_URL: rest,
      ...env,
    },
    cwd: line.cwd,
    signal: signal ?? new AbortController().signal,
  });
  return { code, stdout, stderr };
}

const store = () =>
  createParquetBarStore({ files: createNodeFiles(), calendar, location: path.join(line.cwd, 'data') });

async function stored(symbol: string, from: string, to: string) {
  const read = await store().getBars(asTicker(symbol), '1m', { from: at(from), to: at(to) });
  if (!read.ok) throw new Error(read.failure.message);
  return read.value.bars;
}

async function expectTruth(symbol: string, from: string, to: string): Promise<void> {
  const truth = await market!.simulator.tape.bars(asTicker(symbol), '1m', { from: at(from), to: at(to) });
  if (!truth.ok) throw new Error(truth.failure.message);
  const bars = await stored(symbol, from, to);
  const rows = (columns: typeof bars) =>
    Array.from({ length: columns.length }, (_, row) =>
      [columns.openMs, columns.open, columns.high, columns.low, columns.close, columns.volume].map(
        (c) => c[row],
      ),
    );
  expect(bars.length).toBeGreaterThan(300);
  expect(rows(bars)).toEqual(rows(truth.value));
}

const document = ({ stdout }: Said) =>
  JSON.parse(stdout) as {
    symbols: { symbol: string; bars: number; written: number; months: number; skipped: number }[];
    requests: number;
    retries: number;
    failure: { message: string } | null;
  };

describe('tapedeck download alpaca', () => {
  it('fills the store with the history, page after page, and says where it comes from', async () => {
    await vendor();
    const said = await download('AAPL ko --from 2025-10-30 --to 2025-11-07 --json');
    expect([said.code, document(said).failure]).toEqual([0, null]);
    const first = document(said).symbols[0];
    expect(first).toMatchObject({ symbol: 'AAPL', months: 2, skipped: 0, bars: first?.written ?? 0 });
    await expectTruth('AAPL', '2025-10-30 00:00', '2025-11-08 00:00');
    await expectTruth('KO', '2025-10-30 00:00', '2025-11-08 00:00');
    const there = await store().availability(asTicker('KO'));
    expect(there.ok && there.value?.intervals[0]?.sources).toEqual(['alpaca-sip']);
  });

  it('fetches days, adjusted and of another feed, and names both', async () => {
    await vendor();
    const said = await download(
      'AAPL --from 2025-11-03 --to 2025-11-28 --interval 1d --feed iex --adjustment all',
    );
    expect(said.stdout).toContain('AAPL 1d: 19 bars of 1 month: 19 written');
    const there = await store().availability(asTicker('AAPL'));
    expect(there.ok && there.value?.intervals[0]).toMatchObject({
      interval: '1d',
      bars: 19,
      sources: ['alpaca-iex-all'],
      missingDays: [],
    });
  });

  it('continues after a failure, and says why it waits', async () => {
    await vendor([{ kind: 'rest_500', times: 1 }]);
    const said = await download('KO --from 2025-11-03 --to 2025-11-04 --json');
    expect([said.code, document(said).retries]).toEqual([0, 1]);
    expect(said.stderr).toContain('Alpaca failed (HTTP 500): internal server error occurred Again in');
    await expectTruth('KO', '2025-11-03 00:00', '2025-11-05 00:00');
  });

  it('resumes where it was interrupted, without fetching again or showing a part of a month', async () => {
    await vendor([{ kind: 'slow_pages', delay_seconds: 0.05 }]);
    const interrupt = new AbortController();
    const requests = () => market!.simulator.history.requests;
    const watch = setInterval(() => {
      if (requests() >= 2) interrupt.abort();
    }, 1);
    const cut = await download('AAPL KO --from 2025-11-24 --to 2025-12-05 --json', {
      signal: interrupt.signal,
    });
    clearInterval(watch);
    expect([cut.code, document(cut).failure?.message]).toEqual([130, 'Interrupted.']);
    const monthsDone = document(cut).symbols.reduce((sum, { months }) => sum + months, 0);
    expect(monthsDone).toBeGreaterThan(0);
    const filled = await store().availability(asTicker('AAPL'));
    expect(filled.ok && filled.value?.intervals[0]?.missingDays).toEqual([]);
    const before = requests();
    const said = await download('AAPL KO --from 2025-11-24 --to 2025-12-05 --json');
    const again = document(said);
    expect(said.code).toBe(0);
    expect(again.symbols.reduce((sum, { skipped }) => sum + skipped, 0)).toBe(monthsDone);
    expect(requests() - before).toBe(again.requests);
    for (const symbol of ['AAPL', 'KO']) await expectTruth(symbol, '2025-11-24 00:00', '2025-12-06 00:00');
    const third = document(await download('AAPL KO --from 2025-11-24 --to 2025-12-05 --json'));
    expect(third.requests).toBe(0);
  });

  it('fetches again months that were deleted since, and those requested with --again', async () => {
    await vendor();
    await download('KO --from 2025-11-03 --to 2025-11-05');
    rmSync(path.join(line.cwd, 'data', 'bars'), { recursive: true });
    expect(document(await download('KO --from 2025-11-03 --to 2025-11-05 --json')).symbols[0]?.months).toBe(
      1,
    );
    const told = document(await download('KO --from 2025-11-03 --to 2025-11-05 --again --json'));
    expect(told.symbols[0]).toMatchObject({ months: 1, skipped: 0, written: 0 });
  });

  it('never shows the key', async () => {
    const { simulator } = await vendor([], { key: 'PKVISIBLE', secret: 'sesame-open' });
    const words = 'KO --from 2025-11-03 --to 2025-11-04';
    const runs = [
      await download(words),
      await download(`${words} --json --again`),
      await download(words, { env: { APCA_API_SECRET_KEY: 'sesame-shut' } }),
      await download(words, { env: { APCA_API_DATA_URL: 'http://example.com' } }),
      await download('KO --from monday'),
    ];
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 2, 2]);
    const refused = await download(`${words} --again`, { env: { APCA_API_SECRET_KEY: 'sesame-shut' } });
    expect([refused.code, refused.stderr]).toEqual([
      1,
      'Alpaca refused: forbidden. (HTTP 403).\nCheck the key and its secret, and whether the plan has this feed.\n',
    ]);
    const all = [...runs, refused].map(({ stdout, stderr }) => stdout + stderr).join('');
    const ledger = readFileSync(path.join(line.cwd, 'data', 'downloads.jsonl'), 'utf8');
    for (const word of [simulator.key, 'sesame']) expect(all + ledger).not.toContain(word);
  });

  it.each([
    ['', 'download alpaca takes the symbols'],
    ['KO', '--from is missing'],
    ['KO --from 2025-11-03 --to 2025-11-02', '--to 2025-11-02 is before --from 2025-11-03.'],
    ['KO --from 2025-11-03 --interval 5m', '--interval 5m: expected 1m, 1d or 1m,1d.'],
    ['KO --from 2025-11-03 --feed moon', '--feed moon: expected iex or sip.'],
    ['KO --from 2025-11-03 --adjustment most', '--adjustment most: expected raw, split, dividend, all.'],
    ['A?/../B --from 2025-11-03', 'is no symbol'],
  ])('“%s” is a wrong call', async (words, message) => {
    const said = await download(words);
    expect([said.code, said.stdout]).toEqual([2, '']);
    expect(said.stderr).toContain(message);
  });

  it('without a key says which variables to set', async () => {
    const said = await download('KO --from 2025-11-03', { env: { APCA_API_KEY_ID: '' } });
    expect([said.code, said.stderr]).toEqual([
      2,
      expect.stringContaining('APCA_API_KEY_ID is not set.') as unknown as string,
    ]);
  });

  it('writes nothing where it may not, and asks for nothing first', async () => {
    await vendor();
    writeFileSync(path.join(line.cwd, 'data'), 'a file where the folder should be');
    const said = await download('KO --from 2025-11-03 --to 2025-11-04');
    expect([said.code, market!.simulator.history.requests]).toEqual([1, 0]);
    expect(said.stderr).toContain('cannot be written');
    const remote = openDownloadLedger('https://bars.example.com/store');
    expect(remote.ok ? '' : remote.failure.message).toContain('a store at an address is only read');
  });
});
