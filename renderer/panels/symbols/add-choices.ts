import { keepSymbolLetters } from '../../../core/base/symbol-rule.ts';
import type { CatalogSymbol } from '../../../electron/contract/requests.ts';

/** One line of the add box. */
export interface AddChoice {
  readonly symbol: string;
  /** The store's bars of it; null for a typed symbol that is not in the store. */
  readonly stored: CatalogSymbol | null;
  readonly inSession: boolean;
}

const SHOWN = 50;

/** Upper case, without characters that a symbol cannot contain. */
export const typedSymbol = (text: string): string => keepSymbolLetters(text.toUpperCase()).trimStart();

/**
 * The symbols that Enter may add for an input: an exact match first, then symbols that begin with it, then those that
 * contain it. The input itself comes last, so that a symbol missing from the store can be requested too.
 */
export function addChoices(
  typed: string,
  stored: readonly CatalogSymbol[],
  inSession: ReadonlySet<string>,
): readonly AddChoice[] {
  const rank = ({ symbol }: CatalogSymbol): number =>
    symbol === typed ? 0 : symbol.startsWith(typed) ? 1 : symbol.includes(typed) ? 2 : 3;
  const found = stored
    .filter((each) => rank(each) < 3)
    .sort((a, b) => rank(a) - rank(b) || (a.symbol < b.symbol ? -1 : 1))
    .slice(0, SHOWN)
    .map((each) => ({ symbol: each.symbol, stored: each, inSession: inSession.has(each.symbol) }));
  if (typed === '' || found[0]?.symbol === typed) return found;
  return [...found, { symbol: typed, stored: null, inSession: inSession.has(typed) }];
}
