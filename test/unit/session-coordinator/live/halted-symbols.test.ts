import { describe, expect, it } from 'vitest';
import { HaltedSymbols } from '../../../../core/session-coordinator/live/halted-symbols.ts';
import type { FeedBar } from '../../../../core/live-feed/feed-events.ts';

const MINUTE = 60_000;
const bar = (symbol: string, minute: number): FeedBar => ({
  symbol,
  kind: 'new',
  openMs: minute * MINUTE,
  open: 1,
  high: 1,
  low: 1,
  close: 1,
  volume: 1,
});

describe('a symbol that was halted', () => {
  const halted = (): HaltedSymbols => {
    const symbols = new HaltedSymbols();
    symbols.note({ symbol: 'AAPL', halted: true, reason: 'news', atMs: 5 * MINUTE + 30_000 });
    return symbols;
  };

  it('trades again when a bar opens after the begin of the halt, and is reported once', () => {
    const symbols = halted();
    expect(symbols.tradingAgain([bar('AAPL', 9), bar('RIVN', 9)])).toEqual(['AAPL']);
    expect(symbols.tradingAgain([bar('AAPL', 10)])).toEqual([]);
  });

  it('stays halted while only earlier bars come, late or corrected', () => {
    expect(halted().tradingAgain([bar('AAPL', 4), { ...bar('AAPL', 5), kind: 'correction' }])).toEqual([]);
  });

  it('is not reported again when the exchange reported it', () => {
    const symbols = halted();
    symbols.note({ symbol: 'AAPL', halted: false, reason: 'resumed', atMs: 8 * MINUTE });
    expect(symbols.tradingAgain([bar('AAPL', 9)])).toEqual([]);
  });
});
