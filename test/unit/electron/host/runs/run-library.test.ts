import { mkdirSync, readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRunFolder } from '../../../../../electron/host/runs/run-folder.ts';
import { readRunFolder } from '../../../../../electron/host/runs/stored-run.ts';
import { readRecent } from '../../../../../electron/host/service/read-recent.ts';
import { RunLibrary } from '../../../../../electron/host/runs/run-library.ts';
import { summarise } from '../../../../../core/session-coordinator/results/run-summary.ts';
import { bars, calendar } from '../../../../helpers/bar-builder.ts';
import { memoryStore } from '../../../../helpers/memory-store.ts';
import { add, playRun, remove, sessionConfig } from '../../../../helpers/session-harness.ts';

let runsDir = '';
beforeEach(() => {
  runsDir = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-runs-'));
});
afterEach(() => rmSync(runsDir, { recursive: true, force: true }));

const store = memoryStore(
  ...['AAPL', 'NVDA'].map((symbol) => bars(symbol).from('2025-07-02 09:30').minutes(60).build()),
);
const config = sessionConfig({ symbols: ['AAPL'] });

/** A run in a folder of that name, as the engine writes it; one that was cut short has no summary. */
async function write(id: string, isWhole: boolean, config_id?: string): Promise<void> {
  const planned = [add('2025-07-02 09:50', 'NVDA'), remove('2025-07-02 10:10', 'NVDA')];
  const { run, outcome, journal } = await playRun(store, config, { planned });
  const created = createRunFolder(path.join(runsDir, id), config, calendar, {
    planned,
    exports_at: [],
    ...(config_id === undefined ? {} : { config_id }),
  });
  if (!created.ok) throw new Error(created.failure.message);
  using folder = created.value;
  for (const event of run.log.events) folder.event(event);
  for (const entry of journal) folder.journal(entry);
  if (isWhole) folder.writeSummary(summarise(run, outcome, 0));
}

test('runs are listed newest first, with how they ended; what is no run is passed over', async () => {
  await write('20250702-100000-a', true);
  await write('20250702-110000-b', false);
  await write('20250702-120000-c', false);
  mkdirSync(path.join(runsDir, '20250703-notes'));
  writeFileSync(path.join(runsDir, 'readme.txt'), 'not a run');
  const runs = new RunLibrary(runsDir, () => path.join(runsDir, '20250702-120000-c'));
  expect(
    runs.list().map(({ run_id, outcome, commands, bars: count }) => [run_id, outcome, commands, count]),
  ).toEqual([
    ['20250702-120000-c', 'running', 2, null],
    ['20250702-110000-b', 'cut_short', 2, null],
    ['20250702-100000-a', 'completed', 2, 100],
  ]);
});

test('a run lists its commands, in words, and its results', async () => {
  await write('20250702-100000-a', true);
  const detail = new RunLibrary(runsDir, () => undefined).detail('20250702-100000-a');
  if (!detail.ok) throw new Error(detail.failure.message);
  expect(detail.value.commands.map(({ text }) => text)).toEqual(['NVDA added by user', 'NVDA removed']);
  expect(detail.value.report?.outcome).toBe('completed');
});

test('two runs of the same clicks are the same', async () => {
  await write('20250702-100000-a', true);
  await write('20250702-110000-b', true);
  const compared = new RunLibrary(runsDir, () => undefined).compare('20250702-100000-a', '20250702-110000-b');
  expect(compared).toMatchObject({
    ok: true,
    value: { config: [], commands: [], same_commands: 2, first_event: null },
  });
});

test('no name leads out of the folder of runs', async () => {
  await write('20250702-100000-a', true);
  const runs = new RunLibrary(path.join(runsDir, '20250702-100000-a'), () => undefined);
  for (const id of ['.', '..', '../20250702-100000-a', '20250702-100000-a/', '']) {
    expect(runs.detail(id)).toMatchObject({ ok: false, failure: { code: 'missing_file' } });
  }
});

test('what was run last: sessions once each, runs without the one that is on, folders of something else passed over', async () => {
  expect(readRecent(path.join(runsDir, 'none'), undefined)).toEqual({ sessions: [], runs: [] });
  await write('20250702-100000-a', true, 'older');
  await write('20250702-110000-b', true, 'mine');
  await write('20250702-120000-c', false);
  await write('20250702-130000-d', false, 'mine');
  mkdirSync(path.join(runsDir, '20250703-notes'));
  const { sessions, runs } = readRecent(runsDir, path.join(runsDir, '20250702-130000-d'));
  expect(sessions.map(({ config_id }) => config_id)).toEqual(['mine', 'older']);
  expect(runs.map(({ run_id }) => run_id)).toEqual([
    '20250702-120000-c',
    '20250702-110000-b',
    '20250702-100000-a',
  ]);
});

test('a folder is named to the host only when a run lies in it', async () => {
  await write('20250702-100000-a', true);
  const runs = new RunLibrary(runsDir, () => undefined);
  expect(runs.folderOf('20250702-100000-a')).toEqual({
    ok: true,
    value: path.join(runsDir, '20250702-100000-a'),
  });
  for (const id of ['..', '../20250702-100000-a', 'none', '20250702-100000-a/exports'])
    expect(runs.folderOf(id)).toMatchObject({ ok: false, failure: { code: 'missing_file' } });
});

test('a run of a newer program is refused in a sentence; one of before there were formats is read', async () => {
  await write('20250702-100000-a', true);
  const folder = path.join(runsDir, '20250702-100000-a');
  const plan = JSON.parse(readFileSync(path.join(folder, 'plan.json'), 'utf8')) as { format: number };
  const setFormat = (format: number | undefined): void =>
    writeFileSync(path.join(folder, 'plan.json'), JSON.stringify({ ...plan, format }));
  expect(plan.format).toBe(1);
  setFormat(undefined);
  expect(readRunFolder(folder)).toMatchObject({ ok: true, value: { ended: true } });
  setFormat(2);
  expect(readRunFolder(folder)).toMatchObject({
    ok: false,
    failure: { code: 'unsupported', message: expect.stringContaining('newer Tapedeck') as string },
  });
});
