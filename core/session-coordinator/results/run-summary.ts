import { asEpochMs, isoUtc, parseIsoUtc, type EpochMs } from '../../base/epoch-ms.ts';
import { buildReport } from '../../report/build-report.ts';
import type { RunReport, StoppedStrategy, TradeGroup } from '../../report/run-report.ts';
import type { SessionRun, RunOutcome } from '../session/session-run.ts';
import type { CatchUpReport } from '../streaming/catch-ups.ts';
import type { SymbolTotals } from '../session/run-totals.ts';

/** The report of a run's trading; of a run that has not ended, so far. */
export function reportRun(run: SessionRun): RunReport {
  const { broker, benchmark, prices, sessions } = run.trading;
  const { calendar } = run.session.options;
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

/** Wall-clock figures of a run; loading is the time before its days could begin. */
export interface RunTiming {
  readonly load_ms: number;
  readonly run_ms: number;
  readonly bars: number;
  readonly bars_per_second: number;
  readonly peak_rss_bytes: number;
}

/** The results of trading; money in the currency, shares of a whole as parts of 1. */
export interface ResultSummary {
  readonly signals: number;
  readonly orders: number;
  readonly refused_orders: number;
  readonly fills: number;
  /** Ended ones. */
  readonly trades: number;
  readonly open_trades: number;
  readonly profit: number;
  readonly return: number | null;
  readonly benchmark_return: number | null;
  readonly drawdown: number;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly win_rate: number | null;
  readonly profit_factor: number | null;
  readonly fees: number;
  readonly slippage: number;
  readonly by_strategy: Readonly<Record<string, TradeGroup>>;
  readonly by_added_by: Readonly<Record<string, TradeGroup>>;
}

/** `summary.json` (docs/cli.md#run-folder): totals of a run. */
export interface RunSummary {
  readonly session: string;
  readonly outcome: RunOutcome['kind'];
  readonly reason: string | null;
  readonly synthetic: boolean;
  readonly sessions: number;
  readonly days: readonly string[];
  readonly symbols: Readonly<Record<string, SymbolSummary>>;
  readonly notifications: { readonly delivered: number; readonly dropped: number };
  readonly catchups: readonly CatchUpReport[];
  readonly failures: readonly { readonly symbol: string; readonly code: string; readonly reason: string }[];
  readonly findings: readonly FindingSummary[];
  /** Strategies that threw and were removed; the session went to its end without them. */
  readonly stopped_strategies: readonly StoppedStrategy[];
  readonly results: ResultSummary;
  readonly timing: RunTiming;
}

interface SymbolSummary {
  readonly metadata: SymbolTotals['metadata'];
  readonly days: number;
  readonly bars: Readonly<Record<string, number>>;
  readonly quality: number | null;
  readonly gaps: readonly {
    readonly first: string;
    readonly last: string;
    readonly count: number;
    readonly confirmed: boolean;
  }[];
  readonly outside_hours: number;
}

interface FindingSummary {
  readonly symbol: string;
  readonly interval: string;
  readonly kind: string;
  readonly first: string;
  readonly last: string;
  readonly count: number;
  readonly detail: string;
}

/** `peakRssBytes` is the most memory that the process ever had, measured by the host. */
export function summarise(
  run: SessionRun,
  outcome: RunOutcome,
  peakRssBytes: number,
  report: RunReport = reportRun(run),
): RunSummary {
  const { totals, runner, config, log } = run;
  const runMs = totals.totalMs - totals.loadMs;
  return {
    session: config.session_name,
    outcome: outcome.kind,
    reason:
      outcome.kind === 'completed'
        ? null
        : outcome.kind === 'stopped'
          ? outcome.reason
          : outcome.failure.message,
    synthetic: totals.synthetic,
    sessions: totals.sessions,
    days: totals.days,
    symbols: Object.fromEntries([...totals.symbols].map(([symbol, each]) => [symbol, summariseSymbol(each)])),
    notifications: { delivered: runner.delivered, dropped: runner.dropped },
    catchups: totals.catchUps,
    failures: log.events.flatMap((event) =>
      event.type === 'symbol_failed'
        ? [{ symbol: event.symbol, code: event.code, reason: event.reason }]
        : [],
    ),
    findings: totals.findings.map(({ firstMs, lastMs, ...finding }) => ({
      ...finding,
      first: isoUtc(firstMs as EpochMs),
      last: isoUtc(lastMs as EpochMs),
    })),
    stopped_strategies: report.stopped_strategies,
    results: summariseResults(run, report),
    timing: {
      load_ms: totals.loadMs,
      run_ms: runMs,
      bars: totals.bars,
      bars_per_second: runMs > 0 ? Math.round((totals.bars * 1_000) / runMs) : 0,
      peak_rss_bytes: peakRssBytes,
    },
  };
}

const byName = (groups: readonly TradeGroup[]): Readonly<Record<string, TradeGroup>> =>
  Object.fromEntries(groups.map((group) => [group.name, group]));

function summariseResults({ log, trading }: SessionRun, report: RunReport): ResultSummary {
  const { performance, trades, account, benchmark } = report;
  return {
    signals: log.events.filter(({ type }) => type === 'signal').length,
    orders: trading.broker.orders.count,
    refused_orders: report.orders.refused,
    fills: trading.broker.fills.length,
    trades: trades.count,
    open_trades: trades.open,
    profit: performance.profit,
    return: performance.return,
    benchmark_return: benchmark?.return ?? null,
    drawdown: performance.drawdown,
    sharpe: performance.sharpe,
    sortino: performance.sortino,
    win_rate: trades.win_rate,
    profit_factor: trades.profit_factor,
    fees: account.fees,
    slippage: account.slippage,
    by_strategy: byName(report.by_strategy),
    by_added_by: byName(report.by_added_by),
  };
}

function summariseSymbol({
  metadata,
  days,
  bars,
  gaps,
  present,
  expected,
  outsideHours,
}: SymbolTotals): SymbolSummary {
  return {
    metadata,
    days,
    bars: Object.fromEntries(bars),
    quality: expected === 0 ? null : (100 * present) / expected,
    gaps: gaps.map(({ firstMs, lastMs, count, confirmed }) => ({
      first: isoUtc(firstMs as EpochMs),
      last: isoUtc(lastMs as EpochMs),
      count,
      confirmed,
    })),
    outside_hours: outsideHours,
  };
}
