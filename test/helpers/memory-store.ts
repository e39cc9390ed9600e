import type { EpochMs, Ticker, TradingDay } from '../../core/base/epoch-ms.ts';
import type { BaseInterval } from '../../core/base/interval.ts';
import { fail, ok } from '../../core/base/result.ts';
import type { BarStore, IntervalAvailability } from '../../core/data-manager/bar-store.ts';
import type { Finding } from '../../core/model/finding.ts';
import { BarColumns, firstIndexAtOrAfter, sliceColumns } from '../../core/model/bar-columns.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import { calendar as usEquity, type BuiltBars } from './bar-builder.ts';

/** A bar store in memory that answers like the real one, with a place to break it. */
export interface MemoryStore extends BarStore {
  /** Called before each answer with the request; may throw, delay or return a failure's message. */
  before: (
    what: 'availability' | 'getBars',
    symbol: Ticker,
    interval?: BaseInterval,
  ) => Promise<string | undefined>;
  /** Every question so far, `getBars AAPL 1m 2025-07-01..2025-07-02` (days, the last one included). */
  readonly asked: string[];
  /** Findings that the next answers report, by symbol. */
  readonly findings: Map<string, Finding>;
}

export const memoryStore = (...built: readonly BuiltBars[]): MemoryStore => memoryStoreOf(usEquity, built);

/** The same under another exchange group's calendar. */
export function memoryStoreOf(calendar: MarketCalendar, built: readonly BuiltBars[]): MemoryStore {
  const merged = new Map<string, BuiltBars>();
  const oldestFirst = [...built].sort((a, b) => (a.bars.openMs[0] ?? 0) - (b.bars.openMs[0] ?? 0));
  for (const each of oldestFirst) {
    const key = `${each.symbol}/${each.interval}`;
    const there = merged.get(key);
    if (there === undefined) merged.set(key, each);
    else {
      const both = new BarColumns(there.bars.length + each.bars.length);
      both.appendFrom(there.bars);
      both.appendFrom(each.bars);
      merged.set(key, { ...each, bars: both });
    }
  }
  const all = [...merged.values()];
  const of = (symbol: Ticker): readonly BuiltBars[] => all.filter((each) => each.symbol === symbol);
  const symbols = [...new Set(all.map(({ symbol }) => symbol))];
  const store: MemoryStore = {
    location: 'memory',
    before: () => Promise.resolve(undefined),
    asked: [],
    findings: new Map(),
    symbols: () =>
      Promise.resolve(
        ok(
          symbols.map((symbol) => ({
            symbol,
            intervals: of(symbol).map(({ interval }) => interval),
            firstMonth: '2025-07',
            lastMonth: '2025-07',
          })),
        ),
      ),
    async availability(symbol) {
      store.asked.push(`availability ${symbol}`);
      const broken = await store.before('availability', symbol);
      if (broken !== undefined) throw new Error(broken);
      const intervals = of(symbol).map((each) => availabilityOf(each, calendar));
      if (intervals.length === 0) return ok(undefined);
      return ok({ symbol, intervals, synthetic: false, damaged: [] });
    },
    async getBars(symbol, interval, { from, to }) {
      const [first, last] = [from, (to - 1) as EpochMs].map((each) => calendar.dayOf(each));
      store.asked.push(`getBars ${symbol} ${interval} ${first}..${last}`);
      const broken = await store.before('getBars', symbol, interval);
      if (broken !== undefined) return fail('damaged_file', broken);
      const bars = of(symbol).find((each) => each.interval === interval)?.bars ?? new BarColumns(0);
      const slice = sliceColumns(bars, firstIndexAtOrAfter(bars, from), firstIndexAtOrAfter(bars, to));
      const finding = store.findings.get(symbol);
      return ok({ bars: slice, findings: finding === undefined ? [] : [finding], synthetic: false });
    },
  };
  return store;
}

function availabilityOf({ interval, bars }: BuiltBars, calendar: MarketCalendar): IntervalAvailability {
  const days = new Set<TradingDay>();
  for (let index = 0; index < bars.length; index++) days.add(calendar.dayOf(bars.openMs[index] as never));
  const list = [...days];
  return {
    interval,
    firstDay: list[0] as TradingDay,
    lastDay: list.at(-1) as TradingDay,
    days: list,
    bars: bars.length,
    missingDays: [],
    sources: ['test'],
  };
}
