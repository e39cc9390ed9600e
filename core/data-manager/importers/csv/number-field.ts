import { QUOTE, SPACE } from './csv-plan.ts';

/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const EXACT = Number.MAX_SAFE_INTEGER;
const PLUS = 43;
const MINUS = 45;

/**
 * The number in `[from, to)`, the nearest double as `Number(text)` gives it; NaN where there is no number.
 *
 * Up to 2^53 the digits are an exact integer, and its quotient by an exact power of ten is correctly rounded (W. D.
 * Clinger, How to Read Floating Point Numbers Accurately, 1990), without creating a text. Others take the long way.
 */
export function parseNumber(bytes: Uint8Array, from: number, to: number, decimalMark: number): number {
  const short = parseShort(bytes, from, to, decimalMark);
  return short >= 0 ? short : parseAny(bytes, from, to, decimalMark);
}

/** Nine digits at most and one decimal mark, nothing else: what nearly all fields are. -1 for every other. */
function parseShort(bytes: Uint8Array, from: number, to: number, decimalMark: number): number {
  const length = to - from;
  if (length < 1 || length > 10) return -1;
  let digits = 0;
  let mark = -1;
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] as number) - 48;
    if (digit >= 0 && digit <= 9) digits = (digits * 10 + digit) | 0;
    else if (bytes[at] === decimalMark && mark < 0) mark = at;
    else return -1;
  }
  if (mark < 0) return length < 10 ? digits : -1;
  return length === 1 ? -1 : digits / (POWERS[to - mark - 1] as number);
}

function parseAny(bytes: Uint8Array, from: number, to: number, decimalMark: number): number {
  let at = from;
  let end = to;
  while (at < end && isPadding(bytes[at] as number)) at++;
  while (end > at && isPadding(bytes[end - 1] as number)) end--;
  const first = at;
  const sign = bytes[at] === MINUS ? -1 : 1;
  if (bytes[at] === MINUS || bytes[at] === PLUS) at++;
  if (at >= end) return Number.NaN;
  let digits = 0;
  let decimals = -1;
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= 48 && byte <= 57) {
      digits = digits * 10 + (byte - 48);
      if (decimals >= 0) decimals++;
      if (digits > EXACT) return parseSlowly(bytes, first, end, decimalMark);
    } else if (byte === decimalMark && decimals < 0) decimals = 0;
    else return parseSlowly(bytes, first, end, decimalMark);
  }
  if (end - first === 1 && decimals === 0) return Number.NaN; // a lone mark
  if (decimals > 22) return parseSlowly(bytes, first, end, decimalMark);
  return decimals > 0 ? (sign * digits) / (POWERS[decimals] as number) : sign * digits;
}

const APOSTROPHE = 39;

const isPadding = (byte: number): boolean =>
  byte === SPACE || byte === QUOTE || byte === APOSTROPHE || byte === 9 || byte === 13;

/**
 * Long numbers, exponents, thousands separators (`1,234.5`, `17,40,419`, `1.234,5`, `1 234,5`, `1'234.5`), currency signs
 * (`$235.74`, `12,50 €`), magnitudes (`47.23M`) and negative amounts in brackets.
 */
function parseSlowly(bytes: Uint8Array, from: number, to: number, decimalMark: number): number {
  const mark = String.fromCharCode(decimalMark);
  const text = fieldText(bytes, from, to).replaceAll(/\u00c2?\u00a0|\u00e2\u0080[\u0080-\u00bf]/g, ' ');
  const [, sign = '', digits = '', magnitude = ''] = AMOUNT.exec(text.trim()) ?? [];
  const plain = ungrouped(digits, mark);
  const dotted = mark === '.' ? plain : plain.replace(mark, '.');
  if (!NUMBER.test(dotted)) return Number.NaN;
  const power = MAGNITUDES[magnitude.toUpperCase()] ?? 0;
  // The decimal point moves as text: 47.23 million is 47230000 and not 47229999.999….
  const size = power === 0 ? Number(dotted) : Number(`${dotted}e${power}`);
  return sign === '-' ? -size : size;
}

/** A sign or a currency, the digits, and what follows them; the currency signs are those of UTF-8 and of Windows-1252. */
const AMOUNT =
  /^([+-]?)\s*(?:US)?(?:[$\u0080\u00a3\u00a5]|\u00c2[\u00a3\u00a5]|\u00e2\u0082.)?\s*([\d.][\d.,' ]*(?:[eE][+-]?\d+)?|,\d+)\s*([KMBTkmbt]?)\s*(?:%|\u0080|\u00e2\u0082\u00ac)?$/;
const MAGNITUDES: Readonly<Record<string, number>> = { K: 3, M: 6, B: 9, T: 12 };
const NUMBER = /^(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Digits without the marks between their groups; a text that groups nothing is returned unchanged. */
function ungrouped(digits: string, mark: string): string {
  for (const separator of [mark === ',' ? '.' : ',', ' ', "'"]) {
    if (!digits.includes(separator)) continue;
    const [whole = '', ...fraction] = digits.split(mark);
    const groups = whole.split(separator);
    const isGrouped =
      fraction.length <= 1 &&
      groups.length > 1 &&
      /^\d{1,3}$/.test(groups[0] ?? '') &&
      groups.at(-1)?.length === 3 &&
      groups.slice(1, -1).every((group) => /^\d{2,3}$/.test(group)) &&
      groups.every((group) => /^\d+$/.test(group));
    if (isGrouped) return [groups.join(''), ...fraction].join(mark);
  }
  return digits;
}

/** ASCII text; names with other letters are shown byte by byte. */
export function fieldText(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at] as number);
  return text;
}
