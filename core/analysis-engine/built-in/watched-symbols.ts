import { z } from 'zod';
import type { AdhocRequest, ScannerContext } from '../strategy-api.ts';

/** Parameters that built-in scanners share. */
export const UNIVERSE = z
  .array(z.string())
  .default([])
  .describe('Symbols to look through; every one of the bar store when empty.');

export const AVERAGE_DAYS = z.int().min(1).max(250).default(10).describe('Days that make the average.');

export const MAX_SYMBOLS = z.int().min(1).max(500).default(10).describe('How many it brings in at most.');

export const everyInstants = (byDefault: number) =>
  z
    .int()
    .min(1)
    .max(10_000)
    .default(byDefault)
    .describe('Looks every so many instants: minutes, with 1m bars.');

/** What a scanner asks for that weighs a symbol against its own average day. */
export const againstAverage = (days: number): readonly AdhocRequest[] => [
  { history: '1d', days },
  { bars: '1m' },
];

/** What a scanner remembers: whom it watches, and whom it brought in. */
export interface Watched {
  readonly symbols: Set<string>;
  readonly promoted: Set<string>;
}

export const nothingWatched = (): Watched => ({ symbols: new Set(), promoted: new Set() });

type Ctx = ScannerContext<{ readonly universe: readonly string[] }, Watched>;

/** Asks for little of every symbol of the universe, before the session day begins. */
export function watch(ctx: Ctx, requests: readonly AdhocRequest[]): void {
  const { symbols } = ctx.state;
  symbols.clear();
  const wanted = ctx.params.universe.length > 0 ? ctx.params.universe : ctx.universe();
  for (const symbol of wanted) symbols.add(symbol);
  for (const symbol of symbols) ask(ctx, symbol, requests);
}

function ask(ctx: Ctx, symbol: string, requests: readonly AdhocRequest[]): void {
  for (const request of requests) ctx.symbols.adhoc(symbol, request);
}

/**
 * Watched symbols that can be judged now, those in the session in full already among them. What was brought in and has
 * left since, whoever took it out, is forgotten.
 */
export function candidates({ view, state }: Ctx): readonly string[] {
  for (const symbol of state.promoted) {
    if (view.metadata(symbol)?.meets_session_config_requirements !== true) state.promoted.delete(symbol);
  }
  return view.activeSymbols().filter((symbol) => state.symbols.has(symbol));
}

/** Brings in those of `wanted` that are not in full yet. */
export function promote(ctx: Ctx, wanted: readonly string[]): void {
  for (const symbol of wanted) {
    const metadata = ctx.view.metadata(symbol);
    if (metadata === undefined || metadata.meets_session_config_requirements) continue;
    ctx.state.promoted.add(symbol);
    ctx.symbols.add(symbol);
  }
}

/**
 * Takes what this scanner brought in back to what it was, unless `stays` says otherwise; what is locked stays until it is
 * not. Answers how many are left.
 */
export function demote(
  ctx: Ctx,
  stays: (symbol: string) => boolean,
  requests: readonly AdhocRequest[],
): number {
  let left = 0;
  for (const symbol of ctx.state.promoted) {
    if (stays(symbol) || ctx.symbols.lockedBy(symbol) !== undefined) left++;
    else {
      ctx.symbols.remove(symbol);
      ask(ctx, symbol, requests);
    }
  }
  return left;
}
