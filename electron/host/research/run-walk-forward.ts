import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { ParameterSet } from '../../../core/research/parameter-set.ts';
import { pointAt, type ParameterSpace } from '../../../core/research/parameter-space.ts';
import { returnMoments, sharpeOf } from '../../../core/research/sharpe-inference.ts';
import type { WalkForwardWindow } from '../../../core/research/walk-forward.ts';
import { writeResultTables } from '../runs/result-tables.ts';
import { writeWhole } from '../runs/run-files.ts';
import type { LedgerEntry } from './ledger.ts';
import { bestOf, checkObjective } from './objective.ts';
import { playTrials, type TrialsRequest } from './play-trials.ts';

export interface WalkForwardRequest extends Omit<TrialsRequest, 'trials'> {
  readonly space: ParameterSpace;
  readonly points: readonly number[];
  readonly windows: readonly WalkForwardWindow[];
}

/** One window as `walk-forward.json` has it; null where no trial of it has the objective. */
export interface WalkedWindow extends WalkForwardWindow {
  readonly parameters: ParameterSet | null;
  /** The objective of the chosen set on the training days, and on the test days. */
  readonly in_sample: number | null;
  readonly out_of_sample: number | null;
  /** Profit a day, in money. */
  readonly in_sample_daily_profit: number | null;
  readonly out_of_sample_daily_profit: number | null;
}

export interface WalkForwardOutcome {
  readonly objective: string;
  readonly windows: readonly WalkedWindow[];
  /** The test days joined: each window continues with the equity of the one before. */
  readonly stitched: {
    readonly days: number;
    readonly profit: number;
    readonly return: number;
    readonly sharpe: number | null;
    readonly drawdown: number;
  };
  /** Mean profit a day out of sample by the mean in sample; null unless the latter is over 0. */
  readonly efficiency: number | null;
  /** By parameter: how many windows chose another value than the window before. */
  readonly parameter_changes: Readonly<Record<string, number>>;
}

const DAYS_PER_YEAR = 252;

/**
 * Chooses the best set of each window on its training days and plays its test days with it. Writes `walk-forward.json`,
 * `windows` and `stitched` into the folder. Undefined where it was interrupted.
 */
export async function runWalkForward(
  request: WalkForwardRequest,
): Promise<Result<WalkForwardOutcome | undefined>> {
  const { space, points, windows, objective } = request;
  const sets = points.map((point) => pointAt(space, point));
  const training = windows.flatMap(({ train }) => sets.map((parameters) => ({ parameters, days: train })));
  const trained = await playTrials({ ...request, trials: training });
  if (!trained.ok) return trained;
  if (trained.value.interrupted) return ok(undefined);
  const known = checkObjective(trained.value.entries, objective);
  if (!known.ok) return known;
  const chosen = windows.map((_, index) => {
    const entries = trained.value.entries.slice(index * sets.length, (index + 1) * sets.length);
    return bestOf(entries, objective, 1)[0];
  });
  const tests = windows.flatMap(({ test }, index) => {
    const parameters = chosen[index]?.parameters;
    return parameters === undefined ? [] : [{ parameters, days: test }];
  });
  const tested = await playTrials({ ...request, trials: tests });
  if (!tested.ok) return tested;
  if (tested.value.interrupted) return ok(undefined);
  const outcome = outcomeOf(request, chosen, tested.value.entries);
  const written = await write(request.folder, space, outcome.outcome, outcome.curve);
  return written.ok ? ok(outcome.outcome) : written;
}

interface StitchedDay {
  readonly day: string;
  readonly equity: number;
}

