import type { SampledTable } from '../proposal.ts';

/** Of the rows this share may have the time of another: files are corrected by appending. */
const REPEATED_SHARE = 0.05;

/** Rows of the sample that are compared. */
const MAX_ROWS = 20_000;

/** A question where times come twice with other prices: bars of several series are one, or a column names them. */
export function judgeRepeats({ sample, names, clues }: SampledTable): string | undefined {
  const { rows, symbolOf } = sample;
  const looked = Math.min(rows.length, MAX_ROWS);
  const seen = new Map<number, Map<number, number>>();
  let differing = 0;
  for (let row = 0; row < looked; row++) {
    const symbol = symbolOf[row] ?? -1;
    const times = seen.get(symbol) ?? new Map<number, number>();
    if (times.size === 0) seen.set(symbol, times);
    const openMs = rows.openMs[row] as number;
    const before = times.get(openMs);
    if (before === undefined) times.set(openMs, row);
    else if (rows.open[before] !== rows.open[row] || rows.close[before] !== rows.close[row]) differing += 1;
  }
  if (differing === 0 || differing < looked * REPEATED_SHARE) return undefined;
  const columns = names.length === 0 ? '' : ` (its columns: ${names.slice(0, 12).join(', ')})`;
  const isNamed = clues.inRows.size > 0;
  return (
    `${differing} of ${looked} sampled rows have the same time as another row and other prices: there seem to be several series in one. ` +
    (isNamed
      ? 'The column of symbols does not tell them apart; --symbol-from COLUMN names another one.'
      : `--symbol-from COLUMN says which column names them${columns}; --symbol NAME takes the last row of each time.`)
  );
}
