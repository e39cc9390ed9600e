import { DAY_MS, daysFromCivil, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../base/epoch-ms.ts';
import { QUOTE, SPACE, type DateOrder } from './csv-plan.ts';

const COLON = 58;
const LETTER_T = 84;
const PLUS = 43;
const MINUS = 45;
const lower = (byte: number | undefined): number => (byte ?? 0) | 32;
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;

/**
 * Reads times as text: `2025-07-02T13:30:00Z`, `2025-07-02 09:30:00-04:00`, `07/02/2025 9:30 AM`, `20250702 093000`,
 * `202507020930`, `02.07.2025 15:30:00.000 GMT+0200`, `2025-07-02`. Keeps its last result in fields, so that no object
 * is created per row.
 */
export class TimeField {
  /** The reading of calendar and clock, as ms since 1970-01-01T00:00 on that clock. */
  localMs = 0;
  /** Distance of that clock from UTC; NaN when the text has none. */
  offsetMs = Number.NaN;
  hasClock = false;
  readonly #order: DateOrder;
  #at = 0;
  #end = 0;
  #value = 0;
  readonly #lastDate = new Uint8Array(10);
  #lastDateLength = 0;
  #lastDayMs = 0;

  constructor(order: DateOrder) {
    this.#order = order;
  }

  /** A date, alone or with a time of day; false for anything else. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    this.#trim(bytes, from, to);
    if (!this.#date(bytes)) return false;
    this.hasClock = this.#at < this.#end;
    if (!this.hasClock) return true;
    const separator = bytes[this.#at];
    if (separator === SPACE || separator === LETTER_T || lower(separator) === 116) this.#at++;
    while (bytes[this.#at] === SPACE) this.#at++;
    return this.#clock(bytes);
  }

  /** A date in one field and the time of day in another. */
  readTwo(bytes: Uint8Array, from: number, to: number, clockFrom: number, clockTo: number): boolean {
    this.#trim(bytes, from, to);
    if (!this.#date(bytes)) return false;
    this.#trim(bytes, clockFrom, clockTo);
    this.hasClock = true;
    return this.#clock(bytes);
  }

  #trim(bytes: Uint8Array, from: number, to: number): void {
    let start = from;
    let end = to;
    while (start < end && (bytes[start] === SPACE || bytes[start] === QUOTE)) start++;
    while (end > start && (bytes[end - 1] === SPACE || bytes[end - 1] === QUOTE || bytes[end - 1] === 13))
      end--;
    this.#at = start;
    this.#end = end;
    this.offsetMs = Number.NaN;
  }

  /** Digits from here on, at most `most`; how many there were. The number is left in `#value`. */
  #digits(bytes: Uint8Array, most: number): number {
    let value = 0;
    let count = 0;
    while (count < most && this.#at < this.#end && isDigit(bytes[this.#at])) {
      value = value * 10 + ((bytes[this.#at] as number) - 48);
      this.#at++;
      count++;
    }
    this.#value = value;
    return count;
  }

  /** Rows of a day follow each other: a date written like the one before is that one. */
  #date(bytes: Uint8Array): boolean {
    const from = this.#at;
    if (this.#isLastDate(bytes, from)) {
      this.#at = from + this.#lastDateLength;
      this.localMs = this.#lastDayMs;
      return true;
    }
    if (!this.#readDate(bytes)) return false;
    const length = this.#at - from;
    this.#lastDateLength = length <= this.#lastDate.length ? length : 0;
    for (let index = 0; index < this.#lastDateLength; index++) {
      this.#lastDate[index] = bytes[from + index] as number;
    }
    this.#lastDayMs = this.localMs;
    return true;
  }

  #isLastDate(bytes: Uint8Array, from: number): boolean {
    const length = this.#lastDateLength;
    if (length === 0 || from + length > this.#end || isDigit(bytes[from + length])) return false;
    for (let index = 0; index < length; index++) {
      if (bytes[from + index] !== this.#lastDate[index]) return false;
    }
    return true;
  }

  #readDate(bytes: Uint8Array): boolean {
    const length = this.#digits(bytes, 8);
    const first = this.#value;
    if (length === 8) {
      return this.#setDay(Math.floor(first / 10_000), Math.floor(first / 100) % 100, first % 100);
    }
    const separator = bytes[this.#at];
    // 09:01:00 is a time of day, not the first of September.
    if (length === 0 || this.#at >= this.#end || isDigit(separator) || separator === COLON) return false;
    this.#at++;
    if (this.#digits(bytes, 2) === 0) return false;
    const second = this.#value;
    if (bytes[this.#at] !== separator) return false;
    this.#at++;
    if (this.#digits(bytes, 4) === 0) return false;
    const third = this.#value;
    if (length === 4) return this.#setDay(first, second, third);
    const year = third < 100 ? third + 2000 : third;
    return this.#order === 'dmy' ? this.#setDay(year, second, first) : this.#setDay(year, first, second);
  }

  #setDay(year: number, month: number, day: number): boolean {
    if (month < 1 || month > 12 || day < 1 || day > (LENGTHS[month - 1] as number)) return false;
    if (month === 2 && day === 29 && !isLeap(year)) return false;
    this.localMs = daysFromCivil(year, month, day) * DAY_MS;
    return true;
  }

  #clock(bytes: Uint8Array): boolean {
    const length = this.#digits(bytes, 6);
    const packed = this.#value;
    let clockMs: number;
    if (length >= 1 && length <= 2 && bytes[this.#at] === COLON) {
      const read = this.#colonClock(bytes, packed);
      if (read < 0) return false;
      clockMs = read;
    } else if (length === 3 || length === 4) clockMs = clockOf(Math.floor(packed / 100), packed % 100, 0);
    else if (length === 5 || length === 6) {
      clockMs = clockOf(Math.floor(packed / 10_000), Math.floor(packed / 100) % 100, packed % 100);
      // 20250304093000000: thousandths follow the seconds without a mark.
      if (clockMs >= 0 && this.#end - this.#at === 3 && this.#digits(bytes, 3) === 3) clockMs += this.#value;
    } else return false;
    if (!(clockMs >= 0)) return false;
    this.localMs += clockMs;
    return this.#zone(bytes);
  }

  #colonClock(bytes: Uint8Array, hours: number): number {
    this.#at++;
    if (this.#digits(bytes, 2) !== 2) return -1;
    const minutes = this.#value;
    let seconds = 0;
    let fraction = 0;
    if (bytes[this.#at] === COLON && this.#at < this.#end) {
      this.#at++;
      if (this.#digits(bytes, 2) !== 2) return -1;
      seconds = this.#value;
      if ((bytes[this.#at] === 46 || bytes[this.#at] === 44) && this.#at < this.#end) {
        this.#at++;
        const digits = this.#digits(bytes, 9);
        fraction = Math.round((this.#value / (POWERS[digits] as number)) * SECOND_MS);
      }
    }
    const hour = this.#half(bytes, hours);
    return hour < 0 ? -1 : clockOf(hour, minutes, seconds) + fraction;
  }

  /** The hour of `9:30 AM` on a clock of 24. */
  #half(bytes: Uint8Array, hours: number): number {
    let at = this.#at;
    while (at < this.#end && bytes[at] === SPACE) at++;
    const mark = lower(bytes[at]);
    if (at >= this.#end || (mark !== 97 && mark !== 112) || lower(bytes[at + 1]) !== 109) return hours;
    this.#at = at + 2;
    if (hours < 1 || hours > 12) return -1;
    return (hours % 12) + (mark === 112 ? 12 : 0);
  }

  /** `Z`, `UTC`, `+00:00`, `-0400`, `-04`; nothing is allowed as well. */
  #zone(bytes: Uint8Array): boolean {
    while (this.#at < this.#end && bytes[this.#at] === SPACE) this.#at++;
    const left = this.#end - this.#at;
    if (left === 0) return true;
    const mark = bytes[this.#at] as number;
    const word = lower(mark);
    const isUtc =
      (left === 1 && word === 122) ||
      (left >= 3 &&
        ((word === 117 && lower(bytes[this.#at + 1]) === 116) ||
          (word === 103 && lower(bytes[this.#at + 1]) === 109)));
    if (isUtc && left <= 3) {
      this.offsetMs = 0;
      return true;
    }
    if (isUtc) this.#at += 3; // GMT+0100
    const sign = bytes[this.#at];
    if (sign !== PLUS && sign !== MINUS) return false;
    this.#at++;
    if (this.#digits(bytes, 2) !== 2) return false;
    let offset = this.#value * HOUR_MS;
    if (bytes[this.#at] === COLON) this.#at++;
    if (this.#digits(bytes, 2) === 2) offset += this.#value * MINUTE_MS;
    this.offsetMs = sign === MINUS ? -offset : offset;
    return this.#at === this.#end;
  }
}

/** Of ten, for the digits that a second may be cut into. */
const POWERS = Array.from({ length: 10 }, (_, exponent) => 10 ** exponent);

const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const clockOf = (hours: number, minutes: number, seconds: number): number =>
  hours > 23 || minutes > 59 || seconds > 59
    ? -1
    : hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
