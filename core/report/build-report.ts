import { asEpochMs, isoUtc } from '../base/epoch-ms.ts';
import type { EquityPoint } from '../execution/equity-curve.ts';
import { fromMoney, tidy, type Money } from '../execution/money.ts';
import type { AccountSnapshot, Fill } from '../execution/order.ts';
import type { Trade } from '../execution/trade.ts';
import type { BenchmarkPoint } from './benchmark.ts';
import { exposureOf, timeInMarket, type SessionSpan } from './exposure.ts';
import type { Benchmark, Performance, RunReport, TradeRow } from './run-report.ts';
import { deepestDrawdown, returnsOf, sharpe, sortino, volatility } from './statistics.ts';
import { groupTrades, ownerName, requirementsName, tradeTotals } from './trade-groups.ts';

/** What a report is made of. */
export interface ReportInput {
  readonly session: string;
  readonly synthetic: boolean;
  readonly days: readonly string[];
  readonly sessions: readonly SessionSpan[];
  readonly account: AccountSnapshot;
  /** Notional of all fills. */
  readonly traded: Money;
  readonly trades: readonly Trade[];
  readonly fills: readonly Fill[];
  readonly points: readonly EquityPoint[];
  /** Equity at the close of each day. */
  readonly closes: readonly EquityPoint[];
  readonly benchmark: { readonly symbol: string; readonly points: readonly BenchmarkPoint[] };
  /** `10` for an instant from 10:00 to 10:59 exchange time. */
  readonly hourOf: (instant: number) => string;
}

const CONVENTIONS: readonly string[] = [
  'Orders are filled no earlier than in the bar after them; a fill is known when its bar closes.',
  'A trade is the position of a symbol from flat to flat; profit is after fees, shares leave first in, first out.',
  'Return = equity at the end ÷ starting cash - 1, open positions at their last close.',
  'Drawdown = deepest fall from a peak of equity as part of that peak, seen once a minute and at each fill.',
  'Sharpe = mean ÷ standard deviation (n - 1) of daily returns × √252, riskless rate 0; daily = close to close.',
  'Sortino = the same with √(mean of squared losses) below.',
  'MAE and MFE by highs and lows of the bars held through; of the bar of an entry in its midst only the close counts.',
  'By hour: the hour of the entry, exchange time. By added_by: who had added the symbol when the trade was opened.',
];

export function buildReport(input: ReportInput): RunReport {
  const { account, trades, fills, points } = input;
  const group = (nameOf: (trade: Trade) => string) => groupTrades(trades, nameOf);
  return {
    session: input.session,
    synthetic: input.synthetic,
    days: input.days,
    account: {
      kind: account.kind,
      starting_cash: account.startingCash,
      cash: account.cash,
      equity: account.equity,
      realised: account.realised,
      unrealised: account.unrealised,
      fees: account.fees,
      borrow_fees: account.borrowFees,
      slippage: tidy(fills.reduce((sum, { slippage, quantity }) => sum + slippage * quantity, 0)),
    },
    performance: performanceOf(input),
    benchmark: benchmarkOf(input),
    trades: tradeTotals(trades),
    by_symbol: group(({ symbol }) => symbol),
    by_strategy: group(({ owner }) => ownerName(owner)),
    by_hour: group(({ entryBarOpen }) => input.hourOf(entryBarOpen)),
    by_added_by: group(({ metadata }) => metadata?.added_by ?? 'unknown'),
    by_requirements: group(({ metadata }) => requirementsName(metadata)),
    trade_list: trades.map(tradeRow),
    equity: points.map(({ clock, cash, marketValue, grossExposure, equity }) => ({
      clock: isoUtc(clock),
      cash,
      market_value: marketValue,
      gross_exposure: grossExposure,
      equity,
    })),
    conventions: CONVENTIONS,
  };
}

function performanceOf({ account, points, closes, trades, sessions, traded }: ReportInput): Performance {
  const start = account.startingCash;
  const ends = closes.map(({ equity }) => equity);
  const returns = start > 0 ? returnsOf(start, ends) : [];
  const drawdown = deepestDrawdown(points);
  const exposure = exposureOf(points, sessions);
  const meanEquity = ends.length === 0 ? start : ends.reduce((sum, each) => sum + each, 0) / ends.length;
  return {
    profit: tidy(account.equity - start),
    return: start > 0 ? account.equity / start - 1 : 0,
    drawdown: drawdown.part,
    drawdown_money: tidy(drawdown.money),
    drawdown_from: instant(drawdown.peakAt),
    drawdown_to: instant(drawdown.troughAt),
    recovered_at: instant(drawdown.recoveredAt),
    sharpe: sharpe(returns),
    sortino: sortino(returns),
    volatility: volatility(returns),
    time_in_market: timeInMarket(trades, sessions),
    exposure: exposure.mean,
    highest_exposure: exposure.highest,
    turnover: meanEquity > 0 ? fromMoney(traded) / meanEquity : 0,
  };
}

function benchmarkOf({ benchmark: { symbol, points } }: ReportInput): Benchmark | null {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    symbol,
    return: last.price / first.price - 1,
    curve: points.map(({ clock, price }) => ({ clock: isoUtc(clock), value: price / first.price })),
  };
}

function tradeRow(trade: Trade): TradeRow {
  const { exitAt, exitBarOpen } = trade;
  return {
    id: trade.id,
    symbol: trade.symbol,
    strategy: ownerName(trade.owner),
    direction: trade.direction,
    quantity: trade.quantity,
    entry_at: isoUtc(trade.entryAt),
    entry_bar: isoUtc(trade.entryBarOpen),
    entry_price: trade.entryPrice,
    exit_at: exitAt === undefined ? null : isoUtc(exitAt),
    exit_bar: exitBarOpen === undefined ? null : isoUtc(exitBarOpen),
    exit_price: trade.exitPrice ?? null,
    exit_by: trade.exitRole ?? null,
    gross: fromMoney(trade.gross),
    fees: fromMoney(trade.fees),
    profit: fromMoney(trade.profit),
    return: fromMoney(trade.profit) / fromMoney(trade.entryValue),
    mae: fromMoney(trade.worst),
    mfe: fromMoney(trade.best),
    bars: trade.bars,
    metadata: trade.metadata ?? null,
  };
}

const instant = (at: number | null): string | null => (at === null ? null : isoUtc(asEpochMs(at)));
