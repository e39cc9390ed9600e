import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { parameterSpace, parseAxis, type ParameterSpace } from '../../../core/research/parameter-space.ts';
import type { SamplePlan } from '../../../core/research/sample-points.ts';
import { parseSessionConfig } from '../../../core/model/parse-session-config.ts';
import { printSessionConfig, type BacktestSessionConfig } from '../../../core/model/session-config.ts';
import { writeReason } from '../store/file-failures.ts';
import { writeWhole } from '../runs/run-files.ts';
import type { StrategySources } from '../strategies/strategy-library.ts';
import type { StorePlace } from './runner-protocol.ts';

/** The request of a sweep, as `sweep.json` keeps it: enough to resume it, to show a trial and to judge it. */
export interface SweepPlan {
  readonly config: BacktestSessionConfig;
  readonly sources: StrategySources;
  /** The texts of `--param`, in their order. */
  readonly params: readonly string[];
  readonly where: string | undefined;
  readonly sample: SamplePlan;
  readonly objective: string;
  readonly engine: string;
  readonly rules: number;
  readonly fingerprint: string;
  readonly place: StorePlace;
}

const SWEEP = 'sweep.json';

const planSchema = z.object({
  config: z.unknown(),
  sources: z.record(z.string(), z.unknown()),
  params: z.array(z.string()),
  where: z.string().optional(),
  sample: z.object({
    sampling: z.enum(['grid', 'random', 'sobol']),
    trials: z.number().optional(),
    seed: z.number(),
  }),
  objective: z.string(),
  engine: z.string(),
  rules: z.number(),
  fingerprint: z.string(),
  place: z.object({ location: z.string(), userDir: z.string() }),
});

/** Writes `sweep.json` into a folder, which is made where it is missing. Fails where it cannot be written. */
export function writeSweepPlan(folder: string, plan: SweepPlan): Result<null> {
  const config: unknown = JSON.parse(printSessionConfig(plan.config));
  try {
    mkdirSync(folder, { recursive: true });
    writeWhole(path.join(folder, SWEEP), `${JSON.stringify({ ...plan, config }, null, 2)}\n`);
    return ok(null);
  } catch (error) {
    return fail('not_writable', `${folder} cannot be written: ${writeReason(error)}.`);
  }
}

/** Reads `sweep.json` of a sweep's folder. Fails with `bad_file` for any other folder. */
export function readSweepPlan(folder: string): Result<SweepPlan> {
  const refuse = (reason: string) => fail('bad_file', `${folder} is no folder of a sweep: ${reason}.`);
  let text: string;
  try {
    text = readFileSync(path.join(folder, SWEEP), 'utf8');
  } catch {
    return refuse('it has no sweep.json');
  }
  const parsed = planSchema.safeParse(jsonOf(text));
  if (!parsed.success) return refuse('its sweep.json cannot be read');
  const config = parseSessionConfig(JSON.stringify(parsed.data.config));
  if (!config.ok) return refuse(`its config is not valid, ${config.failure.message}`);
  if (config.value.mode !== 'backtest') return refuse('its config is not of mode backtest');
  const { sources, sample, where } = parsed.data;
  return ok({
    ...parsed.data,
    where,
    config: config.value,
    sources: sources as StrategySources,
    sample: { ...sample, trials: sample.trials },
  });
}

/** The space that a plan's words describe. */
export function spaceOf({ params, where }: Pick<SweepPlan, 'params' | 'where'>): Result<ParameterSpace> {
  const axes = [];
  for (const text of params) {
    const axis = parseAxis(text);
    if (!axis.ok) return axis;
    axes.push(axis.value);
  }
  return parameterSpace(axes, where);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
