import { asEpochMs, parseIsoUtc } from '../base/epoch-ms.ts';
import { buildReport } from '../report/build-report.ts';
import type { RunReport } from '../report/run-report.ts';
import type { SessionRun } from './session-run.ts';

/** The report of a run's trading; of a run that has not ended, so far. */
export function reportRun(run: SessionRun): RunReport {
  const { broker, benchmark, prices, sessions } = run.trading;
  const { calendar } = run.options;
  const wallTime = (instant: number): string => calendar.wallClockOf(asEpochMs(instant));
  return buildReport({
    config: run.config,
    synthetic: run.totals.synthetic,
    days: run.totals.days,
    sessions,
    account: broker.ordersOf({ kind: 'account' }).account(),
    traded: broker.account.traded,
    trades: broker.account.trades(),
    fills: broker.fills,
    points: broker.equityCurve.points,
    closes: broker.equityCurve.closes,
    benchmark,
    prices: [...prices.values()],
    events: run.log.events,
    hourOf: (instant) => wallTime(instant).slice(0, 2),
    timeOf(iso) {
      const instant = parseIsoUtc(iso);
      return `${calendar.dayOf(instant)} ${wallTime(instant).slice(0, 5)}`;
    },
  });
}
