import type { Result } from '../../base/result.ts';

/** Why a row was not taken. */
export type RefusalReason =
  | 'short_row'
  | 'unreadable_time'
  | 'not_a_number'
  | 'impossible_ohlc'
  | 'negative_volume'
  | 'off_grid'
  | 'no_symbol';

/** Takes the rows of a source, whatever its format. Every reader ends here. */
export interface RowSink {
  /**
   * A row as it was read: `stampMs` in UTC epoch ms is the bar's open or close, as the proposal says.
   * `symbol` is undefined where the source is of one symbol alone. `line` serves messages.
   */
  add(
    symbol: string | undefined,
    stampMs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    line: number,
  ): void;
  /** A row that could not even be read; `text` is asked for the first of each reason only. */
  refuse(reason: RefusalReason, line: number, text: () => string): void;
  /** A place without a bar where several symbols stand side by side: nothing is missing but the bar itself. */
  blank(line: number): void;
  /** Called between parts of a source: the time to write what has gathered. */
  drain(): Promise<Result<void>>;
}
