/**
 * The engine as a package: `import { createEngine, nodePorts } from 'tapedeck'`. It opens no window, starts no thread and
 * knows no environment variable; instants are UTC epoch milliseconds, prices dollars a share, days the exchange's.
 */
export { createEngine, type Engine, type EnginePorts, type OpenOptions } from '../../core/index.ts';
export { nodePorts, type NodePorts, type NodePortsOptions } from './node-ports.ts';
export { playIntoFolder, type PlayedRun, type PlayOptions } from './play-into-folder.ts';
export { orThrow, TapedeckError } from './or-throw.ts';
export { sessionConfig } from './session-config.ts';
export { silentRecorder } from './silent-recorder.ts';

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
export { createUsEquityCalendar } from '../../core/time-manager/us-equity-calendar.ts';
export { parseExchangeTime } from '../../core/time-manager/exchange-time.ts';
export type { MarketCalendar, TradingSession } from '../../core/time-manager/market-calendar.ts';
export type { BarStore, WritableBarStore } from '../../core/data-manager/bar-store.ts';
export { generateSample, type SampleReport } from '../../core/data-manager/sample/generate-sample.ts';
export { defineScanner, defineStrategy } from '../../core/analysis-engine/strategy-api.ts';
export type * from '../../core/analysis-engine/strategy.ts';
export { scannerKind, strategyKind, type StrategyKind } from '../../core/analysis-engine/strategy-kind.ts';
export type { PlannedCommand, SessionCommand } from '../../core/session-coordinator/command.ts';
export type { RunOutcome, SessionRun } from '../../core/session-coordinator/session-run.ts';
export type { Recorder } from '../../core/session-coordinator/session.ts';
export { summarise, type RunSummary } from '../../core/session-coordinator/run-summary.ts';
export { reportRun } from '../../core/session-coordinator/report-run.ts';
export type { RunReport } from '../../core/report/run-report.ts';
export type { SessionReader } from '../../core/session-data/session-reader.ts';
export type { SymbolValidationResult } from '../../core/session-coordinator/validate-symbol.ts';
