import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../scripts/build.mjs';

/** Sweeps as a user starts them, in processes of their own: some of them are killed. */

const root = fileURLToPath(new URL('../../..', import.meta.url));
const cli = path.join(root, 'dist', 'cli', 'cli.cjs');
const NIGHT = process.env['TAPEDECK_RUNS'] === 'night';
let home = '';

beforeAll(async () => {
  await build({ names: ['cli', 'reading'], ifStale: true, quiet: true });
  home = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-sweep-'));
  copyFileSync(path.join(root, 'session_configs', 'sample-week.json'), path.join(home, 'week.json'));
  expect((await tapedeck('sample')).code).toBe(0);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(...words: string[]) {
  const env = {
    ...process.env,
    TAPEDECK_USER_DIR: path.join(home, 'user'),
    TAPEDECK_DATA: path.join(home, 'data'),
  };
  const child = spawn(process.execPath, [cli, ...words], {
    env,
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const ended = new Promise<Said>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { child, ended };
}

const tapedeck = (...words: string[]): Promise<Said> => start(...words).ended;
const read = (...parts: string[]): Buffer => readFileSync(path.join(home, ...parts));

const SMA = ['week.json', '--strategy', 'sma-cross', '--objective', 'profit', '--json'];
const MINUTES = ['week.json', '--strategy', 'sma-cross,interval=1m', '--objective', 'profit'];
const AXES = ['--param', 'fast=5..20:5', '--param', 'slow=20,50', '--where', 'fast<slow'];

interface Printed {
  readonly trials: number;
  readonly done: number;
  readonly failed: number;
  readonly cached: number;
  readonly best: {
    readonly id: string;
    readonly parameters: Record<string, number>;
    readonly objective: number;
  };
}

/** Rows of a sweep's `trials.csv`, by their columns' names. */
function rowsOf(folder: string): Record<string, string>[] {
  const [head = '', ...lines] = read(folder, 'trials.csv').toString().trim().split('\n');
  const names = head.split(',');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((cell, index) => [names[index] ?? '', cell])),
  );
}

describe('a sweep', () => {
  it('plays each set once, in parameter order, and keeps the best runs as `run` would have written them', async () => {
    const said = await tapedeck('sweep', ...SMA, ...AXES, '--keep', '2', '--out', 'first');
    expect(said.code).toBe(0);
    const printed = JSON.parse(said.stdout) as Printed;
    expect(printed).toMatchObject({ trials: 7, done: 7, failed: 0, cached: 0 });
    const rows = rowsOf('first');
    expect(rows.map((row) => `${row['param_fast']}/${row['param_slow']}`)).toEqual([
      '5/20',
      '5/50',
      '10/20',
      '10/50',
      '15/20',
      '15/50',
      '20/50',
    ]);
    const profits = rows.map((row) => Number(row['profit']));
    expect(printed.best.objective).toBe(Math.max(...profits));

    const { id, parameters } = printed.best;
    const strategy = `sma-cross,fast=${parameters['fast']},slow=${parameters['slow']}`;
    const ran = await tapedeck('run', 'week.json', '--speed', '0', '--strategy', strategy, '--out', 'plain');
    expect(ran.code).toBe(0);
    const report = JSON.parse(read('plain', 'report.json').toString()) as { performance: { profit: number } };
    expect(report.performance.profit).toBe(printed.best.objective);
    for (const table of ['signals', 'orders', 'fills', 'trades', 'equity'])
      for (const file of [`${table}.csv`, `${table}.parquet`])
        expect(read('first', 'runs', id, file).equals(read('plain', file)), file).toBe(true);
    expect(read('first', 'runs', id, 'events.jsonl').equals(read('plain', 'events.jsonl'))).toBe(true);
    expect((await tapedeck('replay', path.join('first', 'runs', id))).code).toBe(0);
  });

  it('finds its results again, and plays only the sets that are new', async () => {
    const again = await tapedeck('sweep', ...SMA, ...AXES, '--out', 'first');
    expect(JSON.parse(again.stdout)).toMatchObject({ trials: 7, done: 7, cached: 7 });
    const wider = await tapedeck(
      'sweep',
      ...SMA,
      '--param',
      'fast=5,10',
      '--param',
      'slow=20,50,60',
      '--out',
      'first',
    );
    expect(JSON.parse(wider.stdout)).toMatchObject({ trials: 6, done: 6, cached: 4 });
    expect(rowsOf('first').length).toBe(6);
    const [row] = rowsOf('first');
    const shown = await tapedeck('sweep', 'first', '--show', (row?.['id'] ?? '').slice(0, 16));
    expect(shown.code).toBe(0);
    expect(existsSync(path.join(shown.stdout.trim(), 'report.json'))).toBe(true);
  });

  it('gives the same table with one thread and with four', async () => {
    for (const [threads, out] of [
      ['1', 'one'],
      ['4', 'four'],
    ] as const)
      expect(
        (await tapedeck('sweep', ...SMA, ...AXES, '--workers', threads, '--keep', '0', '--out', out)).code,
      ).toBe(0);
    for (const file of ['trials.csv', 'trials.parquet', 'equity/daily.parquet'])
      expect(read('one', file).equals(read('four', file)), file).toBe(true);
  });
});

describe('a sweep that is killed', () => {
  it('counts each trial once when it is started again, and ends with the table of an undisturbed one', async () => {
    const [fast, kills] = NIGHT ? ['fast=1..40', 30] : ['fast=1..8', 3];
    const words = ['sweep', ...SMA, '--param', fast, '--param', 'slow=41..65', '--keep', '0'];
    expect((await tapedeck(...words, '--out', 'undisturbed')).code).toBe(0);
    for (let kill = 0; kill < kills; kill++) {
      const { child, ended } = start(...words, '--out', 'killed');
      setTimeout(() => child.kill('SIGKILL'), 600 + ((kill * 397) % 1_500));
      await ended;
    }
    const last = await tapedeck(...words, '--out', 'killed');
    expect(last.code).toBe(0);
    const printed = JSON.parse(last.stdout) as Printed;
    expect(printed.done).toBe(printed.trials);
    const ids = rowsOf('killed').map((row) => row['id']);
    expect(new Set(ids).size).toBe(printed.trials);
    for (const file of ['trials.csv', 'trials.parquet', 'equity/daily.csv'])
      expect(read('killed', file).equals(read('undisturbed', file)), file).toBe(true);
  });
});

describe('a trial that fails', () => {
  const strategy = (body: string): string => `
    import { defineStrategy } from 'tapedeck/strategy';
    import { z } from 'zod';
    export default defineStrategy({
      name: 'odd',
      params: z.object({ way: z.number().default(0) }),
      onInstant(_update, ctx) { ${body} },
    });`;

  it('is in the table with its reason, and the others continue', async () => {
    writeFileSync(
      path.join(home, 'odd.ts'),
      strategy(`
        if (ctx.params.way === 2) throw new Error('way 2 is closed');
        if (ctx.params.way === 4) 'x'.repeat(5e8).split('');`),
    );
    const said = await tapedeck(
      'sweep',
      'week.json',
      '--strategy',
      'odd.ts',
      '--param',
      'way=1..6',
      '--objective',
      'profit',
      '--json',
      '--out',
      'odd',
    );
    expect(said.code).toBe(0);
    expect(JSON.parse(said.stdout)).toMatchObject({ trials: 6, done: 4, failed: 2 });
    const reasons = rowsOf('odd').map((row) => `${row['param_way']} ${row['status']}`);
    expect(reasons).toEqual(['1 done', '2 failed', '3 done', '4 failed', '5 done', '6 done']);
    const text = read('odd', 'trials.csv').toString();
    expect(text).toContain('way 2 is closed');
    expect(text).toMatch(/ended the process|MB of memory|Its thread ended/);
  });
});

describe('what cannot be swept', () => {
  it.each([
    [[...SMA, '--param', 'quick=1..3', '--out', 'x'], 'unknown parameter'],
    [[...SMA, '--param', 'fast=9..3', '--out', 'x'], '--param fast=9..3'],
    [[...SMA, '--param', 'fast=5,10', '--where', 'fast>99', '--out', 'x'], 'none of 2 parameter sets'],
    [[...SMA, '--param', 'fast=5,10', '--where', 'fast<<2', '--out', 'x'], '--where'],
    [[...SMA, '--out', 'x'], 'at least one --param'],
    [[...SMA, '--param', 'fast=1..3', '--sample', 'best', '--out', 'x'], 'grid, random or sobol'],
    [[...SMA, '--param', 'fast=1..3'], '--out DIR is missing'],
    [['week.json', '--param', 'fast=1..3', '--out', 'x'], '--strategy NAME is missing'],
    [
      [...MINUTES, '--param', 'fast=1..150', '--param', 'slow=151..300', '--out', 'x'],
      '22,500 trials take about',
    ],
    [
      ['week.json', '--strategy', 'sma-cross', '--param', 'fast=5,10', '--objective', 'luck', '--out', 'x'],
      'no such figure',
    ],
  ])('%j is refused with exit code 2', async (words, sentence) => {
    const { code, stderr } = await tapedeck('sweep', ...words);
    expect(stderr).toContain(sentence);
    expect(code).toBe(2);
  });
});

describe('a walk-forward test', () => {
  it('chooses on the days before, tests on the days after, and joins the tests', async () => {
    const words = [...SMA, '--param', 'fast=5,10', '--param', 'slow=20,50', '--train', '2d', '--test', '1d'];
    const said = await tapedeck('walk-forward', ...words, '--out', 'walk');
    expect(said.code).toBe(0);
    const walked = JSON.parse(said.stdout) as {
      windows: { train: { from: string; to: string }; test: { from: string }; parameters: object }[];
      stitched: { days: number; profit: number };
    };
    expect(walked.windows.map(({ test }) => test.from)).toEqual(['2025-11-26', '2025-11-28']);
    expect(walked.windows.every(({ train, test }) => train.to < test.from)).toBe(true);
    expect(walked.stitched.days).toBe(2);
    const lines = read('walk', 'stitched.csv').toString().trim().split('\n');
    expect(lines.length).toBe(3);
    expect(JSON.parse(read('walk', 'walk-forward.json').toString())).toEqual(walked);
    const again = await tapedeck('walk-forward', ...words, '--out', 'walk');
    expect(again.stdout).toBe(said.stdout);
  });

  it('says how many days a window needs', async () => {
    const words = [...SMA, '--param', 'fast=5', '--train', '60d', '--test', '20d', '--out', 'walk'];
    const { code, stderr } = await tapedeck('walk-forward', ...words);
    expect(code).toBe(2);
    expect(stderr).toContain('4 trading days do not hold 60 to train');
  });
});

describe('trust', () => {
  it('judges a sweep by all its trials, and says that four days prove nothing', async () => {
    const { code, stdout } = await tapedeck('trust', 'one', '--json');
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { trials: number; verdict: string; because: string[] };
    expect(report).toMatchObject({ trials: 7, verdict: 'too little to judge' });
    expect(report.because[0]).toContain('4 days');
  });

  it('refuses a folder that is no sweep', async () => {
    const { code, stderr } = await tapedeck('trust', 'plain');
    expect(code).toBe(1);
    expect(stderr).toContain('no folder of a sweep');
  });
});