function outcomeOf(
  { windows, objective, space }: WalkForwardRequest,
  chosen: readonly (LedgerEntry | undefined)[],
  tests: readonly LedgerEntry[],
): { readonly outcome: WalkForwardOutcome; readonly curve: readonly StitchedDay[] } {
  let next = 0;
  const results = chosen.map((entry) => (entry === undefined ? undefined : tests[next++]));
  const walked = windows.map((window, index): WalkedWindow => {
    const [train, test] = [chosen[index], results[index]];
    return {
      ...window,
      parameters: train?.parameters ?? null,
      in_sample: train?.statistics[objective] ?? null,
      out_of_sample: test?.statistics[objective] ?? null,
      in_sample_daily_profit: dailyProfit(train),
      out_of_sample_daily_profit: dailyProfit(test),
    };
  });
  const curve = stitch(results);
  const start = results.find((entry) => entry !== undefined)?.equity[0] ?? Number.NaN;
  const efficiency = ratioOf(
    meanOf(walked.map((window) => window.out_of_sample_daily_profit)),
    meanOf(walked.map((window) => window.in_sample_daily_profit)),
  );
  return {
    outcome: {
      objective,
      windows: walked,
      stitched: stitchedFigures(start, curve),
      efficiency,
      parameter_changes: Object.fromEntries(
        space.axes.map(({ name }) => [name, changesOf(chosen, name)] as const),
      ),
    },
    curve,
  };
}

/** Each window begins with the config's cash; joined, its profits are added to the equity of the windows before. */
function stitch(results: readonly (LedgerEntry | undefined)[]): readonly StitchedDay[] {
  const curve: StitchedDay[] = [];
  let shift = 0;
  for (const entry of results) {
    if (entry === undefined) continue;
    const [start = 0] = entry.equity;
    entry.days.forEach((day, index) => {
      curve.push({ day, equity: (entry.equity[index + 1] ?? start) + shift });
    });
    shift += (entry.equity.at(-1) ?? start) - start;
  }
  return curve;
}

function stitchedFigures(start: number, curve: readonly StitchedDay[]): WalkForwardOutcome['stitched'] {
  const equity = [start, ...curve.map((point) => point.equity)];
  const returns = equity.slice(1).map((value, index) => value / (equity[index] ?? Number.NaN) - 1);
  const sharpe = sharpeOf(returnMoments(returns)) * Math.sqrt(DAYS_PER_YEAR);
  let peak = start;
  let drawdown = 0;
  for (const value of equity) {
    peak = Math.max(peak, value);
    drawdown = Math.max(drawdown, 1 - value / peak);
  }
  const end = equity.at(-1) ?? start;
  return {
    days: curve.length,
    profit: end - start,
    return: end / start - 1,
    sharpe: Number.isFinite(sharpe) ? sharpe : null,
    drawdown,
  };
}

const dailyProfit = (entry: LedgerEntry | undefined): number | null =>
  entry === undefined || entry.days.length === 0
    ? null
    : ((entry.equity.at(-1) ?? 0) - (entry.equity[0] ?? 0)) / entry.days.length;

function meanOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

const ratioOf = (value: number, by: number): number | null =>
  by > 0 && Number.isFinite(value) ? value / by : null;

const changesOf = (chosen: readonly (LedgerEntry | undefined)[], name: string): number =>
  chosen.filter(
    (entry, index) => index > 0 && entry?.parameters[name] !== chosen[index - 1]?.parameters[name],
  ).length;

async function write(
  folder: string,
  { axes }: ParameterSpace,
  outcome: WalkForwardOutcome,
  curve: readonly StitchedDay[],
): Promise<Result<void>> {
  try {
    mkdirSync(folder, { recursive: true });
    writeWhole(path.join(folder, 'walk-forward.json'), `${JSON.stringify(outcome, null, 2)}\n`);
  } catch (error) {
    return fail('not_writable', `${folder} cannot be written: ${String(error)}`);
  }
  return writeResultTables(folder, [
    {
      name: 'windows',
      columns: [
        ...(['train_from', 'train_to', 'test_from', 'test_to'] as const).map((name) => ({
          name,
          type: 'text' as const,
        })),
        ...axes.map(({ name }) => ({ name: `param_${name}`, type: 'text' as const })),
        { name: 'in_sample', type: 'number' },
        { name: 'out_of_sample', type: 'number' },
      ],
      rows: outcome.windows.map(({ train, test, parameters, in_sample, out_of_sample }) => [
        train.from,
        train.to,
        test.from,
        test.to,
        ...axes.map(({ name }) => (parameters === null ? null : String(parameters[name]))),
        in_sample,
        out_of_sample,
      ]),
    },
    {
      name: 'stitched',
      columns: [
        { name: 'day', type: 'text' },
        { name: 'equity', type: 'number' },
      ],
      rows: curve.map(({ day, equity }) => [day, equity]),
    },
  ]);
}
