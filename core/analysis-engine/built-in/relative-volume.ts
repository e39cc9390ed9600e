import { z } from 'zod';
import { defineScanner, type AdhocRequest, type ScannerContext } from '../strategy-api.ts';
import { averageVolume } from './daily-history.ts';
import {
  candidates,
  demote,
  nothingWatched,
  promote,
  UNIVERSE,
  watch,
  type Watched,
} from './watched-symbols.ts';

const params = z.object({
  universe: UNIVERSE,
  top: z.int().min(1).max(500).default(5).describe('How many it wants in the session.'),
  keep: z
    .int()
    .min(1)
    .max(1000)
    .default(8)
    .describe('What it brought in stays while it is among so many; at least `top`.'),
  min_ratio: z.number().min(0).max(1000).default(1.2).describe('Relative volume that it must have at least.'),
  days: z.int().min(1).max(250).default(10).describe('Days that make the average.'),
  every: z
    .int()
    .min(1)
    .max(10_000)
    .default(15)
    .describe('Looks every so many instants: minutes, with 1m bars.'),
});

type Ctx = ScannerContext<z.infer<typeof params>, Watched>;

const requests = (days: number): readonly AdhocRequest[] => [{ history: '1d', days }, { bars: '1m' }];

/** Relative volume: today's so far over an average day's, scaled to the part of the session that has passed. */
export const relativeVolume = defineScanner({
  name: 'relative-volume',
  description: 'Keeps the symbols in the session that trade most against their own average.',
  params,
  state: nothingWatched,
  schedule: ({ every }) => ({ every }),
  setup: (ctx) => watch(ctx, requests(ctx.params.days)),
  scan(ctx) {
    const { top, keep, min_ratio, days } = ctx.params;
    const ranked = candidates(ctx)
      .map((symbol) => ({ symbol, ratio: ratioOf(ctx, symbol) }))
      .filter(({ ratio }) => ratio >= min_ratio)
      .sort((a, b) => b.ratio - a.ratio)
      .map(({ symbol }) => symbol);
    const stays = new Set(ranked.slice(0, Math.max(top, keep)));
    const left = demote(ctx, (symbol) => stays.has(symbol), requests(days));
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
