import { z } from 'zod';
import { defineScanner, type ScannerContext } from '../strategy-api.ts';
import { averageVolume, lastDailyClose } from './daily-history.ts';
import {
  againstAverage,
  AVERAGE_DAYS,
  candidates,
  demote,
  MAX_SYMBOLS,
  nothingWatched,
  promote,
  UNIVERSE,
  watch,
  type Watched,
} from './watched-symbols.ts';

const params = z.object({
  universe: UNIVERSE,
  gap_percent: z.number().min(0).max(500).default(2).describe('How far above the last close it must open.'),
  volume_percent: z
    .number()
    .min(0)
    .max(1000)
    .default(3)
    .describe('Required volume so far, in percent of an average day.'),
  days: AVERAGE_DAYS,
  max_symbols: MAX_SYMBOLS,
  at: z
    .array(z.string())
    .default(['09:35', '09:45', '10:00', '10:30', '11:00'])
    .describe('Exchange times at which it looks.'),
});

type Ctx = ScannerContext<z.infer<typeof params>, Watched>;

export const gapUp = defineScanner({
  name: 'gap-up',
  description: 'Adds symbols that opened well above their last close and trade heavily.',
  params,
  state: nothingWatched,
  schedule: ({ at }) => ({ at }),
  setup: (ctx) => watch(ctx, againstAverage(ctx.params.days)),
  scan(ctx) {
    const { days, gap_percent, max_symbols } = ctx.params;
    const wanted = candidates(ctx)
      .map((symbol) => ({ symbol, gap: gapOf(ctx, symbol) }))
      .filter(({ symbol, gap }) => gap >= gap_percent && tradesHeavily(ctx, symbol) && !isFilled(ctx, symbol))
      .filter(({ symbol }) => !ctx.state.promoted.has(symbol))
      .sort((a, b) => b.gap - a.gap);
    const left = demote(ctx, (symbol) => !isFilled(ctx, symbol), againstAverage(days));
    promote(
      ctx,
      wanted.slice(0, Math.max(0, max_symbols - left)).map(({ symbol }) => symbol),
    );
  },
});

/** The day's first open over the last close, in percent; `NaN` where either is missing. */
function gapOf({ view, clock }: Ctx, symbol: string): number {
  const open = view.barsSince(symbol, '1m', clock.open()).open[0] ?? Number.NaN;
  return 100 * (open / (lastDailyClose(view, symbol) ?? Number.NaN) - 1);
}

function tradesHeavily({ view, params: { volume_percent, days } }: Ctx, symbol: string): boolean {
  const average = averageVolume(view, symbol, days);
  const volume = view.metrics(symbol)?.volume ?? 0;
  return average !== undefined && 100 * volume >= volume_percent * average;
}

/** The price is back at the close of the day before. */
function isFilled({ view }: Ctx, symbol: string): boolean {
  const last = view.metrics(symbol)?.last;
  const close = lastDailyClose(view, symbol);
  return last !== undefined && close !== undefined && last <= close;
}
