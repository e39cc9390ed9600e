import { DAY_MS, isoDate, isoTime, type EpochMs } from './epoch-ms.ts';

/**
 * Prints instants as `isoUtc` does, one after another: instants of one day share its date, and a repeated instant
 * shares its text.
 */
export class IsoPrinter {
  #instant = Number.NaN;
  #text = '';
  #day = Number.NaN;
  #date = '';

  print(instant: EpochMs): string {
    if (instant === this.#instant) return this.#text;
    const day = Math.floor(instant / DAY_MS);
    if (day !== this.#day) {
      this.#day = day;
      this.#date = isoDate(day);
    }
    this.#instant = instant;
    this.#text = `${this.#date}T${isoTime(instant - day * DAY_MS)}Z`;
    return this.#text;
  }
}
