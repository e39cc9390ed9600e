import { fail, ok, type Result } from '../../../core/base/result.ts';
import { estimateOverfitting } from '../../../core/research/backtest-overfitting.ts';
import { neighbourStability } from '../../../core/research/neighbour-stability.ts';
import { compareWithRandomEntries } from '../../../core/research/random-entries.ts';
import {
  bootstrapInterval,
  shuffledFalls,
  type ResampledInterval,
} from '../../../core/research/resampling.ts';
import {
  deflatedSharpe,
  minimumTrackRecord,
  sharpeProbability,
  returnMoments,
  sharpeOf,
  type SharpeEstimate,
} from '../../../core/research/sharpe-inference.ts';
import { judge, type VerdictWord } from '../../../core/research/verdict.ts';
import type { RunReport, TradeRow } from '../../../core/report/run-report.ts';
import { withTwiceTheCosts } from '../../../core/session-coordinator/strategy-check/cost-trial.ts';
import type { ParameterSpace } from '../../../core/research/parameter-space.ts';
import type { LedgerEntry } from './ledger.ts';
import { bestOf, objectiveOf } from './objective.ts';
import { playReport, type TrialPorts } from './play-trial.ts';
import { heldTrades, profitOneBarLater, readTradedBars } from './traded-bars.ts';
import type { TrialSetup } from './trial-setup.ts';

/** `trust --json`. Ratios are annual, with 252 days a year; probabilities are parts of 1; null where unknown. */
export interface TrustReport {
  readonly trials: number;
  readonly best: { readonly id: string; readonly parameters: LedgerEntry['parameters'] };
  readonly sharpe: number | null;
  readonly sharpe_interval: ResampledInterval;
  readonly psr: number | null;
  readonly dsr: number | null;
  /** Trading days. */
  readonly min_track_record: number | null;
  readonly pbo: number | null;
  /** Deepest falls, in money, of the same trades in other orders. */
  readonly monte_carlo: ResampledInterval;
  readonly random_entries: { readonly p_value: number | null; readonly median_profit: number | null };
  readonly costs: { readonly profit: number; readonly profit_at_twice_the_costs: number | null };
  readonly profit_one_bar_later: number | null;
  readonly stability: number | null;
  readonly verdict: VerdictWord;
  readonly because: readonly string[];
}

export interface TrustRequest {
  readonly setup: TrialSetup;
  readonly space: ParameterSpace;
  /** Every trial that the ledger has. */
  readonly entries: readonly LedgerEntry[];
  readonly objective: string;
  readonly ports: TrialPorts;
}

const DAYS_PER_YEAR = 252;
const SAMPLES = 2_000;
const CONFIDENCE = 0.95;

/** Judges the best trial among all of a ledger. Fails where none has a result, or where the best cannot be played again. */
export async function judgeSweep(request: TrustRequest): Promise<Result<TrustReport>> {
  const { entries, objective, setup, ports } = request;
  const done = entries.filter(({ status }) => status === 'done');
  const [best] = bestOf(done, objective, 1);
  if (best === undefined) return fail('missing_data', 'No trial of this sweep has a result to judge.');
  const played = await playReport(setup, best, ports);
  if (!played.ok) return played;
  const { config } = setup;
  const dear = await playReport({ ...setup, config: withTwiceTheCosts(config) }, best, ports);
  const bars = await readTradedBars(ports.store, ports.calendar, played.value.days, played.value.trade_list);
  return ok(
    reportOf(request, done, best, {
      report: played.value,
      twice: dear.ok ? dear.value.performance.profit : Number.NaN,
      bars,
    }),
  );
}

interface Played {
  readonly report: RunReport;
  readonly twice: number;
  readonly bars: Awaited<ReturnType<typeof readTradedBars>>;
}

function reportOf(
  { entries, objective, space, setup }: TrustRequest,
  done: readonly LedgerEntry[],
  best: LedgerEntry,
  { report, twice, bars }: Played,
): TrustReport {
  const plan = { samples: SAMPLES, seed: setup.seed, confidence: CONFIDENCE };
  const returns = dailyReturns(best);
  const moments = returnMoments(returns);
  const estimate: SharpeEstimate = { ...moments, sharpe: sharpeOf(moments) };
  const dsr = deflatedSharpe(estimate, entries.length, varianceOf(done.map(dailySharpe)));
  const { probability: pbo } = estimateOverfitting(alignedReturns(done, best));
  const trades = report.trade_list.filter(({ exit_at }) => exit_at !== null);
  const random = compareWithRandomEntries(
    sumOf(trades.map(({ gross }) => gross)),
    heldTrades(trades),
    (symbol) => bars.closesOf(symbol),
    plan,
  );
  const later = trades.length === 0 ? Number.NaN : profitOneBarLater(trades, bars);
  const stability = neighbourStability(space.axes, best.parameters, objectiveLookup(done, objective));
  const { verdict, because } = judge({
    trials: entries.length,
    days: returns.length,
    trades: trades.length,
    dsr,
    minTrackRecord: minimumTrackRecord(estimate),
    pbo,
    randomEntryP: random.pValue,
    profitAtTwiceTheCosts: twice,
    profitOneBarLater: later,
    stability: stability.ratio,
  });
  const annual = Math.sqrt(DAYS_PER_YEAR);
  return {
    trials: entries.length,
    best: { id: best.id, parameters: best.parameters },
    sharpe: known(estimate.sharpe * annual),
    sharpe_interval: bootstrapInterval(returns, (sample) => sharpeOf(returnMoments(sample)) * annual, plan),
    psr: known(sharpeProbability(estimate)),
    dsr: known(dsr),
    min_track_record: known(minimumTrackRecord(estimate)),
    pbo: known(pbo),
    monte_carlo: shuffledFalls(profitsOf(trades), plan),
    random_entries: { p_value: known(random.pValue), median_profit: known(random.median) },
    costs: { profit: report.performance.profit, profit_at_twice_the_costs: known(twice) },
    profit_one_bar_later: known(later),
    stability: known(stability.ratio),
    verdict,
    because,
  };
}

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const profitsOf = (trades: readonly TradeRow[]): readonly number[] => trades.map(({ profit }) => profit);

function dailyReturns({ equity }: LedgerEntry): Float64Array {
  return Float64Array.from(equity.slice(1), (value, index) => value / (equity[index] ?? Number.NaN) - 1);
}

const dailySharpe = (entry: LedgerEntry): number => sharpeOf(returnMoments(dailyReturns(entry)));

/** Variance with n - 1 of the ratios that exist; 0 of fewer than two. */
function varianceOf(ratios: readonly number[]): number {
  const finite = ratios.filter((ratio) => Number.isFinite(ratio));
  if (finite.length < 2) return 0;
  const mean = sumOf(finite) / finite.length;
  return sumOf(finite.map((ratio) => (ratio - mean) ** 2)) / (finite.length - 1);
}

/** Daily returns of all trials that played the same days as the best. */
const alignedReturns = (done: readonly LedgerEntry[], best: LedgerEntry): readonly Float64Array[] =>
  done.filter(({ days }) => days.join() === best.days.join()).map(dailyReturns);

function objectiveLookup(done: readonly LedgerEntry[], objective: string) {
  const byParameters = new Map(done.map((entry) => [JSON.stringify(entry.parameters), entry] as const));
  return (point: LedgerEntry['parameters']): number | undefined => {
    const entry = byParameters.get(JSON.stringify(point));
    return entry === undefined ? undefined : objectiveOf(entry, objective);
  };
}
