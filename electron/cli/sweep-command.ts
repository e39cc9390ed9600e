import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ok, type Failure, type Result } from '../../core/base/result.ts';
import { pointAt } from '../../core/research/parameter-space.ts';
import { researchEntry } from '../host/program/program-root.ts';
import { Ledger } from '../host/research/ledger.ts';
import { bestOf, checkObjective } from '../host/research/objective.ts';
import type { TrialsOutcome } from '../host/research/play-trials.ts';
import { runSweep } from '../host/research/run-sweep.ts';
import { defaultThreads } from '../host/research/runner-process.ts';
import { readSweepPlan, spaceOf, writeSweepPlan, type SweepPlan } from '../host/research/sweep-plan.ts';
import { TrialRunner } from '../host/research/trial-runner.ts';
import type { TrialSetup } from '../host/research/trial-setup.ts';
import { admitStrategies } from './admit-strategies.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { keepRun } from './keep-trial.ts';
import { SweepPrinter } from './sweep-printer.ts';
import { missing, readRequest, wholeNumber, type ReadSweep, type SweepWords } from './sweep-request.ts';

const HELP = `tapedeck sweep CONFIG --strategy NAME --param name=values … --objective NAME --out DIR
tapedeck sweep DIR --show ID

Plays a config with every set of a strategy's parameters, on all cores, and writes a table with one row a trial. The same command resumes where it stopped: a trial that has a result is not played again.

  --strategy NAME       the strategy, with fixed parameters if it has some: sma-cross,shares=10
  --param name=values   a parameter and its values: fast=5..30:5 or slow=20,50,100 (repeatable)
  --where CONDITION     leaves out sets for which it is false: "fast<slow"
  --sample HOW          grid (all sets), random or sobol
  --trials N            how many sets to try; random and sobol need it
  --seed N              of the random sample; 1 otherwise
  --objective NAME      the figure of report.json to maximise; sharpe otherwise
  --workers N           threads; all cores otherwise
  --keep N              the best trials whose run folders are written to DIR/runs; 10 otherwise
  --show ID             plays one trial of DIR into DIR/runs/ID
  --out DIR             where ledger, tables and runs go
  --data DIR            the bar store
  --yes                 starts a sweep of more than 10,000 trials without a question
  --trust               with --show: plays a strategy text that this machine has not run
  --json                prints one JSON document: trials, done, failed, cached, best, timing

Example:
  tapedeck sweep session_configs/sample-week.json --strategy sma-cross --param fast=5..20:5 --param slow=20,50 --where "fast<slow" --objective profit --out my-sweep
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
  keep: { type: 'string' },
  show: { type: 'string' },
  out: { type: 'string' },
  data: { type: 'string' },
  yes: { type: 'boolean' },
  trust: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** More trials than this are started only after the time that they take is known and agreed to. */
const MANY_TRIALS = 10_000;

export async function sweepCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () =>
    parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }),
  );
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) {
    io.stderr(`sweep takes one config, or the folder of a sweep with --show.\n\n${HELP}`);
    return EXIT.usage;
  }
  if (values.show !== undefined)
    return show(path.resolve(io.cwd, name), values.show, values.trust === true, io);
  if (values.out === undefined) return printFailure(io, missing('--out DIR', 'where the results go'));
  const request = await readRequest(name, values, io);
  return request.ok ? sweep(request.value, values, io) : printFailure(io, request.failure);
}

async function sweep({ plan, space, points }: ReadSweep, words: SweepWords, io: CommandIo): Promise<number> {
  const folder = path.resolve(io.cwd, words.out ?? '');
  const workers = wholeNumber('--workers', words.workers, 1);
  if (!workers.ok) return printFailure(io, workers.failure);
  const keep = wholeNumber('--keep', words.keep, 0);
  if (!keep.ok) return printFailure(io, keep.failure);
  const threads = workers.value ?? defaultThreads();
  const probe = { parameters: pointAt(space, points[0] ?? 0) };
  const unknown: TrialSetup = { ...plan, fingerprint: '', seed: plan.sample.seed };
  const runner = new TrialRunner({
    entry: researchEntry,
    setup: unknown,
    place: plan.place,
    threads,
    probe,
    env: io.env,
  });
  try {
    const begun = performance.now();
    const loaded = await runner.start();
    if (!loaded.ok) return printFailure(io, loaded.failure);
    const { fingerprint } = loaded.value;
    if (points.length > MANY_TRIALS && words.yes !== true)
      return printFailure(io, tooMany(points.length, await secondsPerTrial(runner, probe, io), threads));
    const printer = new SweepPrinter(io);
    const setup = { ...unknown, fingerprint };
    const planned = writeSweepPlan(folder, { ...plan, fingerprint });
    if (!planned.ok) return printFailure(io, planned.failure);
    const { objective } = plan;
    const swept = await runSweep({
      folder,
      setup,
      space,
      points,
      objective,
      runner,
      signal: io.signal,
      onProgress: (progress) => printer.progress(progress),
    });
    printer.end();
    if (!swept.ok) return printFailure(io, swept.failure);
    const known = checkObjective(swept.value.entries, objective);
    if (!known.ok) return printFailure(io, known.failure);
    const seconds = (performance.now() - begun) / 1_000;
    const kept = swept.value.interrupted
      ? ok(null)
      : await keepBest(folder, plan, swept.value, keep.value ?? 10, io);
    if (!kept.ok) return printFailure(io, kept.failure);
    printer.result(swept.value, {
      objective,
      folder,
      seconds,
      bars: loaded.value.bars,
      json: words.json === true,
    });
    return swept.value.interrupted ? EXIT.interrupted : EXIT.done;
  } finally {
    runner.stop();
  }
}

/** Plays one trial to learn how long one takes. */
async function secondsPerTrial(
  runner: TrialRunner,
  probe: { readonly parameters: ReturnType<typeof pointAt> },
  io: CommandIo,
): Promise<number> {
  const begun = performance.now();
  await runner.play([{ number: 0, ...probe }], () => {}, io.signal);
  return (performance.now() - begun) / 1_000;
}

function tooMany(trials: number, seconds: number, threads: number): Failure {
  const hours = (trials * seconds) / threads / 3_600;
  const time = hours < 1 ? `${Math.ceil(hours * 60)} minutes` : `${hours.toFixed(1)} hours`;
  return {
    code: 'bad_usage',
    message: `${trials.toLocaleString('en-US')} trials take about ${time} on ${threads} threads.`,
    hint: 'Start them with --yes, or try fewer with --sample sobol --trials N.',
  };
}

async function keepBest(
  folder: string,
  plan: Omit<SweepPlan, 'fingerprint'>,
  { entries }: TrialsOutcome,
  count: number,
  io: CommandIo,
): Promise<Result<null>> {
  for (const { id, parameters } of bestOf(entries, plan.objective, count)) {
    const place = path.join(folder, 'runs', id);
    if (existsSync(path.join(place, 'summary.json'))) continue;
    const kept = await keepRun(plan, parameters, place, io);
    if (!kept.ok) return kept;
  }
  return ok(null);
}

async function show(folder: string, id: string, trusted: boolean, io: CommandIo): Promise<number> {
  const plan = readSweepPlan(folder);
  if (!plan.ok) return printFailure(io, plan.failure);
  const admitted = await admitStrategies(plan.value.sources, trusted, io);
  if (!admitted.ok) return printFailure(io, admitted.failure);
  const space = spaceOf(plan.value);
  if (!space.ok) return printFailure(io, space.failure);
  const ledger = Ledger.open(folder);
  const found = ledger.entries.filter((entry) => entry.id.startsWith(id));
  ledger[Symbol.dispose]();
  const [entry, ...others] = found;
  if (entry === undefined || others.length > 0)
    return printFailure(io, {
      code: 'bad_usage',
      message: `--show ${id}: ${found.length === 0 ? 'the ledger has no such trial' : `${found.length} trials begin so`}.`,
    });
  const place = path.join(folder, 'runs', entry.id);
  if (!existsSync(path.join(place, 'summary.json'))) {
    const kept = await keepRun(plan.value, entry.parameters, place, io);
    if (!kept.ok) return printFailure(io, kept.failure);
  }
  io.stdout(`${place}\n`);
  return EXIT.done;
}
