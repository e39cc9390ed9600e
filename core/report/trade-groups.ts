import { fromMoney, type Money } from '../execution/money.ts';
import type { OrderOwner } from '../execution/order.ts';
import type { Trade } from '../execution/trade.ts';
import type { SymbolMetadata } from '../model/symbol-metadata.ts';
import type { TradeGroup, TradeTotals } from './run-report.ts';

const isEnded = ({ exitAt }: Trade): boolean => exitAt !== undefined;
const isWon = ({ profit }: Trade): boolean => profit > 0n;
const isLost = ({ profit }: Trade): boolean => profit < 0n;

const sumOf = (trades: readonly Trade[], of: (trade: Trade) => Money): Money =>
  trades.reduce((total, trade) => total + of(trade), 0n);

/** Trades by a name of theirs, in the order of the names. */
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
  return [...groups.keys()].sort().map((name) => groupOf(name, groups.get(name) ?? []));
}

/** Counts are of ended trades, as in the totals. Money is of all trades, so that the groups sum to the account's profit. */
function groupOf(name: string, trades: readonly Trade[]): TradeGroup {
  const ended = trades.filter(isEnded);
  const money = (of: (trade: Trade) => Money): number => fromMoney(sumOf(trades, of));
  const won = ended.filter(isWon).length;
  return {
    name,
    trades: ended.length,
    open: trades.length - ended.length,
    won,
    lost: ended.filter(isLost).length,
    win_rate: ended.length === 0 ? null : won / ended.length,
    gross: money(({ gross }) => gross),
    fees: money(({ fees }) => fees),
    profit: money(({ profit }) => profit),
    open_profit: fromMoney(
      sumOf(
        trades.filter((trade) => !isEnded(trade)),
        ({ profit }) => profit,
      ),
    ),
    profit_factor: profitFactor(ended),
  };
}

/** Sum of gains ÷ sum of losses; null without a loss. */
function profitFactor(ended: readonly Trade[]): number | null {
  const won = sumOf(ended.filter(isWon), ({ profit }) => profit);
  const lost = sumOf(ended.filter(isLost), ({ profit }) => -profit);
  return lost === 0n ? null : fromMoney(won) / fromMoney(lost);
}

const averageProfit = (of: readonly Trade[]): number | null =>
  of.length === 0 ? null : fromMoney(sumOf(of, ({ profit }) => profit)) / of.length;

/** Figures of the ended trades. Open ones are counted in `open` alone. */
export function tradeTotals(trades: readonly Trade[]): TradeTotals {
  const ended = trades.filter(isEnded);
  const [won, lost] = [ended.filter(isWon), ended.filter(isLost)];
  const [averageWon, averageLost] = [averageProfit(won), averageProfit(lost)];
  const profits = ended.map(({ profit }) => profit);
  const held = ended.map(heldMinutes).sort((a, b) => a - b);
  const perTrade = (sum: number): number | null => (ended.length === 0 ? null : sum / ended.length);
  return {
    count: ended.length,
    open: trades.length - ended.length,
    won: won.length,
    lost: lost.length,
    win_rate: perTrade(won.length),
    profit_factor: profitFactor(ended),
    average: averageProfit(ended),
    average_won: averageWon,
    average_lost: averageLost,
    payoff_ratio: averageWon === null || averageLost === null ? null : averageWon / -averageLost,
    best: profits.length === 0 ? null : fromMoney(profits.reduce((a, b) => (a > b ? a : b))),
    worst: profits.length === 0 ? null : fromMoney(profits.reduce((a, b) => (a < b ? a : b))),
    longest_won: longestRun(ended, isWon),
    longest_lost: longestRun(ended, isLost),
    average_bars: perTrade(ended.reduce((sum, { bars }) => sum + bars, 0)),
    held_minutes: {
      average: perTrade(held.reduce((sum, each) => sum + each, 0)),
      median: medianOf(held),
      shortest: held[0] ?? null,
      longest: held.at(-1) ?? null,
    },
  };
}

/** From the open of the entry's bar to the open of the exit's, nights counted, in minutes; an open trade's is 0. */
const heldMinutes = ({ entryBarOpen, exitBarOpen }: Trade): number =>
  exitBarOpen === undefined ? 0 : (exitBarOpen - entryBarOpen) / 60_000;

function medianOf(sorted: readonly number[]): number | null {
  const middle = sorted.length / 2;
  if (middle === 0) return null;
  const [below, above] = [sorted[Math.ceil(middle) - 1] as number, sorted[Math.floor(middle)] as number];
  return (below + above) / 2;
}

/** Most values in a row that pass a test. */
export function longestRun<T>(values: readonly T[], passes: (value: T) => boolean): number {
  let [longest, run] = [0, 0];
  for (const value of values) {
    run = passes(value) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** The strategy's name; `user`, or `account` where a limit closed. */
export const ownerName = (owner: OrderOwner): string => (owner.kind === 'strategy' ? owner.name : owner.kind);

/** Whether the symbol had all that the config asks for, and since when. */
export function requirementsName(metadata: SymbolMetadata | undefined): string {
  if (metadata === undefined) return 'unknown';
  if (!metadata.meets_session_config_requirements) return 'adhoc';
  return metadata.upgraded_from_adhoc ? 'upgraded' : 'full';
}
