import type { Ticker, TradingDay } from '../../core/base/epoch-ms.ts';
import { fail, ok } from '../../core/base/result.ts';
import type { BarStore, IntervalAvailability } from '../../core/data-manager/bar-store.ts';
import { BarColumns, firstIndexAtOrAfter, sliceColumns } from '../../core/model/bar-columns.ts';
import { calendar, type BuiltBars } from './bar-builder.ts';

/** A bar store in memory that answers like the real one, with a place to break it. */
export interface MemoryStore extends BarStore {
  /** Called before each answer with what is asked; may throw, delay or answer a failure's message. */
  before: (what: 'availability' | 'getBars', symbol: Ticker) => Promise<string | undefined>;
}

export function memoryStore(...built: readonly BuiltBars[]): MemoryStore {
  const merged = new Map<string, BuiltBars>();
  for (const each of built) {
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
    symbols: () =>
      Promise.resolve(
        symbols.map((symbol) => ({
          symbol,
          intervals: of(symbol).map(({ interval }) => interval),
          firstMonth: '2025-07',
          lastMonth: '2025-07',
        })),
      ),
    async availability(symbol) {
      const broken = await store.before('availability', symbol);
      if (broken !== undefined) throw new Error(broken);
      const intervals = of(symbol).map(availabilityOf);
      if (intervals.length === 0) return undefined;
      return { symbol, intervals, synthetic: false, damaged: [] };
    },
    async getBars(symbol, interval, { from, to }) {
      const broken = await store.before('getBars', symbol);
      if (broken !== undefined) return fail('damaged_file', broken);
      const bars = of(symbol).find((each) => each.interval === interval)?.bars ?? new BarColumns(0);
      const slice = sliceColumns(bars, firstIndexAtOrAfter(bars, from), firstIndexAtOrAfter(bars, to));
      return ok({ bars: slice, findings: [], synthetic: false });
    },
  };
  return store;
}

function availabilityOf({ interval, bars }: BuiltBars): IntervalAvailability {
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
