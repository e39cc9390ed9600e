/** A number of the bar before, when the last one may still be replaced. `NaN` before the second bar. */
export class PreviousValue {
  #previous = Number.NaN;
  #last = Number.NaN;

  /** Takes the bar's number and returns that of the bar before. */
  push(value: number, again: boolean): number {
    if (!again) this.#previous = this.#last;
    this.#last = value;
    return this.#previous;
  }

  clear(): void {
    this.#previous = Number.NaN;
    this.#last = Number.NaN;
  }
}
