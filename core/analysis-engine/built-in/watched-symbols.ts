import { z } from 'zod';
import type { AdhocRequest, ScannerContext } from '../strategy-api.ts';

/** Parameters that built-in scanners share. */
export const UNIVERSE = z
  .array(z.string())
  .default([])
  .describe('Symbols to scan; all symbols of the bar store when empty.');

export const AVERAGE_DAYS = z.int().min(1).max(250).default(10).describe('Days in the average.');

export const MAX_SYMBOLS = z.int().min(1).max(500).default(10).describe('Most symbols that it adds.');

export const everyInstants = (byDefault: number) =>
  z
    .int()
    .min(1)
    .max(10_000)
    .default(byDefault)
    .describe('Number of instants between two scans: minutes, with 1m bars.');

/** The data that a scanner needs to weigh a symbol against its own average day. */
export const againstAverage = (days: number): readonly AdhocRequest[] => [
  { history: '1d', days },
  { bars: '1m' },
];

/** A scanner's memory: the symbols that it watches, and those that it added. */
export interface Watched {
  readonly symbols: Set<string>;
  readonly promoted: Set<string>;
}

export const nothingWatched = (): Watched => ({ symbols: new Set(), promoted: new Set() });

type Ctx = ScannerContext<{ readonly universe: readonly string[] }, Watched>;

/** Requests a little data of every symbol of the universe, before the session day begins. */
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
 * Watched symbols with enough data to judge now, including those fully in the session. A symbol that the scanner added
 * and that has left since, removed by any caller, is forgotten.
 */
export function candidates({ view, state }: Ctx): readonly string[] {
  for (const symbol of state.promoted) {
    if (view.metadata(symbol)?.meets_session_config_requirements !== true) state.promoted.delete(symbol);
  }
  return view.activeSymbols().filter((symbol) => state.symbols.has(symbol));
}

/** Adds those of `wanted` that are not full members yet. */
export function promote(ctx: Ctx, wanted: readonly string[]): void {
  for (const symbol of wanted) {
    const metadata = ctx.view.metadata(symbol);
    if (metadata === undefined || metadata.meets_session_config_requirements) continue;
    ctx.state.promoted.add(symbol);
    ctx.symbols.add(symbol);
  }
}

/**
 * Downgrades the symbols that this scanner added, unless `stays` returns true; a locked symbol stays until it is
 * unlocked. Returns the number that are left.
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
