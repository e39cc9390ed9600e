import type { Result } from '../../core/base/result.ts';
import { silentLogger } from '../../core/base/logger.ts';
import { ok } from '../../core/base/result.ts';
import type { ParameterSet } from '../../core/research/parameter-set.ts';
import type { SweepPlan } from '../host/research/sweep-plan.ts';
import { configOf } from '../host/research/trial-setup.ts';
import type { CommandIo } from './command-io.ts';
import { openSources } from './open-sources.ts';
import { playOnTerminal } from './play-run.ts';

/** Plays one trial of a sweep into a run folder, as `tapedeck run` with the same parameters does. */
export async function keepRun(
  plan: Omit<SweepPlan, 'fingerprint'>,
  parameters: ParameterSet,
  folder: string,
  io: CommandIo,
): Promise<Result<null>> {
  const setup = { ...plan, fingerprint: '', seed: plan.sample.seed };
  const config = configOf(setup, { parameters });
  const unpaced = { ...config, backtest_config: { ...config.backtest_config, speed_multiplier: 0 } };
  const sources = openSources(plan.place.location, io, config.exchange_group, silentLogger);
  if (!sources.ok) return sources;
  const quiet: CommandIo = { ...io, stdout: () => {}, stderr: () => {}, isTty: false };
  const played = await playOnTerminal(
    {
      config: unpaced,
      sources: sources.value,
      folder,
      planned: [],
      exportsAt: [],
      fastForwardUntil: Number.NEGATIVE_INFINITY,
      strategies: plan.sources,
    },
    quiet,
  );
  return played.ok ? ok(null) : played;
}
