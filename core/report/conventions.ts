import type { Caution } from './caution.ts';
import type { OrderTotals, Performance, StoppedStrategy, TradeTotals } from './run-report.ts';

/** How the figures are defined. docs/execution.md#the-report has each. */
export const CONVENTIONS: readonly string[] = [
  'Orders fill no earlier than in the bar after them; a fill is known when its bar closes.',
  'A trade is the position that an owner has in a symbol, from flat to flat. Profit is after fees; shares leave first in, first out.',
  'Counts, win rate, averages and profit factor are of ended trades, in the totals and in every group. Profit of a group counts open trades too, at their last close.',
  'The return of a trade is its profit ÷ the largest cost of the shares that it held at one time.',
  'Return = equity at the end ÷ starting cash - 1, open positions at their last close.',
  'Daily returns go from close to close, the first from the starting cash. Yearly figures count 252 days; the riskless rate is 0.',
  'CAGR = (1 + return) ^ (252 ÷ days) - 1. Volatility = standard deviation (n - 1) of daily returns × √252.',
  'Sharpe = mean ÷ standard deviation (n - 1) of daily returns × √252. Sortino = the same with √(mean of squared losses) below.',
  'Drawdown = deepest fall from a peak of equity as part of that peak, seen once a minute and at each fill. Calmar = CAGR ÷ deepest fall at closes of days.',
  'Beta = covariance with ÷ variance of the daily returns of the benchmark. Alpha = (mean - beta × mean of the benchmark) × 252.',
  'Information ratio = mean ÷ standard deviation (n - 1) of the daily differences to the benchmark × √252; the deviation × √252 is the tracking error.',
  'A ratio over equity at or below zero is undefined and shows no number.',
  'Margin is judged at the close of each bar, not inside it.',
  'Time in market and exposure count a position from the open of the bar that fills its entry to the open of the bar that fills its exit.',
  'MAE and MFE use highs and lows of the bars held through; in the bar of an entry that fills inside it, only the close counts.',
  'By hour: the hour of the entry, exchange time. By added_by: what had added the symbol when the trade began.',
];

/** Below these, ratios say little: chance moves them more than skill. */
const FEW_RETURNS = 20;
const FEW_TRADES = 5;

interface Cautioned {
  readonly days: number;
  readonly performance: Performance;
  readonly trades: TradeTotals;
  readonly orders: OrderTotals;
  readonly stopped: readonly StoppedStrategy[];
  /** Held symbols without bars, or with a price that jumps like a split, in words. */
  readonly positionWarnings: readonly string[];
  /** An instant in words, exchange time. */
  readonly timeOf: (instant: string) => string;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Sentences that a reader must know before the figures, the gravest first. */
export function cautionsOf({
  days,
  performance,
  trades,
  orders,
  stopped,
  positionWarnings,
  timeOf,
}: Cautioned): readonly Caution[] {
  const cautions: Caution[] = [];
  const add = (kind: Caution['kind'], text: string): void => void cautions.push({ kind, text });
  if (performance.wiped_out_at !== null) {
    const at = timeOf(performance.wiped_out_at);
    const text = `The account was wiped out: equity fell to zero or below at ${at}. Ratios over it are undefined.`;
    add('wiped_out', text);
  }
  for (const { strategy, clock, reason } of stopped) {
    add('strategy_stopped', `Strategy ${strategy} threw an error at ${timeOf(clock)} and stopped: ${reason}`);
  }
  for (const text of positionWarnings) add('position', text);
  if (orders.refused > 0) {
    const rules = orders.refused_by_rule.map(({ rule, count }) => `${rule} ${count}`).join(', ');
    const verb = orders.refused === 1 ? 'was' : 'were';
    add('orders_refused', `${counted(orders.refused, 'order')} ${verb} refused: ${rules}.`);
  }
  if (days < FEW_RETURNS) {
    const returns = counted(days, 'daily return');
    add('few_returns', `Ratios rest on ${returns}; below ${FEW_RETURNS} they say little.`);
  }
  if (trades.count < FEW_TRADES) {
    const ended = counted(trades.count, 'ended trade');
    add(
      'few_trades',
      `Win rate, averages and profit factor rest on ${ended}; below ${FEW_TRADES} they say little.`,
    );
  }
  return cautions;
}
