import type { EpochMs, Ticker, TradingDay } from '../../../core/base/epoch-ms.ts';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { BaseInterval } from '../../../core/base/interval.ts';
import type { BarStore } from '../../../core/data-manager/bar-store.ts';
import { firstIndexAtOrAfter, type ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import type { TradeRow } from '../../../core/report/run-report.ts';
import type { HeldTrade, SymbolCloses } from '../../../core/research/random-entries.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';

/** Bars of the sessions that a run played, for the symbols that it traded. */
export interface TradedBars {
  closesOf(symbol: string): SymbolCloses | undefined;
  /** Index of the bar that opens at an instant; undefined where there is none. */
  indexOf(symbol: string, openIso: string): number | undefined;
  openAt(symbol: string, index: number): number | undefined;
}

/** Intervals in which a session's bars may be stored, the likeliest first. */
const INTERVALS: readonly BaseInterval[] = ['1m', '1s', '1d'];

/** Reads the bars inside the hours of the days; a symbol whose bars cannot be read is left out. */
export async function readTradedBars(
  store: BarStore,
  calendar: MarketCalendar,
  days: readonly string[],
  trades: readonly TradeRow[],
): Promise<TradedBars> {
  const bySymbol = new Map<string, ReadonlyBarColumns>();
  const sessions = days.flatMap((day) => calendar.tradingSession(day as TradingDay) ?? []);
  const range = { from: sessions[0]?.open as EpochMs, to: sessions.at(-1)?.close as EpochMs };
  for (const symbol of new Set(trades.map((trade) => trade.symbol))) {
    const entries = trades
      .filter((trade) => trade.symbol === symbol)
      .map(({ entry_bar }) => Date.parse(entry_bar));
    const bars = await barsWith(store, asTicker(symbol), range, entries);
    if (bars !== undefined) bySymbol.set(symbol, bars);
  }
  const closes = new Map(
    [...bySymbol].map(([symbol, bars]) => [symbol, closesWithin(bars, sessions, trades)] as const),
  );
  return {
    closesOf: (symbol) => closes.get(symbol),
    indexOf(symbol, openIso) {
      const bars = bySymbol.get(symbol);
      if (bars === undefined) return undefined;
      const index = firstIndexAtOrAfter(bars, Date.parse(openIso));
      return bars.openMs[index] === Date.parse(openIso) ? index : undefined;
    },
    openAt: (symbol, index) => {
      const bars = bySymbol.get(symbol);
      return bars === undefined || index >= bars.length ? undefined : bars.open[index];
    },
  };
}

async function barsWith(
  store: BarStore,
  symbol: Ticker,
  range: { readonly from: EpochMs; readonly to: EpochMs },
  entries: readonly number[],
): Promise<ReadonlyBarColumns | undefined> {
  for (const interval of INTERVALS) {
    const read = await store.getBars(symbol, interval, range);
    if (!read.ok || read.value.bars.length === 0) continue;
    const { bars } = read.value;
    const has = (openMs: number): boolean => bars.openMs[firstIndexAtOrAfter(bars, openMs)] === openMs;
    if (entries.every(has)) return bars;
  }
  return undefined;
}

function closesWithin(
  bars: ReadonlyBarColumns,
  sessions: readonly { readonly open: EpochMs; readonly close: EpochMs }[],
  trades: readonly TradeRow[],
): SymbolCloses {
  const closes: number[] = [];
  const sessionStarts: number[] = [];
  for (const { open, close } of sessions) {
    sessionStarts.push(closes.length);
    for (let index = firstIndexAtOrAfter(bars, open); index < bars.length; index++) {
      if ((bars.openMs[index] ?? 0) >= close) break;
      closes.push(bars.close[index] ?? Number.NaN);
    }
  }
  const overnight = trades.some(
    ({ entry_at, exit_at }) => exit_at !== null && entry_at.slice(0, 10) !== exit_at.slice(0, 10),
  );
  return { closes, sessionStarts, overnight };
}

/** Trades that have ended, as the comparison with random entries needs them. */
export const heldTrades = (trades: readonly TradeRow[]): readonly HeldTrade[] =>
  trades.flatMap(({ symbol, bars, direction, quantity, entry_price, exit_at }) =>
    exit_at === null
      ? []
      : [
          {
            symbol,
            bars: Math.max(1, Math.round(bars)),
            side: direction === 'long' ? (1 as const) : (-1 as const),
            notional: quantity * entry_price,
          },
        ],
  );

/** Profit of the same trades, each entered and left at the open of one bar later; NaN where bars are missing. */
export function profitOneBarLater(trades: readonly TradeRow[], bars: TradedBars): number {
  let sum = 0;
  for (const { symbol, entry_bar, exit_bar, direction, quantity, fees } of trades) {
    if (exit_bar === null) continue;
    const [entry, exit] = [entry_bar, exit_bar].map((bar) => bars.indexOf(symbol, bar));
    if (entry === undefined || exit === undefined) return Number.NaN;
    const from = bars.openAt(symbol, entry + 1) ?? Number.NaN;
    // The last bar has no later one: the exit keeps its own.
    const to = bars.openAt(symbol, exit + 1) ?? bars.openAt(symbol, exit) ?? Number.NaN;
    sum += (direction === 'long' ? 1 : -1) * quantity * (to - from) - fees;
  }
  return sum;
}
