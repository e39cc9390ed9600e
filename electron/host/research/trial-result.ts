import type { RunReport } from '../../../core/report/run-report.ts';
import { reportRun } from '../../../core/session-coordinator/results/run-summary.ts';
import type { RunOutcome, SessionRun } from '../../../core/session-coordinator/session/session-run.ts';

export type TrialStatistics = Readonly<Record<string, number | null>>;

/** The result of a trial. Holds no wall time and no path, so that the same trial gives the same bytes everywhere. */
export interface TrialResult {
  readonly status: 'done' | 'failed';
  /** Why it failed, in a sentence; null otherwise. */
  readonly reason: string | null;
  /** Figures of `report.json` by their names there; empty where it failed. */
  readonly statistics: TrialStatistics;
  /** Exchange days that were played, ascending. */
  readonly days: readonly string[];
  /** The account's equity before the first day and at each day's close, in money. */
  readonly equity: readonly number[];
}

export const failedTrial = (reason: string): TrialResult => ({
  status: 'failed',
  reason,
  statistics: {},
  days: [],
  equity: [],
});

/** Reads the result of a run that has ended. A strategy that was stopped fails the trial. */
export function trialResult(run: SessionRun, outcome: RunOutcome): TrialResult {
  if (outcome.kind === 'failed') return failedTrial(outcome.failure.message);
  if (outcome.kind === 'stopped') return failedTrial(`The run was stopped: ${outcome.reason}.`);
  for (const event of run.log.events)
    if (event.type === 'strategy_stopped')
      return failedTrial(`Strategy ${event.strategy} was stopped: ${event.reason}`);
  const report = reportRun(run);
  const { broker } = run.trading;
  return {
    status: 'done',
    reason: null,
    statistics: statisticsOf(report),
    days: report.days,
    equity: [report.account.starting_cash, ...broker.equityCurve.closes.map(({ equity }) => equity)],
  };
}

/** All numbers of `performance` and `trades`, and the costs; `trades.count` is called `trades`. */
function statisticsOf({ performance, trades, account }: RunReport): TrialStatistics {
  const { count, ...others } = trades;
  const all = { ...performance, trades: count, ...others, fees: account.fees, slippage: account.slippage };
  return Object.fromEntries(
    Object.entries(all).filter(
      (entry): entry is [string, number | null] => typeof entry[1] === 'number' || entry[1] === null,
    ),
  );
}
