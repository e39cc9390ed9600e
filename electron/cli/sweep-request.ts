import { fail, ok, type Failure, type Result } from '../../core/base/result.ts';
import { silentLogger } from '../../core/base/logger.ts';
import { RULES } from '../../core/model/engine-rules.ts';
import type { BacktestSessionConfig, SessionConfig } from '../../core/model/session-config.ts';
import { pointAt, type ParameterSpace } from '../../core/research/parameter-space.ts';
import { samplePoints, type SamplePlan } from '../../core/research/sample-points.ts';
import { programVersion } from '../host/program/program-version.ts';
import { dataFolder, userFolder } from '../host/program/user-folders.ts';
import { spaceOf, type SweepPlan } from '../host/research/sweep-plan.ts';
import { admitStrategies } from './admit-strategies.ts';
import type { CommandIo } from './command-io.ts';
import { openSources, readConfigFile, type Sources } from './open-sources.ts';
import { strategyPlaces, withStrategies } from './strategy-options.ts';

/** Options that sweeps and walk-forward tests share, as they were typed. */
export interface SweepWords {
  readonly strategy?: readonly string[] | undefined;
  readonly param?: readonly string[] | undefined;
  readonly where?: string | undefined;
  readonly sample?: string | undefined;
  readonly trials?: string | undefined;
  readonly seed?: string | undefined;
  readonly objective?: string | undefined;
  readonly workers?: string | undefined;
  readonly keep?: string | undefined;
  readonly out?: string | undefined;
  readonly data?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly json?: boolean | undefined;
}

export const missing = (option: string, what: string): Failure => ({
  code: 'bad_usage',
  message: `${option} is missing: ${what}.`,
});

/** The typed options, checked as far as it is possible without loading bars. */
export interface ReadSweep {
  readonly plan: Omit<SweepPlan, 'fingerprint'>;
  readonly space: ParameterSpace;
  readonly points: readonly number[];
  readonly sources: Sources;
}

/** Reads config, strategy, parameters and sample. Fails with the wrong option and the expected value. */
export async function readRequest(
  name: string,
  words: SweepWords,
  io: CommandIo,
): Promise<Result<ReadSweep>> {
  const read = await readConfigFile(io.cwd, name);
  if (!read.ok) return read;
  if (words.strategy?.length !== 1)
    return { ok: false, failure: missing('--strategy NAME', 'a sweep tries the parameters of one strategy') };
  const named = withStrategies(read.value, words, io);
  if (!named.ok) return named;
  const config = backtestOf(named.value);
  if (!config.ok) return config;
  const sources = openSources(
    words.data,
    io,
    config.value.exchange_group,
    silentLogger,
    strategyPlaces(io, name, words),
  );
  if (!sources.ok) return sources;
  const space = spaceOf({ params: words.param ?? [], where: words.where });
  if (!space.ok) return space;
  const sample = readSample(words);
  if (!sample.ok) return sample;
  const points = samplePoints(space.value, sample.value);
  if (!points.ok) return points;
  const texts = sources.value.library.sourcesOf(config.value);
  // A text that its user names to play is known from then on.
  const known = await admitStrategies(texts, true, io);
  if (!known.ok) return known;
  const first = pointAt(space.value, points.value[0] ?? 0);
  const [strategy] = config.value.strategies;
  const tried = { ...config.value, strategies: [{ ...strategy, ...first } as never] };
  const checked = sources.value.engine.check(tried);
  if (!checked.ok) return checked;
  return ok({
    space: space.value,
    points: points.value,
    sources: sources.value,
    plan: {
      config: config.value,
      sources: texts,
      params: words.param ?? [],
      where: words.where,
      sample: sample.value,
      objective: words.objective ?? 'sharpe',
      engine: programVersion(),
      rules: RULES,
      place: { location: dataFolder(words.data, io.env, io.cwd), userDir: userFolder(io.env) },
    },
  });
}

const backtestOf = (config: SessionConfig): Result<BacktestSessionConfig> =>
  config.mode === 'backtest'
    ? ok(config)
    : fail('unsupported', 'A sweep plays past days: it needs a config of mode backtest.');

function readSample({ sample = 'grid', trials, seed }: SweepWords): Result<SamplePlan> {
  if (sample !== 'grid' && sample !== 'random' && sample !== 'sobol')
    return fail('bad_usage', `--sample ${sample}: expected grid, random or sobol`);
  const wanted = wholeNumber('--trials', trials, 1);
  if (!wanted.ok) return wanted;
  const seeded = wholeNumber('--seed', seed, 0);
  return seeded.ok ? ok({ sampling: sample, trials: wanted.value, seed: seeded.value ?? 1 }) : seeded;
}

/** A whole number of an option; undefined where it is not given. */
export function wholeNumber(
  option: string,
  text: string | undefined,
  least: number,
): Result<number | undefined> {
  if (text === undefined) return ok(undefined);
  const number = Number(text);
  return Number.isInteger(number) && number >= least
    ? ok(number)
    : fail('bad_usage', `${option} ${text}: expected a whole number, ${least} or more`);
}
