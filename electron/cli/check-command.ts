import path from 'node:path';
import { parseArgs } from 'node:util';
import { silentLogger } from '../../core/base/logger.ts';
import { fail, type Result } from '../../core/base/result.ts';
import type { BacktestSessionConfig, SessionConfig } from '../../core/model/session-config.ts';
import {
  checkStrategy,
  type HonestyReport,
} from '../../core/session-coordinator/strategy-check/check-strategy.ts';
import { createEngine } from '../../core/index.ts';
import { createWallClock } from '../host/thread/wall-clock.ts';
import { programRoot } from '../host/program/program-root.ts';
import { honestyInWords } from './check-printer.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { openSources, readConfigFile, type Sources } from './open-sources.ts';
import { strategyPlaces, withStrategies } from './strategy-options.ts';

const HELP = `tapedeck check STRATEGY [options]

Plays a strategy to see whether its results can be trusted: unchanged, twice; with bars of the future replaced by noise
(what it decided before must not change); with symbols added late (what it decides afterwards should not change); with
twice the costs. Exit 1 when it looks ahead, is not the same twice, or is stopped.

  --config FILE   the session to play it on (the sample week otherwise)
  --scanner NAME  a scanner to play beside it (repeatable)
  --data DIR      the bar store
  --json

Example:
  tapedeck check sma-cross,fast=5,slow=20
  tapedeck check my-strategy.ts --config my-session.json
`;

const OPTIONS = {
  config: { type: 'string' },
  scanner: { type: 'string', multiple: true },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const SAMPLE_CONFIG = path.join(programRoot, 'session_configs', 'sample-week.json');

export async function checkCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () =>
    parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }),
  );
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  if (positionals.length !== 1) {
    io.stderr(`check takes one strategy, got ${positionals.length}.\n\n${HELP}`);
    return EXIT.usage;
  }
  const name = values.config ?? SAMPLE_CONFIG;
  const read = await readConfigFile(io.cwd, name);
  const config = read.ok
    ? withStrategies(read.value, { strategy: positionals, scanner: values.scanner }, io)
    : read;
  if (!config.ok) return printFailure(io, config.failure);
  const sources = openSources(
    values.data,
    io,
    config.value.exchange_group,
    silentLogger,
    strategyPlaces(io, name, { strategy: positionals, scanner: values.scanner }),
  );
  if (!sources.ok) return printFailure(io, sources.failure);
  const report = await check(config.value, sources.value, io);
  if (!report.ok) return printFailure(io, report.failure);
  io.stdout(
    values.json === true ? `${JSON.stringify(report.value, null, 2)}\n` : honestyInWords(report.value),
  );
  return isHonest(report.value) ? EXIT.done : EXIT.failed;
}

async function check(
  config: SessionConfig,
  { store, calendar, engine }: Sources,
  io: CommandIo,
): Promise<Result<HonestyReport>> {
  if (config.mode !== 'backtest')
    return fail('unsupported', 'A strategy is checked on past days: mode backtest.');
  const unpaced: BacktestSessionConfig = {
    ...config,
    backtest_config: { ...config.backtest_config, speed_multiplier: 0 },
  };
  return checkStrategy({
    config: unpaced,
    store,
    calendar,
    onRun: (what) => io.isTty && io.stderr(`\r${what}\u001B[K`),
    open(trial) {
      const strategies = engine.strategies(trial.config);
      if (!strategies.ok) return strategies;
      const ports = { store: trial.store, calendar, wall: createWallClock(), logger: silentLogger };
      return createEngine(ports).open(trial.config, {
        recorder: NOTHING_KEPT,
        strategies: strategies.value,
        planned: trial.planned,
      });
    },
  });
}

const NOTHING_KEPT = { event() {}, journal() {}, export() {} };

/** A dependence on the time of adding is reported, and may be intended; look-ahead may not. */
const isHonest = ({ lookAhead, unsteady, stopped }: HonestyReport): boolean =>
  unsteady === undefined &&
  stopped === undefined &&
  lookAhead.every(({ difference }) => difference === undefined);
