import { createHash } from 'node:crypto';
import type { ParameterSet } from '../../../core/research/parameter-set.ts';
import type { BacktestSessionConfig, StrategySpec } from '../../../core/model/session-config.ts';
import type { StrategySources } from '../strategies/strategy-library.ts';

/**
 * The inputs that all trials of one sweep share. Together with a trial's parameters and days they decide the result.
 */
export interface TrialSetup {
  /** Version of the program. */
  readonly engine: string;
  /** Number of the rules that the engine plays by. */
  readonly rules: number;
  /** The config with exactly one strategy, whose parameters a trial adds to. */
  readonly config: BacktestSessionConfig;
  /** Texts of the users' strategies that the config names. */
  readonly sources: StrategySources;
  /** SHA-256 of the bars that the config asks for. */
  readonly fingerprint: string;
  readonly seed: number;
}

/** One trial: parameters, and the days to play where they are not the config's. */
export interface TrialRequest {
  readonly parameters: ParameterSet;
  /** Exchange days, both included. */
  readonly days?: { readonly from: string; readonly to: string };
}

/** The config that `tapedeck run` would need for the same run. */
export function configOf({ config }: TrialSetup, { parameters, days }: TrialRequest): BacktestSessionConfig {
  const [strategy] = config.strategies;
  const { backtest_config } = config;
  return {
    ...config,
    strategies: [{ ...strategy, ...parameters } as StrategySpec],
    backtest_config:
      days === undefined ? backtest_config : { ...backtest_config, start_date: days.from, end_date: days.to },
  };
}

/**
 * SHA-256 of everything that decides a trial's result, in hexadecimal. The same trial has the same id on every machine; the
 * speed of playback is no part of it.
 */
export function trialId(setup: TrialSetup, request: TrialRequest): string {
  const config = configOf(setup, request);
  const { engine, rules, sources, fingerprint, seed } = setup;
  const played = { ...config, backtest_config: { ...config.backtest_config, speed_multiplier: 0 } };
  const text = canonicalJson({ engine, rules, config: played, sources, fingerprint, seed });
  return createHash('sha256').update(text).digest('hex');
}

/** JSON with the keys of every object in code-point order. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
