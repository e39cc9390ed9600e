import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { LedgerEntry } from './ledger.ts';

/** Figures where a smaller value is better. */
const LESS_IS_BETTER: ReadonlySet<string> = new Set([
  'drawdown',
  'drawdown_money',
  'volatility',
  'turnover',
  'fees',
  'slippage',
]);

/** The objective of a trial, with its sign turned where a smaller value is better. Undefined without one. */
export function objectiveOf({ statistics }: LedgerEntry, objective: string): number | undefined {
  const value = statistics[objective] ?? undefined;
  return value === undefined || !LESS_IS_BETTER.has(objective) ? value : -value;
}

/** The best trials by their objective, best first; of equal ones the first in the order given. */
export const bestOf = (
  entries: readonly LedgerEntry[],
  objective: string,
  count: number,
): readonly LedgerEntry[] =>
  entries
    .filter((entry) => objectiveOf(entry, objective) !== undefined)
    .sort((a, b) => (objectiveOf(b, objective) ?? 0) - (objectiveOf(a, objective) ?? 0))
    .slice(0, count);

/** Fails with the names that there are where no trial has the objective. */
export function checkObjective(entries: readonly LedgerEntry[], objective: string): Result<null> {
  const done = entries.filter(({ status }) => status === 'done');
  if (done.length === 0 || done.some(({ statistics }) => objective in statistics)) return ok(null);
  const names = Object.keys(done[0]?.statistics ?? {});
  return fail('bad_usage', `--objective ${objective}: no such figure; known here: ${names.join(', ')}`);
}
