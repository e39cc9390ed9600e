import type { Ticker, TradingDay } from '../base/epoch-ms.ts';
import { fail, type Failure } from '../base/result.ts';

/** Symbols that a sentence names; of more it says how many. */
const NAMED = 5;

/** Why a day has no symbol at all: which ones were wanted, and what is wrong with the first of them. */
export function nothingLoaded(day: TradingDay, failures: ReadonlyMap<Ticker, Failure>): Failure {
  const [first] = failures.values();
  if (first === undefined) return fail('missing_data', `No symbol has data on ${day}.`).failure;
  if (failures.size === 1) return first;
  const names = [...failures.keys()];
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  const which = `${names.slice(0, NAMED).join(', ')}${more}`;
  return { ...first, message: `None of ${names.length} symbols is there (${which}): ${first.message}` };
}
