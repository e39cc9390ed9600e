import { useMemo } from 'react';
import type { SessionCopy } from '../../state/session-copy.ts';
import { useCopy } from '../../state/workstation-context.ts';

/**
 * The entries of a list that `isOwn` accepts. The array keeps its identity until one of them comes or goes, so that
 * twelve charts do not render for a signal of another symbol. `list` and `isOwn` must depend on nothing but `key`.
 */
export function useListOf<T>(
  key: string,
  list: (copy: SessionCopy) => readonly T[],
  isOwn: (each: T) => boolean,
): readonly T[] {
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- both functions are new in every rendering and do the same
  const select = useMemo(() => ownOf(list, isOwn), [key]);
  return useCopy(select);
}

/** A selector that filters a list once, and returns the previous array while its entries are the same. */
export function ownOf<T>(
  list: (copy: SessionCopy) => readonly T[],
  isOwn: (each: T) => boolean,
): (copy: SessionCopy) => readonly T[] {
  let all: readonly T[] = [];
  let own: readonly T[] = [];
  return (copy) => {
    const now = list(copy);
    if (now === all) return own;
    all = now;
    const found = now.filter(isOwn);
    if (found.length !== own.length || found.some((each, index) => each !== own[index])) own = found;
    return own;
  };
}
