import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../base/epoch-ms.ts';
import type { BaseInterval } from '../../../base/interval.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { ReadonlyBarColumns } from '../../../model/bar-columns.ts';
import type { Judged } from '../proposal.ts';
import type { TimeMeaning } from './time-meaning.ts';

/** Sessions start at most this much earlier on the next day, when clocks change. */
const SHORTEST_DAY_MS = 22 * HOUR_MS;

/**
 * Which of the stored intervals the bars have: the shortest step between neighbouring rows. Fails with `unsupported`
 * for bars of another one (5m, 1h), and with `bad_file` when too few rows tell.
 */
export function judgeInterval(
  rows: ReadonlyBarColumns,
  meaning: TimeMeaning,
  path: string,
): Result<Judged<BaseInterval>> {
  if (meaning.kind === 'day') {
    return ok({ value: '1d', certainty: 'certain', evidence: ['rows are days without a time'] });
  }
  const step = shortestStep(rows);
  const evidence = [`the shortest step between two rows is ${stepText(step)}`];
  if (step >= SHORTEST_DAY_MS && step < 5 * DAY_MS) return ok({ value: '1d', certainty: 'likely', evidence });
  if (step === MINUTE_MS) return ok({ value: '1m', certainty: 'likely', evidence });
  if (step === SECOND_MS) return ok({ value: '1s', certainty: 'likely', evidence });
  if (!Number.isFinite(step)) {
    return fail('bad_file', `${path} has too few rows to tell their interval.`, 'Say it: --interval 1m.');
  }
  return fail(
    'unsupported',
    `${path} seems to hold bars of ${stepText(step)}; the store keeps 1s, 1m and 1d.`,
    'Longer ones are made from these. If the rows are thin minutes, say so: --interval 1m.',
  );
}

function shortestStep(rows: ReadonlyBarColumns): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let row = 1; row < rows.length; row++) {
    const step = Math.abs((rows.openMs[row] as number) - (rows.openMs[row - 1] as number));
    if (step > 0 && step < shortest) shortest = step;
  }
  return shortest;
}

function stepText(step: number): string {
  if (!Number.isFinite(step)) return 'unknown';
  if (step % HOUR_MS === 0) return `${step / HOUR_MS} h`;
  if (step % MINUTE_MS === 0) return `${step / MINUTE_MS} min`;
  return `${step / SECOND_MS} s`;
}
