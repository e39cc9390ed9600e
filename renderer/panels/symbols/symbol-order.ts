import type { SymbolRow } from '../../../electron/contract/batch.ts';
import type { SymbolOrder } from '../../state/view-store.ts';

/** Keys of the rows in the wanted order; ties keep the order in which symbols came. */
export function orderedSymbols(
  order: readonly string[],
  rows: ReadonlyMap<string, SymbolRow>,
  by: SymbolOrder,
): readonly string[] {
  if (by === 'added') return order;
  if (by === 'symbol') return [...order].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const change = (symbol: string): number => rows.get(symbol)?.changePercent ?? Number.NEGATIVE_INFINITY;
  return [...order].sort((a, b) => {
    const [one, other] = [change(a), change(b)];
    return one === other ? 0 : other > one ? 1 : -1;
  });
}
