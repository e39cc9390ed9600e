import { fromMoney, type Money } from '../execution/money.ts';
import type { OrderOwner } from '../execution/order.ts';
import type { Trade } from '../execution/trade.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import type { TradeGroup, TradeTotals } from './run-report.ts';

/** Trades by a name of theirs, in the order of the names. Open ones count at their marks. */
export function groupTrades(
  trades: readonly Trade[],
  nameOf: (trade: Trade) => string,
): readonly TradeGroup[] {
  const groups = new Map<string, Trade[]>();
  for (const trade of trades) {
    const name = nameOf(trade);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [trade]);
    else group.push(trade);
  }
  return [...groups.keys()].sort().map((name) => summed(name, groups.get(name) ?? []));
}

function summed(name: string, trades: readonly Trade[]): TradeGroup {
  const sum = (of: (trade: Trade) => Money): number =>
    fromMoney(trades.reduce((total, trade) => total + of(trade), 0n));
  const won = trades.filter(({ profit }) => profit > 0).length;
  return {
    name,
    trades: trades.length,
    won,
    win_rate: trades.length === 0 ? null : won / trades.length,
    gross: sum(({ gross }) => gross),
    fees: sum(({ fees }) => fees),
    profit: sum(({ profit }) => profit),
    profit_factor: profitFactor(trades),
  };
}

/** Null where nothing was lost. */
function profitFactor(trades: readonly Trade[]): number | null {
  let won = 0n;
  let lost = 0n;
  for (const { profit } of trades) {
    if (profit > 0) won += profit;
    else lost -= profit;
  }
  return lost === 0n ? null : fromMoney(won) / fromMoney(lost);
}

export function tradeTotals(trades: readonly Trade[]): TradeTotals {
  const ended = trades.filter(({ exitAt }) => exitAt !== undefined);
  const profits = ended.map(({ profit }) => profit);
  const won = profits.filter((profit) => profit > 0).length;
  const { length: count } = ended;
  const perTrade = (sum: number): number | null => (count === 0 ? null : sum / count);
  const total = profits.reduce((sum, profit) => sum + profit, 0n);
  return {
    count,
    open: trades.length - count,
    won,
    lost: profits.filter((profit) => profit < 0).length,
    win_rate: perTrade(won),
    profit_factor: profitFactor(ended),
    average: perTrade(fromMoney(total)),
    best: count === 0 ? null : fromMoney(profits.reduce((a, b) => (a > b ? a : b))),
    worst: count === 0 ? null : fromMoney(profits.reduce((a, b) => (a < b ? a : b))),
    average_bars: perTrade(ended.reduce((sum, { bars }) => sum + bars, 0)),
  };
}

/** The strategy's name; `user`, or `account` where a limit closed. */
export const ownerName = (owner: OrderOwner): string => (owner.kind === 'strategy' ? owner.name : owner.kind);

/** Whether the symbol had all that the config asks for, and since when. */
export function requirementsName(metadata: SymbolMetadata | undefined): string {
  if (metadata === undefined) return 'unknown';
  if (!metadata.meets_session_config_requirements) return 'adhoc';
  return metadata.upgraded_from_adhoc ? 'upgraded' : 'full';
}
