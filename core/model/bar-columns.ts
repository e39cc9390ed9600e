import { invariant } from '../base/invariant.ts';

/** The columns that a reader gets: `length` bars, oldest first. Entries at and after `length` mean nothing. */
export interface ReadonlyBarColumns {
  readonly length: number;
  /** UTC epoch ms at which the bar opens. */
  readonly openMs: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

const SMALLEST = 16;

export const COLUMN_NAMES = ['openMs', 'open', 'high', 'low', 'close', 'volume'] as const;

/** Bars in columns, growing by doubling: the one sanctioned mutable type. Opens strictly ascend. */
export class BarColumns implements ReadonlyBarColumns {
  length = 0;
  openMs: Float64Array;
  open: Float64Array;
  high: Float64Array;
  low: Float64Array;
  close: Float64Array;
  volume: Float64Array;

  constructor(capacity = SMALLEST) {
    const size = Math.max(capacity, SMALLEST);
    this.openMs = new Float64Array(size);
    this.open = new Float64Array(size);
    this.high = new Float64Array(size);
    this.low = new Float64Array(size);
    this.close = new Float64Array(size);
    this.volume = new Float64Array(size);
  }

  /** Empty columns, one after another in one piece of memory: for bars that change threads without being copied. */
  static inOnePiece(capacity: number): BarColumns {
    const columns = new BarColumns(0);
    if (capacity < SMALLEST) return columns;
    const memory = new ArrayBuffer(capacity * 8 * COLUMN_NAMES.length);
    COLUMN_NAMES.forEach((name, at) => {
      columns[name] = new Float64Array(memory, at * capacity * 8, capacity);
    });
    return columns;
  }

  /**
   * Columns that begin empty and fill the memory of `source` from its first bar on. A queue's bars are read and
   * appended one by one, never faster than they are read, so both can share the memory. That halves the memory touched,
   * which limits a session of many symbols. The caller must not use the source afterwards.
   */
  static within(source: ReadonlyBarColumns): BarColumns {
    const columns = new BarColumns(0);
    if (source.length < SMALLEST) return columns;
    columns.openMs = source.openMs;
    columns.open = source.open;
    columns.high = source.high;
    columns.low = source.low;
    columns.close = source.close;
    columns.volume = source.volume;
    return columns;
  }

  /** True when these columns live in the memory of `source`. */
  isWithin(source: ReadonlyBarColumns): boolean {
    return this.openMs === source.openMs;
  }

  append(openMs: number, open: number, high: number, low: number, close: number, volume: number): void {
    const at = this.length;
    if (at === this.openMs.length) this.#grow(at * 2);
    this.openMs[at] = openMs;
    this.open[at] = open;
    this.high[at] = high;
    this.low[at] = low;
    this.close[at] = close;
    this.volume[at] = volume;
    this.length = at + 1;
  }

  /** Appends the bar at `index` of others. */
  appendBar(source: ReadonlyBarColumns, index: number): void {
    this.copyAt(this.extend(), source, index);
  }

  /** Makes the columns one bar longer; returns its index, where the caller puts its numbers. */
  extend(): number {
    const at = this.length;
    if (at === this.openMs.length) this.#grow(at * 2);
    this.length = at + 1;
    return at;
  }

  /** Overwrites the bar at `at` with the bar at `index` of others. */
  copyAt(at: number, source: ReadonlyBarColumns, index: number): void {
    this.openMs[at] = source.openMs[index] as number;
    this.open[at] = source.open[index] as number;
    this.high[at] = source.high[index] as number;
    this.low[at] = source.low[index] as number;
    this.close[at] = source.close[index] as number;
    this.volume[at] = source.volume[index] as number;
  }

  /** Makes room for this many bars. */
  reserve(capacity: number): void {
    if (capacity > this.openMs.length) this.#grow(Math.max(capacity, this.openMs.length * 2));
  }

  appendFrom(source: ReadonlyBarColumns, from = 0, to = source.length): void {
    const count = to - from;
    if (this.length + count > this.openMs.length) this.#grow(Math.max(this.length * 2, this.length + count));
    this.openMs.set(source.openMs.subarray(from, to), this.length);
    this.open.set(source.open.subarray(from, to), this.length);
    this.high.set(source.high.subarray(from, to), this.length);
    this.low.set(source.low.subarray(from, to), this.length);
    this.close.set(source.close.subarray(from, to), this.length);
    this.volume.set(source.volume.subarray(from, to), this.length);
    this.length += count;
  }

