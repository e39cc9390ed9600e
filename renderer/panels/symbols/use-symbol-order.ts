import { useEffect, useMemo, useState } from 'react';
import { useCopy, useView, useWorkstation } from '../../state/workstation-context.ts';
import { orderedSymbols } from './symbol-order.ts';

/** Rows that change places faster than this cannot be read. */
const RESORT_MS = 2_000;

/** Symbols in the order that the user chose. Sorted by a figure that moves, they change places every other second at most. */
export function useSymbolOrder(): readonly string[] {
  const { session } = useWorkstation();
  const order = useCopy((copy) => copy.order);
  const by = useView((view) => view.symbolOrder);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (by !== 'change') return;
    const timer = setInterval(() => setRound((last) => last + 1), RESORT_MS);
    return () => clearInterval(timer);
  }, [by]);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- a round is a reason to sort again
  return useMemo(() => orderedSymbols(order, session.getState().copy.rows, by), [order, by, session, round]);
}
