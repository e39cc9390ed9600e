/** Rows in a block: enough that blocks are few, few enough that a short run stays small. */
const BLOCK_ROWS = 1_024;

/**
 * A table of numbers that only grows, row after row, in blocks that are never copied: years of minutes would be millions
 * of objects that live as long as the run.
 */
export class NumberRows {
  readonly width: number;
  readonly #blocks: Float64Array[] = [];
  #last = new Float64Array(0);
  #length = 0;

  constructor(width: number) {
    this.width = width;
  }

  get length(): number {
    return this.#length;
  }

  /** Adds a row of zeros. */
  add(): void {
    if (this.#length % BLOCK_ROWS === 0) {
      this.#last = new Float64Array(BLOCK_ROWS * this.width);
      this.#blocks.push(this.#last);
    }
    this.#length++;
  }

  /** Writes a number of the last row. */
  set(column: number, value: number): void {
    this.#last[((this.#length - 1) % BLOCK_ROWS) * this.width + column] = value;
  }

  /** The row must exist. */
  get(row: number, column: number): number {
    const block = this.#blocks[Math.floor(row / BLOCK_ROWS)] as Float64Array;
    return block[(row % BLOCK_ROWS) * this.width + column] as number;
  }
}
