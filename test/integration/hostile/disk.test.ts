import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createRandom } from '../../../core/data-manager/sample/random.ts';
import { commandLine, type Said } from '../../helpers/command-line.ts';
import { writeConfig } from '../../helpers/config-file.ts';
import { FailingDisk, type Fault } from '../../helpers/failing-disk.ts';
import { openWindow } from '../../helpers/screenless-window.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

const disk = vi.hoisted(() => ({ current: undefined as FailingDisk | undefined }));
vi.mock('node:fs', async (original) => {
  const { FailingDisk: Disk } = await import('../../helpers/failing-disk.ts');
  disk.current ??= new Disk();
  return disk.current.sync(await original());
});
vi.mock('node:fs/promises', async (original) => {
  const { FailingDisk: Disk } = await import('../../helpers/failing-disk.ts');
  disk.current ??= new Disk();
  return disk.current.promises(await original());
});
const theDisk = (): FailingDisk => disk.current ?? new FailingDisk();

/** Every write of all there are, one after another, or a sample of them. */
const RUNS = propertyRuns(9);
const CODES = ['ENOSPC', 'EROFS', 'EIO'] as const;

/** Faults at each of `writes` writes, as many as asked for. */
function faultsIn(writes: number, what: string): readonly Fault[] {
  const all = CODES.flatMap((code) =>
    Array.from({ length: writes }, (_, index) => ({ code, at: index + 1 })),
  );
  if (all.length <= RUNS) return all;
  const random = createRandom(what);
  const keyed = all.map((fault) => ({ fault, key: random.uniform() })).sort((a, b) => a.key - b.key);
  return keyed.slice(0, RUNS).map(({ fault }) => fault);
}

const line = commandLine();
const at = (...names: string[]): string => path.join(line.cwd, ...names);
const DAY = ['--at', '10:00 add AAPL', '--at', '13:00 remove RIVN', '--export-at', '12:00'];
const GET = 'data get NEWX --interval 1m --from 2024-01-01 --to 2024-12-31'.split(' ');

function csv(price: number): string {
  const rows = ['symbol,timestamp,open,high,low,close,volume'];
  for (const month of ['01', '02', '03'])
    for (let minute = 30; minute < 50; minute++)
      rows.push(`NEWX,2024-${month}-05T15:${minute}:00Z,${price},${price},${price},${price},100`);
  return `${rows.join('\n')}\n`;
}

beforeAll(async () => {
  expect((await line.tapedeck('sample')).code).toBe(0);
  writeConfig(line.cwd, 'day.json', ['RIVN', 'KO'], {
    backtest_config: { start_date: '2025-11-03', end_date: '2025-11-03' },
  });
  writeFileSync(at('old.csv'), csv(10));
  writeFileSync(at('fresh.csv'), csv(50));
});
afterEach(() => theDisk().begin(''));
afterAll(() => line[Symbol.dispose]());

const REASONS: Readonly<Record<Fault['code'], RegExp>> = {
  ENOSPC: /disk is full|ENOSPC/,
  EROFS: /read-only|EROFS/,
  EIO: /EIO/,
};

/** Reported in a sentence with the reason, exit 1. */
function expectTold({ code, stderr }: Said, fault: Fault): void {
  expect(code).toBe(1);
  expect(stderr).toMatch(REASONS[fault.code]);
  expect(stderr).not.toMatch(/^\s+at /m);
}

const everyFile = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => path.join(folder, name))
        .filter((file) => statSync(file).isFile())
    : [];

/** A document is whole or not there, a log ends within its last line at most. */
function expectNothingHalf(folder: string): void {
  for (const file of everyFile(folder)) {
    const text = readFileSync(file, 'utf8');
    if (file.endsWith('.json')) expect(() => JSON.parse(text) as unknown, file).not.toThrow();
    if (file.endsWith('.jsonl'))
      for (const row of text.split('\n').slice(0, -1))
        expect(() => JSON.parse(row) as unknown, file).not.toThrow();
  }
}

