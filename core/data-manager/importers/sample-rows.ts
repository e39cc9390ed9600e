import { ok, type Result } from '../../base/result.ts';
import { BarColumns } from '../../model/bar-columns.ts';
import type { RowSink } from './row-sink.ts';

/** Rows of a source that a proposal is judged by, in the order of the file. */
export class SampleRows implements RowSink {
  readonly rows = new BarColumns(4096);
  readonly symbols = new Set<string>();
  /** Rows whose prices make a bar. */
  possible = 0;
  refused = 0;

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
    if (symbol !== undefined) this.symbols.add(symbol);
    if (!Number.isFinite(open + high + low + close)) {
      this.refused += 1; // a value that is not there says nothing against the columns
      return;
    }
    if (low <= open && low <= close && high >= open && high >= close) this.possible += 1;
    this.rows.append(stampMs, open, high, low, close, volume);
  }

  refuse(): void {
    this.refused += 1;
  }

  blank(): void {}

  drain(): Promise<Result<void>> {
    return Promise.resolve(ok(undefined));
  }
}
