import type { StudyUpdate } from '../../electron/contract/batch.ts';

/** An indicator's values beside the bars of a chart, index by index; `NaN` before it was warm. */
export class StudyColumns {
  readonly key: string;
  readonly name: string;
  readonly outputs: readonly string[];
  #columns: readonly Float64Array[];
  #length = 0;

  constructor({ key, name, outputs }: Pick<StudyUpdate, 'key' | 'name' | 'outputs'>) {
    this.key = key;
    this.name = name;
    this.outputs = outputs;
    this.#columns = outputs.map(() => new Float64Array(0));
  }

  get length(): number {
    return this.#length;
  }

  at(output: number, index: number): number {
    return index < this.#length ? (this.#columns[output]?.[index] ?? Number.NaN) : Number.NaN;
  }

  /** The first `count` numbers of each output. */
  first(count: number): readonly Float64Array[] {
    return this.#columns.map((column) => column.slice(0, Math.min(count, this.#length)));
  }

  append(values: readonly Float64Array[]): void {
    const added = values[0]?.length ?? 0;
    this.#makeRoom(this.#length + added);
    for (const [output, column] of this.#columns.entries()) {
      column.set(values[output] ?? new Float64Array(added).fill(Number.NaN), this.#length);
    }
    this.#length += added;
  }

  /** Puts `count` numbers before the first; `NaN` where none is given. */
  prepend(values: readonly Float64Array[], count: number): void {
    this.#columns = this.#columns.map((column, output) => {
      const larger = new Float64Array(count + this.#length).fill(Number.NaN, 0, count);
      larger.set((values[output] ?? new Float64Array(0)).subarray(0, count));
      larger.set(column.subarray(0, this.#length), count);
      return larger;
    });
    this.#length += count;
  }

  /** Drops all but the last `count`. */
  keepLast(count: number): void {
    this.#columns = this.#columns.map((column) => column.slice(this.#length - count, this.#length));
    this.#length = count;
  }

  #makeRoom(length: number): void {
    if (length <= (this.#columns[0]?.length ?? 0)) return;
    this.#columns = this.#columns.map((column) => {
      const larger = new Float64Array(Math.max(length, column.length * 2));
      larger.set(column.subarray(0, this.#length));
      return larger;
    });
  }
}
