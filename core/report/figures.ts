import {
  changeText,
  countText,
  gainText,
  heldText,
  moneyText,
  NO_FIGURE,
  percentText,
  ratioText,
} from '../base/figure-text.ts';
import type { RunReport } from './run-report.ts';

/** A figure of a report as readers see it. */
export interface Figure {
  readonly name: string;
  readonly text: string;
  /** Colours the figure: a gain over 0, a loss below. */
  readonly sign?: number;
}

export interface FigureGroup {
  readonly title: string;
  readonly figures: readonly Figure[];
}

const figure = (name: string, text: string): Figure => ({ name, text });

const signed = (name: string, text: string, value: number | null): Figure =>
  value === null ? { name, text } : { name, text, sign: Math.sign(value) };

const change = (name: string, part: number | null): Figure => signed(name, changeText(part), part);
const gain = (name: string, amount: number | null): Figure => signed(name, gainText(amount), amount);

/** The headline figures, everywhere: a run's profit, its risk, its number of trades. */
export function headlineFigures(report: RunReport): readonly Figure[] {
  const { performance: of, trades, benchmark } = report;
  return [
    gain('Profit', of.profit),
    change('Return', of.return),
    change('CAGR', of.cagr),
    benchmark === null
      ? figure('Benchmark', NO_FIGURE)
      : change(`Holding ${benchmark.symbol}`, benchmark.return),
    figure('Drawdown', percentText(of.drawdown)),
    figure('Sharpe', ratioText(of.sharpe)),
    figure('Sortino', ratioText(of.sortino)),
    figure('Trades', tradesText(report)),
    figure('Won', percentText(trades.win_rate)),
    figure('Profit factor', ratioText(trades.profit_factor)),
  ];
}

/** `12`, or `12, 1 open`. */
const tradesText = ({ trades }: RunReport): string =>
  trades.open === 0 ? countText(trades.count) : `${countText(trades.count)}, ${countText(trades.open)} open`;

/** Every figure of a report, by subject. */
export const figureGroups = (report: RunReport): readonly FigureGroup[] => [
  { title: 'Return', figures: returnFigures(report) },
  { title: 'Risk', figures: riskFigures(report) },
  { title: 'Ratios', figures: ratioFigures(report) },
  ...benchmarkGroup(report),
  { title: 'Trades', figures: tradeFigures(report) },
  { title: 'Activity', figures: activityFigures(report) },
  { title: 'Costs', figures: costFigures(report) },
];

function returnFigures({ performance: of, account }: RunReport): readonly Figure[] {
  return [
    gain('Profit', of.profit),
    change('Return', of.return),
    change('CAGR', of.cagr),
    change('Average day', of.average_day),
    change('Best day', of.best_day),
    change('Worst day', of.worst_day),
    figure('Days won · lost', `${countText(of.days_won)} · ${countText(of.days_lost)}`),
    figure('Longest run won · lost', `${of.longest_days_won} · ${of.longest_days_lost} days`),
    figure('Starting cash', moneyText(account.starting_cash)),
    figure('Equity at the end', moneyText(account.equity)),
    gain('Of it unrealised', account.unrealised),
  ];
}

function riskFigures({ performance: of }: RunReport): readonly Figure[] {
  return [
    figure('Drawdown', percentText(of.drawdown)),
    figure('Drawdown in money', moneyText(of.drawdown_money)),
    figure('Drawdown at closes', percentText(of.drawdown_at_closes)),
    figure('Volatility', percentText(of.volatility)),
    figure('Value at risk (95 %, a day)', percentText(of.value_at_risk)),
    figure('Expected shortfall (95 %)', percentText(of.expected_shortfall)),
    figure('Ulcer index', percentText(of.ulcer_index)),
  ];
}

function ratioFigures({ performance: of }: RunReport): readonly Figure[] {
  return [
    figure('Sharpe', ratioText(of.sharpe)),
    figure('Probability that Sharpe > 0', percentText(of.probabilistic_sharpe)),
    figure('Sortino', ratioText(of.sortino)),
    figure('Calmar', ratioText(of.calmar)),
    figure('Omega', ratioText(of.omega)),
    figure('Tail ratio', ratioText(of.tail_ratio)),
    figure('Skewness', ratioText(of.skewness)),
    figure('Kurtosis (excess)', ratioText(of.kurtosis)),
  ];
}

function benchmarkGroup({ benchmark: held }: RunReport): readonly FigureGroup[] {
  if (held === null) return [];
  return [
    {
      title: `Against ${held.symbol}`,
      figures: [
        change(`Holding ${held.symbol}`, held.return),
        change('Return above it', held.excess_return),
        change('Alpha', held.alpha),
        figure('Beta', ratioText(held.beta)),
        figure('Correlation', ratioText(held.correlation)),
        figure('Information ratio', ratioText(held.information_ratio)),
        figure('Tracking error', percentText(held.tracking_error)),
        change('Its CAGR', held.cagr),
        figure('Its volatility', percentText(held.volatility)),
        figure('Its Sharpe', ratioText(held.sharpe)),
        figure('Its drawdown at closes', percentText(held.drawdown_at_closes)),
      ],
    },
  ];
}

function tradeFigures(report: RunReport): readonly Figure[] {
  const { trades } = report;
  const { held_minutes: held } = trades;
  return [
    figure('Trades', tradesText(report)),
    figure('Won', percentText(trades.win_rate)),
    figure('Profit factor', ratioText(trades.profit_factor)),
    figure('Payoff ratio', ratioText(trades.payoff_ratio)),
    gain('Average trade', trades.average),
    gain('Average won', trades.average_won),
    gain('Average lost', trades.average_lost),
    gain('Best', trades.best),
    gain('Worst', trades.worst),
    figure('Longest streak won · lost', `${trades.longest_won} · ${trades.longest_lost}`),
    figure('Held, average', heldText(held.average)),
    figure('Held, median', heldText(held.median)),
    figure('Held, longest', heldText(held.longest)),
  ];
}

function activityFigures({ performance: of, account, orders }: RunReport): readonly Figure[] {
  return [
    figure('Time in market', percentText(of.time_in_market)),
    figure('Exposure', percentText(of.exposure)),
    figure('Highest exposure', percentText(of.highest_exposure)),
    figure('Turnover', of.turnover === null ? NO_FIGURE : `${ratioText(of.turnover)} ×`),
    figure('Value traded', moneyText(account.traded)),
    figure('Orders', countText(orders.count)),
    figure('Filled', countText(orders.filled)),
    figure('Cancelled · expired', `${countText(orders.cancelled)} · ${countText(orders.expired)}`),
    figure('Refused', countText(orders.refused)),
  ];
}

function costFigures({ account, trades }: RunReport): readonly Figure[] {
  const { fees, slippage, borrow_fees: borrowed, traded } = account;
  const total = fees + slippage + borrowed;
  const count = trades.count + trades.open;
  return [
    figure('Fees', moneyText(fees)),
    figure('Slippage', moneyText(slippage)),
    figure('Borrowing', moneyText(borrowed)),
    figure('All costs', moneyText(total)),
    figure('Costs a trade', moneyText(count === 0 ? null : total / count)),
    figure('Costs of value traded', percentText(traded === 0 ? null : total / traded)),
  ];
}
