import { ok } from '../../base/result.ts';
import type { HistoryMinute, MinuteHistory } from '../minute-history.ts';
import type { AlpacaHistory } from './history-client.ts';
import type { AlpacaBarsPage, StockFeed } from './protocol.ts';
import { parseRfc3339 } from './rfc3339.ts';

/** Alpaca's raw minutes of one feed. A bar with an unreadable time is left out. */
export const alpacaMinutes = (history: AlpacaHistory, feed: StockFeed): MinuteHistory => ({
  minutes: (request, onPage) =>
    history.pages({ ...request, timeframe: '1Min', feed, adjustment: 'raw' }, (page) => {
      onPage(minutesOf(page));
      return ok(undefined);
    }),
});

function minutesOf({ bars }: AlpacaBarsPage): readonly HistoryMinute[] {
  const minutes: HistoryMinute[] = [];
  for (const [symbol, list] of Object.entries(bars ?? {})) {
    for (const { t, o: open, h: high, l: low, c: close, v: volume } of list ?? []) {
      const openMs = parseRfc3339(t);
      if (openMs !== undefined) minutes.push({ symbol, openMs, open, high, low, close, volume });
    }
  }
  return minutes;
}