  /** Replaces the values of the bar at `index`, as a late correction does; its open time stays. */
  replaceAt(index: number, open: number, high: number, low: number, close: number, volume: number): void {
    invariant(index >= 0 && index < this.length, () => `an index below ${this.length}, got ${index}`);
    this.open[index] = open;
    this.high[index] = high;
    this.low[index] = low;
    this.close[index] = close;
    this.volume[index] = volume;
  }

  /** Inserts a bar before the one at `index`: a bar that came late. O(n). */
  insertAt(
    index: number,
    openMs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  ): void {
    invariant(index >= 0 && index <= this.length, () => `an index up to ${this.length}, got ${index}`);
    this.append(openMs, open, high, low, close, volume);
    const columns = [this.openMs, this.open, this.high, this.low, this.close, this.volume];
    const values = [openMs, open, high, low, close, volume];
    columns.forEach((column, at) => {
      column.copyWithin(index + 1, index, this.length - 1);
      column[index] = values[at] as number;
    });
  }

  #grow(capacity: number): void {
    const grown = (column: Float64Array): Float64Array => {
      const larger = new Float64Array(Math.max(capacity, SMALLEST));
      larger.set(column.subarray(0, this.length));
      return larger;
    };
    this.openMs = grown(this.openMs);
    this.open = grown(this.open);
    this.high = grown(this.high);
    this.low = grown(this.low);
    this.close = grown(this.close);
    this.volume = grown(this.volume);
  }
}

/** Index of the first bar that opens at or after `instant`; `length` where there is none. O(log n). */
export function firstIndexAtOrAfter(columns: ReadonlyBarColumns, instant: number): number {
  let low = 0;
  let high = columns.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((columns.openMs[middle] as number) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A copy of the bars `[from, to)`, of the exact length, for another thread or a wire. */
export function sliceColumns(source: ReadonlyBarColumns, from = 0, to = source.length): ReadonlyBarColumns {
  return {
    length: to - from,
    openMs: source.openMs.slice(from, to),
    open: source.open.slice(from, to),
    high: source.high.slice(from, to),
    low: source.low.slice(from, to),
    close: source.close.slice(from, to),
    volume: source.volume.slice(from, to),
  };
}

/** The bars `[from, to)` without copying: for readers inside the engine, who do not write. */
export function windowOf(source: ReadonlyBarColumns, from: number, to: number): ReadonlyBarColumns {
  return {
    length: to - from,
    openMs: source.openMs.subarray(from, to),
    open: source.open.subarray(from, to),
    high: source.high.subarray(from, to),
    low: source.low.subarray(from, to),
    close: source.close.subarray(from, to),
    volume: source.volume.subarray(from, to),
  };
}

/**
 * Joins parts into columns of the exact length. It does not copy when there is only one part, or when the parts are
 * consecutive windows of the same columns.
 */
export function joinColumns(parts: readonly ReadonlyBarColumns[]): ReadonlyBarColumns {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (first !== undefined && followOneAnother(parts)) return windowOfMemory(first, length);
  const all = BarColumns.inOnePiece(length);
  for (const part of parts) all.appendFrom(part);
  return all;
}

function followOneAnother(parts: readonly ReadonlyBarColumns[]): boolean {
  return COLUMN_NAMES.every((name) => {
    const start = parts[0]?.[name];
    let end = start?.byteOffset;
    return parts.every(({ length, [name]: column }) => {
      const follows =
        column.buffer === start?.buffer && column.byteOffset === end && column.length === length;
      end = column.byteOffset + column.byteLength;
      return follows;
    });
  });
}

/** The bars from the first of a window on, including those after its end. */
function windowOfMemory(source: ReadonlyBarColumns, length: number): ReadonlyBarColumns {
  const column = (name: (typeof COLUMN_NAMES)[number]): Float64Array =>
    new Float64Array(source[name].buffer, source[name].byteOffset, length);
  return {
    length,
    openMs: column('openMs'),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  };
}
