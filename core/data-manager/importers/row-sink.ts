import { ok, type Result } from '../../base/result.ts';
import { BarColumns } from '../../model/bar-columns.ts';

/** Why a row was rejected. */
export type RefusalReason =
  | 'short_row'
  | 'unreadable_time'
  | 'not_a_number'
  | 'impossible_ohlc'
  | 'negative_volume'
  | 'off_grid'
  | 'no_symbol';

/** Takes the rows of a source of any format. Every reader ends here. */
export interface RowSink {
  /**
   * A row of the source: `stampMs` in UTC epoch ms is the bar's open or close, as proposed. `symbol` is undefined
   * where the source is of one symbol alone. `line` serves messages.
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
  /** An unreadable row; `text` is called only for the first of each reason. */
  refuse(reason: RefusalReason, line: number, text: () => string): void;
  /** A place without a bar where several symbols are side by side: nothing is missing but the bar itself. */
  blank(line: number): void;
  /** Called between parts of a source: the time to write the collected rows. */
  drain(): Promise<Result<void>>;
}

/** Rows of a source that a proposal is based on, in the order of the file. */
export class SampleRows implements RowSink {
  readonly rows = new BarColumns(4096);
  readonly symbols = new Set<string>();
  /** Which symbol each row has, by a number; absent where rows name none. */
  readonly symbolOf: number[] = [];
  /** Rows whose prices make a bar. */
  possible = 0;
  refused = 0;
  /** Rows with a price of zero or less. */
  negative = 0;
  readonly #numbers = new Map<string, number>();

  /** Part of the rows with values that make bars; where most have none, part of those. */
  get possibleShare(): number {
    return this.possible / Math.max(1, this.rows.length, this.refused);
  }

  add(
    symbol: string | undefined,
    stampMs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  ): void {
    if (!Number.isFinite(open + high + low + close)) {
      this.refused += 1; // a value that is not there says nothing against the columns
      return;
    }
    if (symbol !== undefined) this.symbolOf.push(this.#numberOf(symbol));
    if (low <= open && low <= close && high >= open && high >= close) this.possible += 1;
    if (low <= 0) this.negative += 1;
    this.rows.append(stampMs, open, high, low, close, volume);
  }

  #numberOf(symbol: string): number {
    let number = this.#numbers.get(symbol);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(symbol, number);
      this.symbols.add(symbol);
    }
    return number;
  }

  refuse(): void {
    this.refused += 1;
  }

  blank(): void {}

  drain(): Promise<Result<void>> {
    return Promise.resolve(ok(undefined));
  }
}
