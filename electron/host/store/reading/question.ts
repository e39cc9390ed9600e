import type { EpochMs, Ticker } from '../../../../core/base/epoch-ms.ts';
import type { BaseInterval } from '../../../../core/base/interval.ts';
import type { Result } from '../../../../core/base/result.ts';
import type { BarsWithOrigin, SymbolAvailability } from '../../../../core/data-manager/bar-store.ts';
import { COLUMN_NAMES, type ReadonlyBarColumns } from '../../../../core/model/bar-columns.ts';

/** The initial data of a reading thread: the store in a folder, and the calendar of its exchange. */
export interface ReadingData {
  readonly location: string;
  readonly exchangeGroup: string;
}

/** Requests to a store that need reading and decoding. */
export type Question =
  | { readonly kind: 'availability'; readonly symbol: Ticker }
  | {
      readonly kind: 'bars';
      readonly symbol: Ticker;
      readonly interval: BaseInterval;
      readonly from: EpochMs;
      readonly to: EpochMs;
    };

/** Bars in the one buffer that is transferred between threads: six columns of `length` numbers, one after another. */
export interface PackedBars extends Omit<BarsWithOrigin, 'bars'> {
  readonly length: number;
  readonly columns: ArrayBuffer;
}

export type Answer = Result<SymbolAvailability | undefined> | Result<PackedBars>;

/** Questions and answers carry a number: a thread answers in the order in which it is done. */
export interface AskMessage {
  readonly id: number;
  readonly question: Question;
}

export interface AnswerMessage {
  readonly id: number;
  readonly answer: Answer;
}

/** Bars that are already in such a buffer are not copied; after the transfer the sender cannot use them. */
export function packBars({ bars, findings, synthetic }: BarsWithOrigin): PackedBars {
  const { length } = bars;
  if (areInOnePiece(bars)) return { length, columns: bars.openMs.buffer as ArrayBuffer, findings, synthetic };
  const all = new Float64Array(length * COLUMN_NAMES.length);
  COLUMN_NAMES.forEach((name, at) => all.set(bars[name].subarray(0, length), at * length));
  return { length, columns: all.buffer, findings, synthetic };
}

function areInOnePiece(bars: ReadonlyBarColumns): boolean {
  const { buffer } = bars.openMs;
  const bytes = bars.length * 8;
  return (
    bars.length > 0 &&
    buffer.byteLength === bytes * COLUMN_NAMES.length &&
    COLUMN_NAMES.every((name, at) => bars[name].buffer === buffer && bars[name].byteOffset === at * bytes)
  );
}

/** The columns as views of the buffer, without a copy. */
export function unpackBars({ length, columns, findings, synthetic }: PackedBars): BarsWithOrigin {
  const all = new Float64Array(columns);
  const column = (at: number): Float64Array => all.subarray(at * length, (at + 1) * length);
  const bars: ReadonlyBarColumns = {
    length,
    openMs: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  };
  return { bars, findings, synthetic };
}
