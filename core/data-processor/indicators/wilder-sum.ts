/**
 * Wilder's running sum: the first `period − 1` numbers are added up; from then on a `period`th of the sum is subtracted
 * before each number is added. Source: New Concepts in Technical Trading Systems, 1978, as TA-Lib starts it. O(1).
 */
export class WilderSum {
  readonly #period: number;
  #count = 0;
  #before = 0;
  #sum = 0;

  constructor(period: number) {
    this.#period = period;
  }

  /** The sum after `value`; `NaN` for the first `period − 1`. `again` repeats the last number. */
  push(value: number, again: boolean): number {
    if (!again) {
      this.#before = this.#sum;
      this.#count += 1;
    }
    const seeding = this.#count < this.#period;
    this.#sum = seeding ? this.#before + value : this.#before - this.#before / this.#period + value;
    return seeding ? Number.NaN : this.#sum;
  }

  clear(): void {
    this.#count = 0;
    this.#before = 0;
    this.#sum = 0;
  }
}
