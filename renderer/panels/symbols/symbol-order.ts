import { useEffect, useMemo, useState } from 'react';
import { useCopy, useView, useWorkstation } from '../../state/workstation-context.ts';
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

/** Rows that change places faster than this cannot be read. */
const RESORT_MS = 2_000;

/**
 * Symbols that pass the filter, in the order that the user chose. With an order by a moving figure, they change places
 * at most every other second.
 */
export function useSymbolOrder(): readonly string[] {
  const { session } = useWorkstation();
  const order = useCopy((copy) => copy.order);
  const by = useView((view) => view.symbolOrder);
  const filter = useView((view) => view.symbolFilter);
  const [round, setRound] = useState(0);
  const moves = filter !== '' || (by !== 'added' && by !== 'symbol');
  useEffect(() => {
    if (!moves) return;
    const timer = setInterval(() => setRound((last) => last + 1), RESORT_MS);
    return () => clearInterval(timer);
  }, [moves]);
  return useMemo(() => {
    const { rows } = session.getState().copy;
    return orderedSymbols(filteredSymbols(order, rows, filter), rows, by);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a round is a reason to sort again
  }, [order, by, filter, session, round]);
}
