import { z } from 'zod';
import { defineScanner, type AdhocRequest, type ScannerContext } from '../strategy-api.ts';
import { rangeOf, type OpeningRange } from './opening-range.ts';
import {
  candidates,
  demote,
  everyInstants,
  MAX_SYMBOLS,
  nothingWatched,
  promote,
  UNIVERSE,
  watch,
  type Watched,
} from './watched-symbols.ts';

const params = z.object({
  universe: UNIVERSE,
  minutes: z.int().min(1).max(240).default(30).describe('Length of the opening range.'),
  max_symbols: MAX_SYMBOLS,
  every: everyInstants(5),
});

type Ctx = ScannerContext<z.infer<typeof params>, Watched>;

const REQUESTS: readonly AdhocRequest[] = [{ bars: '5m' }];

export const openingRangeScanner = defineScanner({
  name: 'opening-range-scanner',
  description: 'Adds symbols that close above the range of their first minutes, until they close below it.',
  params,
  state: nothingWatched,
  schedule: ({ every }) => ({ every }),
  setup: (ctx) => watch(ctx, REQUESTS),
  scan(ctx) {
    const wanted = candidates(ctx)
      .map((symbol) => ({ symbol, over: breakoutOf(ctx, symbol) }))
      .filter(({ symbol, over }) => over > 1 && !ctx.state.promoted.has(symbol))
      .sort((a, b) => b.over - a.over);
    const left = demote(ctx, (symbol) => !(breakoutOf(ctx, symbol) < 0), REQUESTS);
    promote(
      ctx,
      wanted.slice(0, Math.max(0, ctx.params.max_symbols - left)).map(({ symbol }) => symbol),
    );
  },
});

/** The position of the last close in the opening range: 0 at its low, 1 at its high; `NaN` while there is none. */
function breakoutOf({ view, clock, params: { minutes } }: Ctx, symbol: string): number {
  const range = rangeOf(view, symbol, '5m', clock.open(), minutes);
  return range === undefined ? Number.NaN : placeIn(range);
}

function placeIn({ bars, high, low }: OpeningRange): number {
  const close = bars.close[bars.length - 1] as number;
  return high === low ? Number.NaN : (close - low) / (high - low);
}
