import { useEffect, useMemo, useState } from 'react';
import { useCopy, useView, useWorkstation } from '../../state/workstation-context.ts';
import { filteredSymbols, orderedSymbols } from './symbol-order.ts';

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
