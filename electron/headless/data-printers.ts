import type { BaseInterval } from '../../core/base/interval.ts';
import type { ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import type { CommandIo } from './command-io.ts';

export type DataFormat = 'csv' | 'json' | 'parquet';

export interface PrintedBars {
  readonly symbol: string;
  readonly interval: BaseInterval;
  readonly bars: ReadonlyBarColumns;
  readonly format: 'csv' | 'json';
}

/** Rows printed at a time: a year of minutes is a hundred thousand lines and needs no single string. */
const ROWS_AT_ONCE = 5_000;
const COLUMNS = ['t', 'o', 'h', 'l', 'c', 'v'];

/** Prints bars with every digit they have: reading them again gives the same numbers. */
export function printBars(
  io: Pick<CommandIo, 'stdout'>,
  { symbol, interval, bars, format }: PrintedBars,
): void {
  const isJson = format === 'json';
  const head = JSON.stringify({ symbol, interval, columns: COLUMNS }).slice(0, -1);
  io.stdout(isJson ? `${head},"data":[` : `${COLUMNS.join(',')}\n`);
  for (let from = 0; from < bars.length; from += ROWS_AT_ONCE) {
    let text = '';
    for (let row = from; row < Math.min(from + ROWS_AT_ONCE, bars.length); row++) {
      const values = valuesOf(bars, row);
      text += isJson ? `${row === 0 ? '' : ','}[${values}]` : `${values}\n`;
    }
    io.stdout(text);
  }
  if (isJson) io.stdout(']}\n');
}

const valuesOf = (bars: ReadonlyBarColumns, row: number): string =>
  `${bars.openMs[row]},${bars.open[row]},${bars.high[row]},${bars.low[row]},${bars.close[row]},${bars.volume[row]}`;
