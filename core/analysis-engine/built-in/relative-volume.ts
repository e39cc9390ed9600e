import { z } from 'zod';
import { defineScanner, type ScannerContext } from '../strategy-api.ts';
import { averageVolume } from './daily-history.ts';
import {
  againstAverage,
  AVERAGE_DAYS,
  candidates,
  demote,
  everyInstants,
  nothingWatched,
  promote,
  UNIVERSE,
  watch,
  type Watched,
} from './watched-symbols.ts';

const params = z.object({
  universe: UNIVERSE,
  top: z.int().min(1).max(500).default(5).describe('Number of symbols to keep in the session.'),
  keep: z
    .int()
    .min(1)
    .max(1000)
    .default(8)
    .describe('A symbol it added stays while its rank is at most this; at least `top`.'),
  min_ratio: z.number().min(0).max(1000).default(1.2).describe('Least relative volume.'),
  days: AVERAGE_DAYS,
  every: everyInstants(15),
});

type Ctx = ScannerContext<z.infer<typeof params>, Watched>;

/** Relative volume: today's so far over an average day's, scaled to the part of the session that has passed. */
export const relativeVolume = defineScanner({
  name: 'relative-volume',
  description: 'Keeps the symbols in the session that trade most relative to their own average.',
  params,
  state: nothingWatched,
  schedule: ({ every }) => ({ every }),
  setup: (ctx) => watch(ctx, againstAverage(ctx.params.days)),
  scan(ctx) {
    const { top, keep, min_ratio, days } = ctx.params;
    const ranked = candidates(ctx)
      .map((symbol) => ({ symbol, ratio: ratioOf(ctx, symbol) }))
      .filter(({ ratio }) => ratio >= min_ratio)
      .sort((a, b) => b.ratio - a.ratio)
      .map(({ symbol }) => symbol);
    const stays = new Set(ranked.slice(0, Math.max(top, keep)));
    const left = demote(ctx, (symbol) => stays.has(symbol), againstAverage(days));
    const wanted = ranked.slice(0, top).filter((symbol) => !ctx.state.promoted.has(symbol));
    promote(ctx, wanted.slice(0, Math.max(0, top - left)));
  },
});

function ratioOf({ view, clock, params: { days } }: Ctx, symbol: string): number {
  const average = averageVolume(view, symbol, days);
  const passed = (clock.now() - clock.open()) / (clock.close() - clock.open());
  const volume = view.metrics(symbol)?.volume;
  if (average === undefined || volume === undefined || passed <= 0) return Number.NaN;
  return volume / (average * passed);
}
