import { asTicker, MINUTE_MS, type Ticker } from '../../core/base/epoch-ms.ts';
import { ok } from '../../core/base/result.ts';
import type { BarStore } from '../../core/data-manager/bar-store.ts';
import { createRandom } from '../../core/data-manager/sample/random.ts';
import {
  BarColumns,
  firstIndexAtOrAfter,
  sliceColumns,
  type ReadonlyBarColumns,
} from '../../core/model/bar-columns.ts';
import type { TradingSession } from '../../core/time-manager/market-calendar.ts';

/** Names for any number of symbols: `S0001`. */
export const benchSymbol = (index: number): Ticker => asTicker(`S${String(index + 1).padStart(4, '0')}`);

/** Minute bars of seeded walks over some sessions, in memory. `ticks` per dollar, where prices must lie on them. */
export function walkBars(
  symbols: number,
  sessions: readonly TradingSession[],
  ticks?: number,
): Map<Ticker, ReadonlyBarColumns> {
  const all = new Map<Ticker, ReadonlyBarColumns>();
  for (let index = 0; index < symbols; index++) all.set(benchSymbol(index), walk(index, sessions, ticks));
  return all;
}

function walk(
  index: number,
  sessions: readonly TradingSession[],
  ticks: number | undefined,
): ReadonlyBarColumns {
  const onTick = (price: number): number => (ticks === undefined ? price : Math.round(price * ticks) / ticks);
  const random = createRandom(`bench ${index}`);
  const bars = new BarColumns(sessions.length * 390);
  let price = 20 + random.uniform() * 200;
  for (const { open, close } of sessions) {
    for (let openMs: number = open; openMs < close; openMs += MINUTE_MS) {
      const next = Math.max(1, price * (1 + (random.uniform() - 0.5) * 0.002));
      const spread = price * random.uniform() * 0.0005;
      const volume = 100 + Math.floor(random.uniform() * 900);
      bars.append(
        openMs,
        onTick(price),
        onTick(Math.max(price, next) + spread),
        onTick(Math.min(price, next) - spread),
        onTick(next),
        volume,
      );
      price = next;
    }
  }
  return bars;
}

export function walkStore(
  bars: ReadonlyMap<Ticker, ReadonlyBarColumns>,
  sessions: readonly TradingSession[],
): BarStore {
  const days = sessions.map(({ day }) => day);
  const [firstDay] = days;
  const lastDay = days.at(-1);
  return {
    location: 'memory',
    symbols: async () => ok([]),
    async availability(symbol) {
      const there = bars.get(symbol);
      if (there === undefined || firstDay === undefined || lastDay === undefined) return ok(undefined);
      const interval = {
        interval: '1m' as const,
        firstDay,
        lastDay,
        days,
        bars: there.length,
        missingDays: [],
        sources: [],
      };
      return ok({ symbol, intervals: [interval], synthetic: true, damaged: [] });
    },
    async getBars(symbol, _interval, { from, to }) {
      const there = bars.get(symbol) ?? new BarColumns(0);
      const slice = sliceColumns(there, firstIndexAtOrAfter(there, from), firstIndexAtOrAfter(there, to));
      return ok({ bars: slice, findings: [], synthetic: true });
    },
  };
}
