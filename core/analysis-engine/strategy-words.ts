import type { Ticker } from '../base/epoch-ms.ts';
import { isSymbol, SYMBOL_RULE } from '../base/symbol-rule.ts';
import type { Signal } from './strategy-api.ts';

/**
 * Checks and trims a strategy's output for the session's log. A strategy may be a file without types, so any value may
 * arrive here; a meaningless one throws, with a sentence for its author.
 */

/** The longest text that the log keeps of one line; longer text is cut and marked. */
const LONGEST_LINE = 4_000;
const DIRECTIONS: readonly string[] = ['long', 'short', 'flat'] satisfies Signal['direction'][];

/** Any value as one line of the log. */
export function lineOf(said: unknown): string {
  const text = typeof said === 'string' ? said : inWords(said);
  return text.length <= LONGEST_LINE ? text : `${text.slice(0, LONGEST_LINE)}…`;
}

/** A symbol as the exchange prints it. Throws for anything else: such a strategy has a bug. */
export function tickerOf(symbol: string): Ticker {
  if (isSymbol(symbol)) return symbol;
  throw new Error(`"${lineOf(symbol)}" is not a symbol; expected ${SYMBOL_RULE}`);
}

/** The direction of a signal. Throws for anything else. */
export function directionOf(direction: Signal['direction']): Signal['direction'] {
  if (DIRECTIONS.includes(direction)) return direction;
  throw new Error(`"${lineOf(direction)}" is not a direction; expected one of ${DIRECTIONS.join(', ')}`);
}

/** The price of a signal. Throws for anything else. */
export function signalPrice(price: number): number {
  if (Number.isFinite(price) && price > 0) return price;
  throw new Error(`"${lineOf(price)}" is not a price for a signal; expected a number over 0`);
}

function inWords(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return JSON.stringify(value) ?? Object.prototype.toString.call(value);
}
