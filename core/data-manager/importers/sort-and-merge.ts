import { BarColumns, type ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { FindingCounter } from '../../data-quality/finding-counter.ts';
import { isSameBar } from '../merge-bars.ts';

export interface SortedBars {
  readonly bars: ReadonlyBarColumns;
  readonly identical: number;
  readonly differing: number;
}

/**
 * Makes rows ascending and unique. Newest first is an order, too; any other counts as disorder. Of rows with the same
 * time the one further down in the file is taken: files are corrected by appending.
 */
export function sortAndMerge(rows: BarColumns, findings: FindingCounter): SortedBars {
  if (isAscending(rows)) return { bars: rows, identical: 0, differing: 0 };
  const order = orderOf(rows, findings);
  const bars = new BarColumns(rows.length);
  let identical = 0;
  let differing = 0;
  let previous = -1;
  for (let index = 0; index < rows.length; index++) {
    const row = order === undefined ? index : (order[index] as number);
    const openMs = rows.openMs[row] as number;
    if (previous >= 0 && rows.openMs[previous] === openMs) {
      if (isSameBar(rows, previous, rows, row)) {
        identical += 1;
        findings.add('duplicate', openMs, 'a row occurs twice; taken once');
      } else {
        differing += 1;
        findings.add('duplicate', openMs, differingDetail(rows, previous, row));
        bars.replaceAt(bars.length - 1, ...valuesOf(rows, row));
      }
    } else bars.append(openMs, ...valuesOf(rows, row));
    previous = row;
  }
  return { bars, identical, differing };
}

/** True for most files: in order, and each time once. */
function isAscending({ openMs, length }: ReadonlyBarColumns): boolean {
  for (let row = 1; row < length; row++)
    if (!((openMs[row - 1] as number) < (openMs[row] as number))) return false;
  return true;
}

/** The rows in order of time, those of one time in order of the file; undefined where they already are. */
function orderOf(rows: ReadonlyBarColumns, findings: FindingCounter): Uint32Array | undefined {
  let rises = 0;
  let falls = 0;
  for (let row = 1; row < rows.length; row++) {
    const step = (rows.openMs[row] as number) - (rows.openMs[row - 1] as number);
    if (step > 0) rises += 1;
    else if (step < 0) falls += 1;
  }
  if (falls === 0) return undefined;
  const isNewestFirst = falls > rises;
  const order = new Uint32Array(rows.length);
  for (let row = 0; row < rows.length; row++) order[row] = row;
  order.sort((a, b) => (rows.openMs[a] as number) - (rows.openMs[b] as number) || a - b);
  if (isNewestFirst ? rises > 0 : falls > 0) noteDisorder(rows, isNewestFirst, findings);
  return order;
}

function noteDisorder(rows: ReadonlyBarColumns, isNewestFirst: boolean, findings: FindingCounter): void {
  const detail = `rows are not in order of time (${isNewestFirst ? 'newest' : 'oldest'} first otherwise); sorted`;
  for (let row = 1; row < rows.length; row++) {
    const step = (rows.openMs[row] as number) - (rows.openMs[row - 1] as number);
    if (isNewestFirst ? step > 0 : step < 0) findings.add('disorder', rows.openMs[row] as number, detail);
  }
}

const valuesOf = (rows: ReadonlyBarColumns, row: number): [number, number, number, number, number] => [
  rows.open[row] as number,
  rows.high[row] as number,
  rows.low[row] as number,
  rows.close[row] as number,
  rows.volume[row] as number,
];

const differingDetail = (rows: ReadonlyBarColumns, kept: number, row: number): string =>
  `two rows of one time differ: ${valuesOf(rows, kept).join(', ')} and ${valuesOf(rows, row).join(', ')}; the second is taken`;
