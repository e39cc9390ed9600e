import path from 'node:path';
import { parseArgs } from 'node:util';
import { silentLogger } from '../../core/base/logger.ts';
import { ok, type Result } from '../../core/base/result.ts';
import { judgeSweep, type TrustReport } from '../host/research/judge-sweep.ts';
import { Ledger } from '../host/research/ledger.ts';
import { readSweepPlan, spaceOf } from '../host/research/sweep-plan.ts';
import { admitStrategies } from './admit-strategies.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { openSources } from './open-sources.ts';

const HELP = `tapedeck trust DIR [options]

Judges the best trial of a sweep by every trial in its ledger: could luck explain it? Prints the figures, one sentence each on
what it means, and a verdict that says what would change it.

  --json    prints one JSON document
  --trust   plays a strategy text that this machine has not run

Example:
  tapedeck trust my-sweep
`;

const OPTIONS = {
  json: { type: 'boolean' },
  trust: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function trustCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () =>
    parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }),
  );
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) {
    io.stderr(`trust takes the folder of one sweep, got ${positionals.length}.\n\n${HELP}`);
    return EXIT.usage;
  }
  const judged = await trust(path.resolve(io.cwd, name), values.trust === true, io);
  if (!judged.ok) return printFailure(io, judged.failure);
  io.stdout(values.json === true ? `${JSON.stringify(judged.value, null, 2)}\n` : inWords(judged.value));
  return EXIT.done;
}

async function trust(folder: string, trusted: boolean, io: CommandIo): Promise<Result<TrustReport>> {
  const plan = readSweepPlan(folder);
  if (!plan.ok) return plan;
  const admitted = await admitStrategies(plan.value.sources, trusted, io);
  if (!admitted.ok) return admitted;
  const space = spaceOf(plan.value);
  if (!space.ok) return space;
  const { config, place, sample, objective } = plan.value;
  const sources = openSources(place.location, io, config.exchange_group, silentLogger);
  if (!sources.ok) return sources;
  const ledger = Ledger.open(folder);
  const { entries } = ledger;
  ledger[Symbol.dispose]();
  const { store, calendar, library } = sources.value;
  const judged = await judgeSweep({
    setup: { ...plan.value, seed: sample.seed },
    space: space.value,
    entries,
    objective,
    ports: { store, calendar, library },
  });
  return judged.ok ? ok(judged.value) : judged;
}

function inWords(report: TrustReport): string {
  const set = Object.entries(report.best.parameters).map(([name, value]) => `${name}=${value}`);
  const { low, high } = report.sharpe_interval;
  return [
    `Verdict: ${report.verdict}.`,
    `Best of ${report.trials} trials: ${set.join(' ')}.`,
    `Sharpe ratio ${printed(report.sharpe)}, between ${printed(low)} and ${printed(high)} with 95 % confidence (block bootstrap).`,
    `Probability that the true ratio exceeds 0: ${printed(report.psr)}; after the trials: ${printed(report.dsr)}.`,
    ...report.because.map((sentence) => `- ${sentence}`),
    `The same trades in other orders fell by ${printed(report.monte_carlo.low)} to ${printed(report.monte_carlo.high)} at the deepest: the risk of the path, no proof of an edge.`,
    '',
  ].join('\n');
}

const printed = (value: number | null): string =>
  value === null || !Number.isFinite(value) ? 'unknown' : value.toFixed(3);
