import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { summarise } from '../../../core/session-coordinator/results/run-summary.ts';
import { createRunFolder } from '../../../electron/host/runs/run-folder.ts';
import { RunLibrary } from '../../../electron/host/runs/run-library.ts';
import { findUnfinished } from '../../../electron/host/runs/stored-run.ts';
import { readRecent } from '../../../electron/host/service/read-recent.ts';
import { takeIn } from '../../../electron/main/open/take-in.ts';
import { bars, calendar } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { add, playRun, sessionConfig } from '../../helpers/session-harness.ts';

/** Run folders of other programs: each is listed with its reason, and keeps no other one from the list. */

const store = memoryStore(
  ...['AAPL', 'NVDA'].map((symbol) => bars(symbol).from('2025-07-02 09:30').minutes(30).build()),
);
const config = sessionConfig({ symbols: ['AAPL'] });

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'hostile-runs-'));
  mkdirSync(path.join(root, 'runs'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function write(folder: string): Promise<string> {
  const planned = [add('2025-07-02 09:50', 'NVDA')];
  const { run, outcome, journal } = await playRun(store, config, { planned });
  const created = createRunFolder(folder, config, calendar, { planned, exports_at: [] });
  if (!created.ok) throw new Error(created.failure.message);
  using made = created.value;
  for (const event of run.log.events) made.event(event);
  for (const entry of journal) made.journal(entry);
  made.writeSummary(summarise(run, outcome, 0));
  return folder;
}

const DEEP = '['.repeat(60 * 1024 * 1024);
type Odd = (folder: string) => void;
const text =
  (name: string, content: string): Odd =>
  (folder) => {
    rmSync(path.join(folder, name), { force: true });
    writeFileSync(path.join(folder, name), content);
  };
const pipe =
  (name: string): Odd =>
  (folder) => {
    rmSync(path.join(folder, name), { force: true });
    execFileSync('mkfifo', [path.join(folder, name)]);
  };
const directory =
  (name: string): Odd =>
  (folder) => {
    rmSync(path.join(folder, name), { force: true });
    mkdirSync(path.join(folder, name));
  };

/** The change to a folder, and whether the list can still show the run. */
const ODD: readonly (readonly [string, Odd, 'unreadable' | 'shown'])[] = [
  ['a line of the journal that is a list', text('journal.jsonl', '[]\n'), 'unreadable'],
  ['a line of the journal that is null', text('journal.jsonl', 'null\n'), 'unreadable'],
  [
    'a command without a type',
    text('journal.jsonl', '{"seq":1,"clock":"2025-07-02T14:00:00Z","step":1,"command":{}}\n'),
    'unreadable',
  ],
  [
    'a command at no time',
    text('journal.jsonl', '{"seq":1,"clock":"never","step":1,"command":{"type":"add"}}\n'),
    'unreadable',
  ],
  ['a journal that is a pipe', pipe('journal.jsonl'), 'unreadable'],
  ['a journal that is a folder', directory('journal.jsonl'), 'unreadable'],
  ['a journal of brackets', text('journal.jsonl', `${'['.repeat(900_000)}\n`), 'unreadable'],
  ['a summary that is a list', text('summary.json', '[]'), 'unreadable'],
  ['a summary that is null', text('summary.json', 'null'), 'unreadable'],
  [
    'a summary with other types',
    text('summary.json', '{"days":5,"symbols":null,"timing":"x","results":1}'),
    'unreadable',
  ],
  ['a summary that is a pipe', pipe('summary.json'), 'unreadable'],
  ['a summary of brackets, 60 MB', text('summary.json', DEEP), 'unreadable'],
  ['a config that is a list', text('session.json', '[]'), 'unreadable'],
  ['a config that is a pipe', pipe('session.json'), 'unreadable'],
  ['a config of brackets, 60 MB', text('session.json', DEEP), 'unreadable'],
  ['a lock that is a folder', directory('run.lock'), 'shown'],
  ['a lock that is a pipe', pipe('run.lock'), 'shown'],
  ['a lock of brackets', text('run.lock', '['.repeat(500_000)), 'shown'],
  ['a plan of brackets, 60 MB', text('plan.json', DEEP), 'shown'],
  ['a plan that is a list', text('plan.json', '[]'), 'shown'],
  ['a plan that is a pipe', pipe('plan.json'), 'shown'],
  ['a position that is a list', text('position.json', '[]'), 'shown'],
  ['strategies that are a list', text('strategies.json', '[]'), 'shown'],
  ['strategies that are a pipe', pipe('strategies.json'), 'shown'],
  ['events that are a pipe', pipe('events.jsonl'), 'shown'],
];

describe('an odd folder under runs/', () => {
  it.each(ODD)('with %s is listed, and so are the others', { timeout: 60_000 }, async (_, spoil, shown) => {
    const runsDir = path.join(root, 'runs');
    await write(path.join(runsDir, 'good'));
    spoil(await write(path.join(runsDir, 'odd')));
    const runs = new RunLibrary(runsDir, () => undefined);
    const [odd, good, ...more] = runs.list();
    expect(more).toEqual([]);
    expect(good).toMatchObject({ run_id: 'good', outcome: 'completed', commands: 1, problem: null });
    expect(odd?.run_id).toBe('odd');
    if (shown === 'shown') expect(odd).toMatchObject({ outcome: 'completed', problem: null });
    else {
      expect(odd).toMatchObject({
        outcome: 'unreadable',
        problem: expect.stringMatching(/\w+ .*\w/) as string,
      });
    }
    // Each request gets an answer.
    expect(runs.detail('odd')).toHaveProperty('ok');
    expect(runs.stored('odd')).toHaveProperty('ok');
    expect(runs.compare('good', 'odd')).toHaveProperty('ok');
    expect(readRecent(runsDir, undefined)).toHaveProperty('runs');
    rmSync(path.join(runsDir, 'good', 'summary.json'));
    writeFileSync(path.join(runsDir, 'good', 'position.json'), '{"clock_ms":1,"step":1}');
    writeFileSync(path.join(runsDir, 'odd', 'position.json'), '{"clock_ms":1,"step":1}');
    rmSync(path.join(runsDir, 'odd', 'summary.json'), { force: true });
    expect(['good', 'odd']).toContain(findUnfinished(runsDir)?.id);
  });

  it('is not taken in when it cannot be read, and brings no link, pipe or lock along', async () => {
    const dropped = await write(path.join(root, 'dropped'));
    symlinkSync('/etc/passwd', path.join(dropped, 'link'));
    execFileSync('mkfifo', [path.join(dropped, 'pipe')]);
    writeFileSync(path.join(dropped, 'run.lock'), '{}');
    expect(takeIn(dropped, root)).toEqual({ ok: true, value: { kind: 'run', run_id: 'dropped' } });
    const taken = readdirSync(path.join(root, 'runs', 'dropped'));
    expect(taken).toContain('journal.jsonl');
    for (const name of ['link', 'pipe', 'run.lock']) expect(taken).not.toContain(name);
    for (const [index, [, spoil]] of ODD.entries()) {
      const name = `odd-${index}`;
      spoil(await write(path.join(root, name)));
      const taking = takeIn(path.join(root, name), root);
      expect(existsSync(path.join(root, 'runs', name))).toBe(taking.ok);
      if (!taking.ok) expect(taking.failure.message).toMatch(/\w/);
    }
  }, 120_000);
});
