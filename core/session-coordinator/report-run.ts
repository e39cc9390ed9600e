import { asEpochMs } from '../base/epoch-ms.ts';
import { buildReport } from '../report/build-report.ts';
import type { RunReport } from '../report/run-report.ts';
import type { SessionRun } from './session-run.ts';

/** What the trading of a run came to; of one that goes on, so far. */
export function reportRun(run: SessionRun): RunReport {
  const { broker, benchmark, sessions } = run.trading;
  const { calendar } = run.options;
  return buildReport({
    session: run.config.session_name,
    synthetic: run.totals.synthetic,
    days: run.totals.days,
    sessions: sessions,
    account: broker.ordersOf({ kind: 'account' }).account(),
    traded: broker.account.traded,
    trades: broker.account.trades(),
    fills: broker.fills,
    points: broker.equityCurve.points,
    closes: broker.equityCurve.closes,
    benchmark: { symbol: benchmark.symbol, points: benchmark.points },
    hourOf: (instant) => calendar.wallClockOf(asEpochMs(instant)).slice(0, 2),
  });
}
