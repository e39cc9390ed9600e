import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../base/epoch-ms.ts';
import { BASE_INTERVALS, spanMs, STORED_IN_WORDS, type BaseInterval } from '../../../base/interval.ts';
import { fail, ok, type Result } from '../../../base/result.ts';
import type { Judged, TimeMeaning } from '../proposal.ts';
import type { SampleRows } from '../row-sink.ts';

export interface JudgedInterval {
  readonly interval: Judged<BaseInterval>;
  readonly question?: string;
}

/** Sessions start at most this much earlier on the next day, when clocks change. */
const SHORTEST_DAY_MS = 22 * HOUR_MS;

/** Steps of days: longer ones are weekly or monthly bars. */
const LONGEST_DAILY_STEP_MS = 4 * DAY_MS + 2 * HOUR_MS;

/**
 * The stored interval of the bars: the step that divides all steps between neighbouring rows of a symbol. Fails with
 * `unsupported` for bars of another one, and with `bad_file` when there are too few rows. Weekly and monthly bars are a
 * question.
 */
export function judgeInterval(
  sample: SampleRows,
  meaning: TimeMeaning,
  path: string,
): Result<JudgedInterval> {
  const steps = stepsOf(sample);
  const longest = steps.filter((step) => step > LONGEST_DAILY_STEP_MS).length;
  if (steps.length > 0 && longest > steps.length / 2) return ok(tooLong(steps, path));
  if (meaning.kind === 'day') return ok(daily(steps, sample));
  const [shortest] = steps;
  if (shortest === undefined) {
    return fail('bad_file', `${path} has too few rows to tell their interval.`, 'Say it: --interval 1m.');
  }
  const daysApart = steps.filter((step) => step >= SHORTEST_DAY_MS).length;
  if (daysApart >= steps.length * 0.9 && shortest >= SHORTEST_DAY_MS)
    return ok({ interval: likely('1d', `the shortest step between two rows is ${stepText(shortest)}`) });
  return byGrid(steps, path);
}

const likely = (value: BaseInterval, evidence: string): Judged<BaseInterval> => ({
  value,
  certainty: 'likely',
  evidence: [evidence],
});

function daily(steps: readonly number[], { rows, symbols }: SampleRows): JudgedInterval {
  const interval: Judged<BaseInterval> = {
    value: '1d',
    certainty: 'certain',
    evidence: ['rows are days without a time'],
  };
  if (steps.length > 0 || symbols.size > 1 || rows.length > 1) return { interval };
  return {
    interval: { ...interval, certainty: 'assumed' },
    question:
      'One row does not show whether bars are of a day, a week or a month. A day is assumed; --interval 1d says so.',
  };
}

function tooLong(steps: readonly number[], path: string): JudgedInterval {
  const step = mostFrequent(steps);
  const name = step < 10 * DAY_MS ? 'weekly' : step < 45 * DAY_MS ? 'monthly' : 'quarterly or yearly';
  return {
    interval: {
      value: '1d',
      certainty: 'assumed',
      evidence: [`most steps between two rows are ${stepText(step)}`],
    },
    question:
      `Rows of ${path} are ${stepText(step)} apart: they look like ${name} bars, which the store does not keep. ` +
      'Import daily bars or shorter ones; if they are days of a symbol that hardly trades, say so: --interval 1d.',
  };
}

/** Part of the steps that may miss the grid: a last bar that was still forming, a row out of place. */
const OFF_GRID = 0.02;

/** Steps that show a longer interval than 1m: fewer could be minutes without trades. */
const STEPS_NEEDED = 4;

function byGrid(steps: readonly number[], path: string): Result<JudgedInterval> {
  const usual = steps.filter((step) => step < SHORTEST_DAY_MS);
  const grid = gridOf(usual);
  const [shortest = 0] = usual;
  const onGrid = usual.filter((step) => step % grid === 0);
  const smallest = onGrid[0] ?? shortest;
  const value = BASE_INTERVALS.find((interval) => spanMs(interval) === grid && interval !== '1d');
  const share = Math.round((100 * onGrid.filter((step) => step === grid).length) / Math.max(1, usual.length));
  const evidence = `the shortest step between two rows is ${stepText(smallest)}, that of ${share} % of them`;
  if (value === undefined) {
    return fail(
      'unsupported',
      `${path} seems to hold bars of ${stepText(grid)}; the store keeps ${STORED_IN_WORDS}.`,
      'Longer ones are made from these. If the rows are thin bars of another interval, say so: --interval 1m.',
    );
  }
  const isShort = value === '1m' || value === '1s';
  const isSure = smallest === grid && (isShort || onGrid.length >= STEPS_NEEDED);
  if (isSure) return ok({ interval: likely(value, evidence) });
  return ok({
    interval: { value, certainty: 'assumed', evidence: [evidence] },
    question: `Too few rows tell their interval: ${value} is assumed; say it: --interval ${value}${isShort ? '' : ' or --interval 1m'}.`,
  });
}

/** The largest span that divides nearly all steps. */
function gridOf(steps: readonly number[]): number {
  const [shortest = MINUTE_MS] = steps;
  const frequent = mostFrequent(steps);
  const fits = (span: number): boolean =>
    steps.filter((step) => step % span !== 0).length <=
    Math.min(steps.length * OFF_GRID + (steps.length >= 5 ? 1 : 0), steps.length / 2);
  // Breaks are no multiple of a bar (lunch in Tokyo); steps between minutes without trades would be shorter ones, too.
  const share = steps.filter((step) => step === shortest).length / Math.max(1, steps.length);
  if (frequent === shortest && share >= 0.5) return shortest;
  for (const span of [frequent, shortest]) if (span > 0 && fits(span)) return span;
  let divisor = shortest;
  for (const step of steps) divisor = commonDivisor(divisor, step);
  return divisor;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

function mostFrequent(steps: readonly number[]): number {
  const counts = new Map<number, number>();
  let best = steps[0] ?? 0;
  for (const step of steps) {
    const count = (counts.get(step) ?? 0) + 1;
    counts.set(step, count);
    if (count > (counts.get(best) ?? 0)) best = step;
  }
  return best;
}

/** Most symbols whose steps are examined. */
const MOST_SYMBOLS = 40;

/** Rows whose steps are looked at. */
const MAX_ROWS = 40_000;

/** Steps between the times of each symbol, ascending, each time once. */
function stepsOf({ rows, symbolOf }: SampleRows): readonly number[] {
  const bySymbol = new Map<number, number[]>();
  const looked = Math.min(rows.length, MAX_ROWS);
  for (let row = 0; row < looked; row++) {
    const symbol = symbolOf[row] ?? -1;
    const known = bySymbol.get(symbol);
    if (known !== undefined) known.push(rows.openMs[row] as number);
    else if (bySymbol.size < MOST_SYMBOLS) bySymbol.set(symbol, [rows.openMs[row] as number]);
  }
  const steps: number[] = [];
  for (const times of bySymbol.values()) {
    const sorted = Float64Array.from(times).sort();
    for (let index = 1; index < sorted.length; index++) {
      const step = (sorted[index] as number) - (sorted[index - 1] as number);
      if (step > 0) steps.push(step);
    }
  }
  return steps.sort((a, b) => a - b);
}

function stepText(step: number): string {
  if (step >= DAY_MS && step % DAY_MS === 0) return step === DAY_MS ? '1 day' : `${step / DAY_MS} days`;
  if (step % HOUR_MS === 0) return `${step / HOUR_MS} h`;
  if (step % MINUTE_MS === 0) return `${step / MINUTE_MS} min`;
  return `${step / SECOND_MS} s`;
}