describe('a disk that fails at any write', () => {
  it('of a run: it ends with the reason, nothing is half there, and it is picked up, or begun again, to the same log', async () => {
    const log = (folder: string): string => readFileSync(path.join(folder, 'events.jsonl'), 'utf8');
    const run = (out: string): Promise<Said> => line.tapedeck('run', 'day.json', ...DAY, '--out', out);
    theDisk().begin(at('whole'));
    expect((await run('whole')).code).toBe(0);
    for (const fault of faultsIn(theDisk().count, 'run')) {
      const folder = at('cut');
      theDisk().begin(folder, fault);
      const said = await run('cut');
      const { hasFailed } = theDisk();
      theDisk().begin('');
      const place = `${fault.code} at ${fault.at}: ${said.stderr}`;
      expectNothingHalf(folder);
      if (hasFailed && said.code !== 0) {
        expectTold(said, fault);
        const resumed = await line.tapedeck('resume', 'cut', '--out', 'again');
        const again = resumed.code === 0 ? resumed : await run('again');
        expect(again.code, `${place}${resumed.stderr}`).toBe(0);
        expect(log(at('again')), place).toBe(log(at('whole')));
      } else {
        // The failure was harmless: a table beside the run, and it was reported.
        expect(log(folder), place).toBe(log(at('whole')));
        expect(!hasFailed || said.stderr.includes('warning') || fault.code === 'EIO', place).toBe(true);
      }
      for (const name of ['cut', 'again']) rmSync(at(name), { recursive: true, force: true });
    }
  }, 3_600_000);

  it('of an import: each month is the old or the new one, and the import done again is whole', async () => {
    const into = (store: string, ...words: string[]): Promise<Said> =>
      line.tapedeck(...words, '--data', at(store));
    expect((await into('old', 'import', 'old.csv', '--stamp', 'open', '--yes')).code).toBe(0);
    const old = (await into('old', ...GET)).stdout.trim().split('\n');
    cpSync(at('old'), at('new'), { recursive: true });
    theDisk().begin(at('new'));
    expect((await into('new', 'import', 'fresh.csv', '--stamp', 'open', '--yes')).code).toBe(0);
    const writes = theDisk().count;
    const fresh = (await into('new', ...GET)).stdout.trim().split('\n');
    for (const fault of faultsIn(writes, 'import')) {
      cpSync(at('old'), at('torn'), { recursive: true });
      theDisk().begin(at('torn'), fault);
      const said = await into('torn', 'import', 'fresh.csv', '--stamp', 'open', '--yes');
      const { hasFailed } = theDisk();
      theDisk().begin('');
      if (hasFailed && said.code !== 0) expectTold(said, fault);
      const rows = (await into('torn', ...GET)).stdout.trim().split('\n');
      expect(rows).toHaveLength(old.length);
      for (const month of ['2024-01', '2024-02', '2024-03']) {
        const of = (all: readonly string[]): string[] => all.filter((row) => row.startsWith(month));
        expect([of(old), of(fresh)]).toContainEqual(of(rows));
      }
      expect((await into('torn', 'import', 'fresh.csv', '--stamp', 'open', '--yes')).code).toBe(0);
      expect((await into('torn', ...GET)).stdout.trim().split('\n')).toEqual(fresh);
      expect(everyFile(at('torn')).filter((file) => /\.(tmp|lock)$/.test(file))).toEqual([]);
      rmSync(at('torn'), { recursive: true, force: true });
    }
  }, 3_600_000);

  it('of bars that are written into a file: the existing file stays, and the reason is reported', async () => {
    const get = 'data get RIVN --interval 1m --from 2025-11-03 --to 2025-11-03 --out bars.csv'.split(' ');
    writeFileSync(at('bars.csv'), 'before');
    theDisk().begin(at('bars.csv'));
    expect((await line.tapedeck(...get)).code).toBe(0);
    const whole = readFileSync(at('bars.csv'), 'utf8');
    for (const fault of faultsIn(theDisk().count, 'export')) {
      writeFileSync(at('bars.csv'), 'before');
      theDisk().begin(at('bars.csv'), fault);
      expectTold(await line.tapedeck(...get), fault);
      theDisk().begin('');
      expect(readFileSync(at('bars.csv'), 'utf8')).toBe('before');
      expect((await line.tapedeck(...get)).code).toBe(0);
      expect(readFileSync(at('bars.csv'), 'utf8')).toBe(whole);
      expect(existsSync(at('bars.csv.part'))).toBe(false);
    }
  }, 3_600_000);

  it('of a window’s session: it continues and says that nothing is recorded, or is refused; the next one is complete', async () => {
    const user = at('window');
    const open = () =>
      openWindow({ dataDir: at('data'), userDir: user, configDirs: [line.cwd], configId: 'none' });
    const session = async (): Promise<{ readonly opened: boolean; readonly unrecorded: boolean }> => {
      const window = open();
      const opened = await window.ask('open_session', { config_id: 'day', play: true });
      const isOpen = opened.kind === 'response' && opened.ok;
      let unrecorded = false;
      if (isOpen) {
        await window.ask('add_symbol', { symbol: 'AAPL' });
        await window.until(({ state }) => state === 'completed');
        const hasReport = async (): Promise<boolean> => {
          const report = await window.ask('report', {});
          return report.kind === 'response' && report.ok && report.value !== null;
        };
        while (!(await hasReport())) await new Promise(setImmediate);
        const { hasFailed, fault } = theDisk();
        const isExternalReport = hasFailed && fault?.code === 'ENOSPC';
        unrecorded =
          (await window.until((now) => !isExternalReport || now.unrecorded !== null)).unrecorded !== null;
      } else expect(JSON.stringify(opened)).toMatch(/cannot be|disk is full|read-only|EIO/);
      await window.service.close();
      return { opened: isOpen, unrecorded };
    };
    theDisk().begin(user);
    expect(await session()).toEqual({ opened: true, unrecorded: false });
    for (const fault of faultsIn(theDisk().count, 'window')) {
      rmSync(user, { recursive: true, force: true });
      theDisk().begin(user, fault);
      await session();
      theDisk().begin('');
      expectNothingHalf(user);
      expect(await session()).toEqual({ opened: true, unrecorded: false });
    }
  }, 3_600_000);
});
