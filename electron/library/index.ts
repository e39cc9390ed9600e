/**
 * The engine as a package: `import { createEngine, nodePorts } from 'tapedeck'`. It opens no window, starts no thread and
 * knows no environment variable; instants are UTC epoch milliseconds, prices dollars a share, days the exchange's.
 */
import type { Recorder } from '../../core/session-coordinator/session/session.ts';
import { fail, ok, type Result, type Failure } from '../../core/base/result.ts';
import {
  checkSessionConfig,
  parseSessionConfig,
  printProblem,
} from '../../core/model/parse-session-config.ts';
import type { SessionConfig } from '../../core/model/session-config.ts';

/** Records nothing: for callers that only use the run's view and its summary. */
export const silentRecorder: Recorder = { event() {}, journal() {}, export() {} };

/**
 * A session config from an object or from the text of a file, with its defaults filled in. Fails with `bad_config`; the
 * message names every path that is wrong, one a line.
 */
export function sessionConfig(given: object | string): Result<SessionConfig> {
  if (typeof given === 'string') return parseSessionConfig(given);
  const checked = checkSessionConfig(given);
  if ('config' in checked) return ok(checked.config);
  return fail('bad_config', checked.problems.map(printProblem).join('\n'));
}

/** A failure as an exception, for callers that do not check each `Result`; `code` is for programs. */
export class TapedeckError extends Error {
  override readonly name = 'TapedeckError';
  readonly code: Failure['code'];
  readonly hint: string | undefined;

  constructor({ code, message, hint }: Failure) {
    super(hint === undefined ? message : `${message} ${hint}`);
    this.code = code;
    this.hint = hint;
  }
}

/** The value, or the failure thrown as a `TapedeckError`. */
export function orThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new TapedeckError(result.failure);
}

export { createEngine, type Engine, type EnginePorts, type OpenOptions } from '../../core/index.ts';
export { nodePorts, type NodePorts, type NodePortsOptions } from './node-ports.ts';
export { playIntoFolder, type PlayedRun, type PlayOptions } from './play-into-folder.ts';

export {
  asEpochMs,
  asTicker,
  asTradingDay,
  isoUtc,
  type EpochMs,
  type Ticker,
  type TradingDay,
} from '../../core/base/epoch-ms.ts';
export type { BaseInterval, Interval } from '../../core/base/interval.ts';
export { silentLogger, type Logger } from '../../core/base/logger.ts';
export type { Failure, FailureCode, Result } from '../../core/base/result.ts';
export type { Bar } from '../../core/model/bar.ts';
export { BarColumns, type ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
export type { SessionConfig } from '../../core/model/session-config.ts';
export type { SessionEvent } from '../../core/model/session-event.ts';
export type { SymbolMetadata } from '../../core/model/symbol-metadata.ts';
export { calendarFor } from '../../core/time-manager/calendars.ts';
export { createUsEquityCalendar } from '../../core/time-manager/us-equity-calendar.ts';
export { parseExchangeTime } from '../../core/time-manager/exchange-time.ts';
export type { MarketCalendar, TradingSession } from '../../core/time-manager/market-calendar.ts';
export type { BarStore, WritableBarStore } from '../../core/data-manager/bar-store.ts';
export { generateSample, type SampleReport } from '../../core/data-manager/sample/generate-sample.ts';
export { defineScanner, defineStrategy } from '../../core/analysis-engine/strategy-api.ts';
export type * from '../../core/analysis-engine/strategy.ts';
export { scannerKind, strategyKind, type StrategyKind } from '../../core/analysis-engine/strategy-kind.ts';
export type { PlannedCommand, SessionCommand } from '../../core/session-coordinator/session/command.ts';
export type { RunOutcome, SessionRun } from '../../core/session-coordinator/session/session-run.ts';
export type { Recorder } from '../../core/session-coordinator/session/session.ts';
export { summarise, type RunSummary } from '../../core/session-coordinator/results/run-summary.ts';
export { reportRun } from '../../core/session-coordinator/results/run-summary.ts';
export type { RunReport } from '../../core/report/run-report.ts';
export type { SessionReader } from '../../core/session-data/session-reader.ts';
export type { SymbolValidationResult } from '../../core/session-coordinator/loading/validate-symbol.ts';
