import { asEpochMs, isoUtc } from '../base/epoch-ms.ts';
import { fromMoney, tidy } from '../execution/money.ts';
import type { Trade } from '../execution/trade.ts';
import type { SessionConfig } from '../model/session-config.ts';
import { CONVENTIONS, cautionsOf } from './conventions.ts';
import { benchmarkOf } from './benchmark.ts';
import { dailyReturns, monthlyReturns, rollingSharpeOf, yearlyReturns } from './daily-returns.ts';
import { deepestDrawdowns, drawdownsOf, type Drawdown } from './drawdowns.ts';
import type { SessionSpan } from './exposure.ts';
import { orderTotals, positionWarnings, stoppedStrategies } from './order-totals.ts';
import { performanceOf } from './performance.ts';
import type { ReportInput } from './report-input.ts';
import type { DrawdownPeriod, PriceCurve, RunReport, Setup, StrategySetup, TradeRow } from './run-report.ts';
import { thinned } from './thin.ts';
import { groupTrades, ownerName, requirementsName, tradeTotals } from './trade-groups.ts';

const MAX_DRAWDOWN_PERIODS = 10;
const MAX_PRICE_CURVES = 12;
const MAX_PRICE_POINTS = 1_200;

export function buildReport(input: ReportInput): RunReport {
  const { trades, points, config } = input;
  const group = (nameOf: (trade: Trade) => string) => groupTrades(trades, nameOf);
  const daily = dailyReturns(input);
  const drawdowns = deepestDrawdowns(drawdownsOf(points), MAX_DRAWDOWN_PERIODS);
  const performance = performanceOf(input, daily, drawdowns[0]);
  const totals = tradeTotals(trades);
  const orders = orderTotals(input.events);
  const stopped = stoppedStrategies(input.events);
  const { timeOf } = input;
  return {
    session: config.session_name,
    synthetic: input.synthetic,
    days: input.days,
    sessions: input.sessions.map(({ open, close }) => ({
      open: isoUtc(asEpochMs(open)),
      close: isoUtc(asEpochMs(close)),
    })),
    setup: setupOf(config),
    account: accountOf(input),
    performance,
    benchmark: benchmarkOf(input.benchmark, daily, performance.return),
    trades: totals,
    by_direction: group(({ direction }) => direction),
    by_symbol: group(({ symbol }) => symbol),
    by_strategy: group(({ owner }) => ownerName(owner)),
    by_hour: group(({ entryBarOpen }) => input.hourOf(entryBarOpen)),
    by_added_by: group(({ metadata }) => metadata?.added_by ?? 'unknown'),
    by_requirements: group(({ metadata }) => requirementsName(metadata)),
    orders,
    stopped_strategies: stopped,
    trade_list: trades.map(tradeRow),
    daily_returns: daily,
    monthly_returns: monthlyReturns(daily),
    yearly_returns: yearlyReturns(daily),
    rolling_sharpe: performance.wiped_out_at === null ? rollingSharpeOf(daily) : null,
    drawdown_periods: drawdowns.map((each) => drawdownPeriod(each, input.sessions)),
    equity: points.map(({ clock, cash, marketValue, grossExposure, equity }) => ({
      clock: isoUtc(clock),
      cash,
      market_value: marketValue,
      gross_exposure: grossExposure,
      equity,
    })),
    prices: priceCurves(input),
    cautions: cautionsOf({
      days: daily.length,
      performance,
      trades: totals,
      orders,
      stopped,
      positionWarnings: positionWarnings(input.events),
      timeOf,
    }),
    conventions: CONVENTIONS,
  };
}

function accountOf({ account, fills, traded }: ReportInput): RunReport['account'] {
  return {
    kind: account.kind,
    currency: account.currency,
    starting_cash: account.startingCash,
    cash: account.cash,
    equity: account.equity,
    realised: account.realised,
    unrealised: account.unrealised,
    fees: account.fees,
    borrow_fees: account.borrowFees,
    dividends: account.dividends,
    slippage: tidy(
      fills.reduce((sum, { slippage, quantity, pointValue }) => sum + slippage * quantity * pointValue, 0),
    ),
    traded: fromMoney(traded),
  };
}

const setupsOf = (role: StrategySetup['role'], list: SessionConfig['strategies']): readonly StrategySetup[] =>
  list.map(({ name, ...parameters }) => ({ name, role, parameters }));

function setupOf(config: SessionConfig): Setup {
  const { session_data_config: data } = config;
  return {
    mode: config.mode,
    symbols: data.symbols,
    streams: data.streams,
    strategies: [
      ...(config.metadata.strategy === 'none' ? [] : setupsOf('strategy', config.strategies)),
      ...setupsOf('scanner', config.scanners),
    ],
    trading: config.trading_config,
  };
}

function tradeRow(trade: Trade): TradeRow {
  const { exitAt, exitBarOpen } = trade;
  return {
    id: trade.id,
    symbol: trade.symbol,
    currency: trade.currency,
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
    borrow_fees: fromMoney(trade.borrowFees),
    dividends: fromMoney(trade.dividends),
    profit: fromMoney(trade.profit),
    return: trade.capital > 0n ? fromMoney(trade.profit) / fromMoney(trade.capital) : null,
    mae: fromMoney(trade.worst),
    mfe: fromMoney(trade.best),
    bars: trade.bars,
    metadata: trade.metadata ?? null,
  };
}

function drawdownPeriod(
  { money, part, peakAt, troughAt, recoveredAt }: Drawdown,
  sessions: readonly SessionSpan[],
): DrawdownPeriod {
  const until = recoveredAt ?? Number.POSITIVE_INFINITY;
  return {
    from: isoUtc(asEpochMs(peakAt)),
    to: isoUtc(asEpochMs(troughAt)),
    recovered_at: recoveredAt === null ? null : isoUtc(asEpochMs(recoveredAt)),
    drawdown: part,
    money: tidy(money),
    sessions: sessions.filter(({ open, close }) => open < until && close > peakAt).length,
  };
}

/** Curves of the symbols with the most trades, thinned to the resolution of a chart. */
function priceCurves({ prices, trades }: ReportInput): readonly PriceCurve[] {
  const counts = new Map<string, number>();
  for (const { symbol } of trades) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  const countOf = ({ symbol }: { readonly symbol: string }): number => counts.get(symbol) ?? 0;
  return [...prices]
    .sort((a, b) => countOf(b) - countOf(a) || (a.symbol < b.symbol ? -1 : 1))
    .slice(0, MAX_PRICE_CURVES)
    .map(({ symbol, points }) => ({
      symbol,
      points: thinned(points, ({ price }) => price, MAX_PRICE_POINTS).map(({ clock, price }) => ({
        clock: isoUtc(clock),
        price,
      })),
    }));
}
