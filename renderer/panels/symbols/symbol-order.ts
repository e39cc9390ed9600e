import type { SymbolRow } from '../../../electron/contract/batch.ts';
import { phaseLabel } from '../../format/phase.ts';
import type { SymbolOrder } from '../../state/view-store.ts';

type Figure = Exclude<SymbolOrder, 'added' | 'symbol'>;

/** Figures that rows are sorted by, the largest first. */
const FIGURES: Readonly<Record<Figure, (row: SymbolRow) => number | null>> = {
  change: (row) => row.changePercent,
  fall: (row) => (row.changePercent === null ? null : -row.changePercent),
  last: (row) => row.last,
  volume: (row) => row.volume,
  lag: (row) => row.lagMs,
  gaps: (row) => (row.quality === null ? null : -row.quality),
};

/** Keys of the rows in the chosen order. Ties keep the order of arrival, and rows without the figure come last. */
export function orderedSymbols(
  order: readonly string[],
  rows: ReadonlyMap<string, SymbolRow>,
  by: SymbolOrder,
): readonly string[] {
  if (by === 'added') return order;
  if (by === 'symbol') return [...order].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const of = (symbol: string): number => {
    const row = rows.get(symbol);
    return (row === undefined ? null : FIGURES[by](row)) ?? Number.NEGATIVE_INFINITY;
  };
  return [...order].sort((a, b) => {
    const [one, other] = [of(a), of(b)];
    return one === other ? 0 : other > one ? 1 : -1;
  });
}

/** Rows that match every word: a part of the symbol, or the beginning of the name of its adder or of its phase. */
export function filteredSymbols(
  order: readonly string[],
  rows: ReadonlyMap<string, SymbolRow>,
  filter: string,
): readonly string[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return order;
  return order.filter((symbol) => {
    const row = rows.get(symbol);
    const told =
      row === undefined ? [] : `${row.metadata.added_by} ${phaseLabel(row)}`.toLowerCase().split(' ');
    const name = symbol.toLowerCase();
    return words.every((word) => name.includes(word) || told.some((each) => each.startsWith(word)));
  });
}
