import { fail, type Result } from '../../core/base/result.ts';
import type { BarStore } from '../../core/data-manager/bar-store.ts';

const SHOWN = 8;

/** A symbol that the store lacks: `unknown_symbol`, with the nearest stored one. */
export async function unknownSymbol(store: BarStore, symbol: string): Promise<Result<never>> {
  const symbols = await store.symbols();
  if (!symbols.ok) return symbols;
  const known = symbols.value.map((stored) => String(stored.symbol));
  const message = `${symbol} is not in the bar store (${store.location}).`;
  if (known.length === 0) {
    return fail(
      'unknown_symbol',
      message,
      'The store is empty: tapedeck sample fills it, tapedeck import PATH brings your own bars.',
    );
  }
  const nearest = nearestSymbols(known, symbol).slice(0, SHOWN);
  const more =
    known.length > nearest.length
      ? ` and ${known.length - nearest.length} others (tapedeck data symbols)`
      : '';
  return fail('unknown_symbol', message, `It has ${nearest.join(', ')}${more}.`);
}

/** Symbols by similarity, most similar first; equal ones alphabetically. */
function nearestSymbols(known: readonly string[], wanted: string): readonly string[] {
  return known
    .map((symbol) => ({ symbol, distance: editDistance(symbol, wanted) }))
    .sort((a, b) => a.distance - b.distance || (a.symbol < b.symbol ? -1 : 1))
    .map(({ symbol }) => symbol);
}

/** Letters to insert, delete or replace (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
