import path from 'node:path';
import { parseArgs } from 'node:util';
import type { TradingDay } from '../../core/base/epoch-ms.ts';
import { ok, type Result } from '../../core/base/result.ts';
import { parseDays, walkForwardWindows, type WalkForwardPlan } from '../../core/research/walk-forward.ts';
import { researchEntry } from '../host/program/program-root.ts';
import { runWalkForward, type WalkForwardOutcome } from '../host/research/run-walk-forward.ts';
import { defaultThreads } from '../host/research/runner-process.ts';
import { pointAt } from '../../core/research/parameter-space.ts';
import { TrialRunner } from '../host/research/trial-runner.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { SweepPrinter } from './sweep-printer.ts';
import { missing, readRequest, wholeNumber, type ReadSweep, type SweepWords } from './sweep-request.ts';

const HELP = `tapedeck walk-forward CONFIG --strategy NAME --param name=values … --train 60d --test 20d --out DIR

Chooses the best parameters on some days, plays the days after with them, moves on, and joins the tested days to one equity
curve: what a trader would have earned who had chosen so. The same command continues where it stopped.

  --train DAYS          trading days to choose on: 60d
  --test DAYS           trading days to play with the choice: 20d
  --gap DAYS            trading days between the two; 0d otherwise
  --anchored            every choice looks back to the first day
  --strategy, --param, --where, --sample, --trials, --seed, --objective, --workers, --data
                        as of tapedeck sweep
  --out DIR             where ledger, tables and walk-forward.json go
  --json                prints walk-forward.json and nothing else

Example:
  tapedeck walk-forward session_configs/sample-week.json --strategy sma-cross --param fast=5,10 --param slow=20,50 --objective profit --train 2d --test 1d --out my-walk
`;

const OPTIONS = {
  strategy: { type: 'string', multiple: true },
  param: { type: 'string', multiple: true },
  where: { type: 'string' },
  sample: { type: 'string' },
  trials: { type: 'string' },
  seed: { type: 'string' },
  objective: { type: 'string' },
  workers: { type: 'string' },
  train: { type: 'string' },
  test: { type: 'string' },
  gap: { type: 'string' },
  anchored: { type: 'boolean' },
  out: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function walkForwardCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () =>
    parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }),
  );
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) {
    io.stderr(`walk-forward takes one config, got ${positionals.length}.\n\n${HELP}`);
    return EXIT.usage;
  }
  if (values.out === undefined) return printFailure(io, missing('--out DIR', 'where the results go'));
  const plan = readPlan(values);
  if (!plan.ok) return printFailure(io, plan.failure);
  const request = await readRequest(name, values, io);
  return request.ok ? walk(request.value, plan.value, values, io) : printFailure(io, request.failure);
}

function readPlan(words: {
  readonly train?: string | undefined;
  readonly test?: string | undefined;
  readonly gap?: string | undefined;
  readonly anchored?: boolean | undefined;
}): Result<WalkForwardPlan> {
  if (words.train === undefined)
    return { ok: false, failure: missing('--train DAYS', 'the days to choose on') };
  if (words.test === undefined) return { ok: false, failure: missing('--test DAYS', 'the days to test on') };
  const train = parseDays('--train', words.train);
  if (!train.ok) return train;
  const test = parseDays('--test', words.test);
  if (!test.ok) return test;
  const gap = parseDays('--gap', words.gap ?? '0d');
  if (!gap.ok) return gap;
  return ok({ train: train.value, test: test.value, gap: gap.value, anchored: words.anchored === true });
}

async function walk(
  { plan, space, points, sources }: ReadSweep,
  walkPlan: WalkForwardPlan,
  words: SweepWords,
  io: CommandIo,
): Promise<number> {
  const workers = wholeNumber('--workers', words.workers, 1);
  if (!workers.ok) return printFailure(io, workers.failure);
  const { start_date, end_date } = plan.config.backtest_config;
  const days = sources.calendar.tradingDays(start_date as TradingDay, end_date as TradingDay);
  const windows = walkForwardWindows(days, walkPlan);
  if (!windows.ok) return printFailure(io, windows.failure);
  const setup = { ...plan, fingerprint: '', seed: plan.sample.seed };
  const runner = new TrialRunner({
    entry: researchEntry,
    setup,
    place: plan.place,
    threads: workers.value ?? defaultThreads(),
    probe: { parameters: pointAt(space, points[0] ?? 0) },
    env: io.env,
  });
  try {
    const loaded = await runner.start();
    if (!loaded.ok) return printFailure(io, loaded.failure);
    const printer = new SweepPrinter(io);
    const walked = await runWalkForward({
      folder: path.resolve(io.cwd, words.out ?? ''),
      setup: { ...setup, fingerprint: loaded.value.fingerprint },
      space,
      points,
      windows: windows.value,
      objective: plan.objective,
      runner,
      signal: io.signal,
      onProgress: (progress) => printer.progress(progress),
    });
    printer.end();
    if (!walked.ok) return printFailure(io, walked.failure);
    if (walked.value === undefined) return EXIT.interrupted;
    io.stdout(words.json === true ? `${JSON.stringify(walked.value, null, 2)}\n` : inWords(walked.value));
    return EXIT.done;
  } finally {
    runner.stop();
  }
}

function inWords({ windows, stitched, efficiency, objective }: WalkForwardOutcome): string {
  const lines = windows.map(
    ({ test, parameters, in_sample, out_of_sample }) =>
      `  ${test.from} to ${test.to}  ${printed(in_sample)} in sample, ${printed(out_of_sample)} out of sample  ${Object.entries(
        parameters ?? {},
      )
        .map(([key, value]) => `${key}=${value}`)
        .join(' ')}`,
  );
  return [
    `${windows.length} windows by ${objective}:`,
    ...lines,
    `Out of sample: profit ${stitched.profit.toFixed(2)}, Sharpe ${printed(stitched.sharpe)}, drawdown ${(stitched.drawdown * 100).toFixed(2)} %.`,
    `Efficiency (profit a day out of sample by in sample): ${printed(efficiency)}.`,
    '',
  ].join('\n');
}

const printed = (value: number | null): string => (value === null ? 'none' : value.toFixed(3));
