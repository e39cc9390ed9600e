import { z } from 'zod';
import { INTERVALS } from '../../base/interval.ts';
import type { Context, Instant, Interval } from '../strategy-api.ts';

/** The interval of a built-in strategy. */
export const INTERVAL = z.enum(INTERVALS).default('5m').describe('Interval of the bars that it watches.');

/**
 * Calls `look` for each symbol with a closed bar of the strategy's interval; a symbol that a scanner only watches is
 * left out.
 */
export function eachClosed<C extends Context<{ readonly interval: Interval }>>(
  { closed }: Instant,
  ctx: C,
  look: (ctx: C, symbol: string) => void,
): void {
  for (const { symbol, interval } of closed) {
    if (interval === ctx.params.interval && isFull(ctx.view, symbol)) look(ctx, symbol);
  }
}

const isFull = (view: Context['view'], symbol: string): boolean =>
  view.metadata(symbol)?.meets_session_config_requirements === true;
