import { asEpochMs, type EpochMs, type Ticker, type TradingDay } from '../../base/epoch-ms.ts';
import { ok } from '../../base/result.ts';
import type { BarStore, IntervalAvailability, SymbolAvailability } from '../../data-manager/bar-store.ts';
import { BarColumns, firstIndexAtOrAfter } from '../../model/bar-columns.ts';
import type { TradingSession } from '../../time-manager/market-calendar.ts';
import type { LiveBars } from './live-bars.ts';

/**
 * The bar store as a live session sees it: the stored past, and today only the bars of the feed. The store's own bars
 * of today stay hidden.
 */
export function createLiveStore(store: BarStore, bars: LiveBars, session: TradingSession): BarStore {
  return {
    location: store.location,
    symbols: () => store.symbols(),
    async availability(symbol) {
      const stored = await store.availability(symbol);
      return stored.ok ? ok(withToday(stored.value, symbol, session.day)) : stored;
    },
    async getBars(symbol, interval, { from, to }) {
      const past = await store.getBars(symbol, interval, { from, to: earlier(to, session.dayStart) });
      if (!past.ok || interval !== '1m' || to <= session.dayStart) return past;
      const today = bars.of(symbol).bars;
      const first = firstIndexAtOrAfter(today, from);
      const last = firstIndexAtOrAfter(today, to);
      const all = new BarColumns(past.value.bars.length + last - first);
      all.appendFrom(past.value.bars);
      all.appendFrom(today, first, last);
      return ok({ ...past.value, bars: all });
    },
  };
}

const earlier = (a: EpochMs, b: EpochMs): EpochMs => asEpochMs(Math.min(a, b));

function withToday(
  stored: SymbolAvailability | undefined,
  symbol: Ticker,
  today: TradingDay,
): SymbolAvailability {
  const intervals = (stored?.intervals ?? []).map((each) => until(each, today)).filter(hasDays);
  const minutes = intervals.find(({ interval }) => interval === '1m');
  const others = intervals.filter(({ interval }) => interval !== '1m');
  const live: IntervalAvailability = {
    interval: '1m',
    firstDay: minutes?.firstDay ?? today,
    lastDay: today,
    days: [...(minutes?.days ?? []), today],
    bars: minutes?.bars ?? 0,
    missingDays: minutes?.missingDays ?? [],
    sources: [...(minutes?.sources ?? []), 'live'],
  };
  // Without a version: the feed's bars of today change it all the time.
  const {
    synthetic,
    damaged,
    version: _,
    ...facts
  } = stored ?? { synthetic: false, damaged: [], version: '' };
  return { ...facts, symbol, intervals: [live, ...others], synthetic, damaged };
}

function until(stored: IntervalAvailability, today: TradingDay): IntervalAvailability {
  const days = stored.days.filter((day) => day < today);
  const missingDays = stored.missingDays.filter((day) => day < today);
  return { ...stored, days, missingDays, lastDay: days.at(-1) ?? stored.firstDay };
}

const hasDays = ({ days }: IntervalAvailability): boolean => days.length > 0;
