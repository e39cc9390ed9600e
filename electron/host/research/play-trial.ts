import { createEngine, type EnginePorts } from '../../../core/index.ts';
import type { Strategy } from '../../../core/analysis-engine/strategy.ts';
import { silentLogger } from '../../../core/base/logger.ts';
import { ok, type Result } from '../../../core/base/result.ts';
import type { BarStore } from '../../../core/data-manager/bar-store.ts';
import type { BacktestSessionConfig } from '../../../core/model/session-config.ts';
import type { RunReport } from '../../../core/report/run-report.ts';
import { reportRun } from '../../../core/session-coordinator/results/run-summary.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import type { StrategyLibrary } from '../strategies/strategy-library.ts';
import { createWallClock } from '../thread/wall-clock.ts';
import { configOf, type TrialRequest, type TrialSetup } from './trial-setup.ts';
import { failedTrial, trialResult, type TrialResult } from './trial-result.ts';

/** The inputs of a thread for playing trials. */
export interface TrialPorts {
  readonly store: BarStore;
  readonly calendar: MarketCalendar;
  readonly library: StrategyLibrary;
}

const NOTHING_KEPT = { event() {}, journal() {}, export() {} };

/** Plays one trial to its end in memory. Never throws: a trial that cannot be played fails with its reason. */
export async function playTrial(
  setup: TrialSetup,
  request: TrialRequest,
  ports: TrialPorts,
): Promise<TrialResult> {
  const config = unpaced(configOf(setup, request));
  const strategies = strategiesOf(setup, config, ports);
  if (!strategies.ok) return failedTrial(strategies.failure.message);
  const opened = createEngine(enginePorts(ports)).open(config, {
    recorder: NOTHING_KEPT,
    strategies: strategies.value,
  });
  if (!opened.ok) return failedTrial(opened.failure.message);
  const outcome = await opened.value.run();
  return trialResult(opened.value, outcome);
}

/** Plays one trial and returns its whole report. Fails where it cannot be played to its end. */
export async function playReport(
  setup: TrialSetup,
  { parameters }: Pick<TrialRequest, 'parameters'>,
  ports: TrialPorts,
): Promise<Result<RunReport>> {
  const config = unpaced(configOf(setup, { parameters }));
  const strategies = strategiesOf(setup, config, ports);
  if (!strategies.ok) return strategies;
  const opened = createEngine(enginePorts(ports)).open(config, {
    recorder: NOTHING_KEPT,
    strategies: strategies.value,
  });
  if (!opened.ok) return opened;
  const outcome = await opened.value.run();
  return outcome.kind === 'failed' ? { ok: false, failure: outcome.failure } : ok(reportRun(opened.value));
}

/** Plays the config without any strategy's actions, so that the store is asked for the data of the trials. */
export async function probeData(
  setup: TrialSetup,
  request: TrialRequest,
  ports: TrialPorts,
): Promise<Result<null>> {
  const config = unpaced(configOf(setup, request));
  const strategies = strategiesOf(setup, config, ports);
  if (!strategies.ok) return strategies;
  const opened = createEngine(enginePorts(ports)).open(config, {
    recorder: NOTHING_KEPT,
    strategies: strategies.value.map(idle),
  });
  if (!opened.ok) return opened;
  const outcome = await opened.value.run();
  return outcome.kind === 'failed' ? { ok: false, failure: outcome.failure } : { ok: true, value: null };
}

/** The needs of a strategy without its decisions. */
const idle = ({ name, role, needs }: Strategy): Strategy => ({
  name,
  ...(role === undefined ? {} : { role }),
  ...(needs === undefined ? {} : { needs }),
  onInstant() {},
});

const strategiesOf = (
  { sources }: TrialSetup,
  config: BacktestSessionConfig,
  ports: TrialPorts,
): Result<readonly Strategy[]> =>
  createEngine(enginePorts(ports)).strategies(config, ports.library.findIn(sources));

const unpaced = (config: BacktestSessionConfig): BacktestSessionConfig => ({
  ...config,
  backtest_config: { ...config.backtest_config, speed_multiplier: 0 },
});

const enginePorts = ({ store, calendar, library }: TrialPorts): EnginePorts => ({
  store,
  calendar,
  wall: createWallClock(),
  logger: silentLogger,
  findStrategy: library.find,
});
