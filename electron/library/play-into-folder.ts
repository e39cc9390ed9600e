import path from 'node:path';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { createEngine, type OpenOptions } from '../../core/index.ts';
import type { SessionConfig } from '../../core/model/session-config.ts';
import type { RunReport } from '../../core/report/run-report.ts';
import type { RunSummary } from '../../core/session-coordinator/results/run-summary.ts';
import type { RunOutcome, SessionRun } from '../../core/session-coordinator/session/session-run.ts';
import { RecordedRun } from '../host/runs/recorded-run.ts';
import type { NodePorts } from './node-ports.ts';

export interface PlayOptions extends Omit<OpenOptions, 'recorder' | 'live'> {
  /** The run folder; an existing run in it is replaced completely. */
  readonly folder: string;
  /** Called with the opened run before it starts: to subscribe to its log, or to post commands while it plays. */
  readonly prepare?: (run: SessionRun) => void;
}

export interface PlayedRun {
  readonly run: SessionRun;
  readonly outcome: RunOutcome;
  readonly summary: RunSummary;
  readonly report: RunReport;
  /** Absolute. */
  readonly folder: string;
}

/**
 * Plays a recorded session to its end and leaves the same run folder as `tapedeck run`: journal, events, tables,
 * report. Strategies are those that the config names, unless others are passed; `tapedeck replay` can find only the
 * former again. Fails with the failures of `open`, and with `not_writable`.
 */
export async function playIntoFolder(
  ports: NodePorts,
  config: SessionConfig,
  { folder, prepare, ...options }: PlayOptions,
): Promise<Result<PlayedRun>> {
  const engine = createEngine(ports);
  const strategies = options.strategies === undefined ? engine.strategies(config) : ok(options.strategies);
  if (!strategies.ok) return strategies;
  const able = engine.checkStrategies(config, strategies.value);
  if (!able.ok) return able;
  const opened = RecordedRun.open({
    ...options,
    engine,
    config,
    strategies: strategies.value,
    sources: ports.strategySources(config),
    folder: path.resolve(folder),
  });
  if (!opened.ok) return opened;
  const recorded = opened.value;
  const { run } = recorded;
  prepare?.(run);
  const finished = await recorded.play();
  if (!finished.ok) return finished;
  const { outcome, summary, report, problem } = finished.value;
  if (problem !== undefined) return fail('not_writable', problem);
  if (recorded.failure !== undefined) return { ok: false, failure: recorded.failure };
  return ok({ run, outcome, summary, report, folder: recorded.folder });
}
