import { asEpochMs } from '../../../core/base/epoch-ms.ts';
import { ok } from '../../../core/base/result.ts';
import { MarketWalk } from '../../../core/data-manager/sample/market-walk.ts';
import { SAMPLE_SYMBOLS } from '../../../core/data-manager/sample/sample-symbols.ts';
import { BarColumns, type ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import { mergeBars } from './timeframe.ts';
import type { MarketTape } from './market-tape.ts';

/** An invented market: every ticker is traded on every day. */
export function walkTape(seed: string, calendar: MarketCalendar): MarketTape {
  const walk = new MarketWalk(seed, calendar);
  return {
    name: `an invented market (seed ${seed})`,
    symbols: () => Promise.resolve(SAMPLE_SYMBOLS.map(({ symbol }) => symbol)),
    bars(symbol, interval, range) {
      if (interval === '1m') return Promise.resolve(ok(walk.minutes(symbol, range)));
      const days = new BarColumns();
      for (const day of calendar.tradingDays(calendar.dayOf(range.from), calendar.dayOf(range.to))) {
        const session = calendar.tradingSession(day);
        if (session === undefined || session.open < range.from || session.open >= range.to) continue;
        appendDaily(days, walk.minutes(symbol, { from: session.open, to: session.close }), session.open);
      }
      return Promise.resolve(ok(days));
    },
  };
}

function appendDaily(days: BarColumns, minutes: ReadonlyBarColumns, openMs: number): void {
  if (minutes.length > 0) mergeBars(days, minutes, 0, minutes.length, asEpochMs(openMs));
}
