import type { EpochMs } from '../base/epoch-ms.ts';
import { spanMs, type BaseInterval } from '../base/interval.ts';
import { ok } from '../base/result.ts';
import { BarColumns, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { MarketCalendar } from '../time-manager/market-calendar.ts';
import type { BarStore } from './bar-store.ts';
import { createRandom } from './sample/random.ts';

/** Standard deviation of a noise bar's return: so large that no strategy makes the same decision by chance. */
const WILDNESS = 0.02;

/**
 * The store with another future: every bar that closes after `until` has random prices and volume in place of its own.
 * Bars known by then, and the times of all bars, stay. The same noise at each call.
 */
export function noisyStore(store: BarStore, calendar: MarketCalendar, until: EpochMs): BarStore {
  return {
    location: store.location,
    symbols: () => store.symbols(),
    availability: (symbol) => store.availability(symbol),
    async getBars(symbol, interval, range) {
      const read = await store.getBars(symbol, interval, range);
      if (!read.ok) return read;
      const closes = (openMs: number): number => closeOf(calendar, interval, openMs);
      const bars = withNoise(read.value.bars, closes, until, `${symbol} ${interval}`);
      return ok({ ...read.value, bars });
    },
  };
}

function closeOf(calendar: MarketCalendar, interval: BaseInterval, openMs: number): number {
  if (interval !== '1d') return openMs + spanMs(interval);
  const session = calendar.tradingSession(calendar.dayOf(openMs as EpochMs));
  return session?.close ?? openMs + spanMs('1d');
}

function withNoise(
  bars: ReadonlyBarColumns,
  closes: (openMs: number) => number,
  until: number,
  seed: string,
): ReadonlyBarColumns {
  const { length } = bars;
  if (length === 0 || closes(bars.openMs[length - 1] as number) <= until) return bars;
  const noisy = new BarColumns(length);
  let price = bars.open[0] as number;
  for (let index = 0; index < length; index++) {
    const openMs = bars.openMs[index] as number;
    if (closes(openMs) <= until) {
      price = bars.close[index] as number;
      const [open, high, low] = [bars.open[index], bars.high[index], bars.low[index]] as [
        number,
        number,
        number,
      ];
      noisy.append(openMs, open, high, low, price, bars.volume[index] as number);
      continue;
    }
    const random = createRandom(`noise ${seed} ${openMs}`);
    const open = Math.max(0.01, price * (1 + WILDNESS * random.normal()));
    const close = Math.max(0.01, open * (1 + WILDNESS * random.normal()));
    const high = Math.max(open, close) * (1 + WILDNESS * random.uniform());
    const low = Math.min(open, close) * (1 - WILDNESS * random.uniform());
    noisy.append(openMs, open, high, low, close, Math.round(100 + 100_000 * random.uniform()));
    price = close;
  }
  return noisy;
}
