import { strFromU8 } from 'fflate';
import { COMMA, DOT, HASH, SPACE } from './csv-plan.ts';
import { createFieldPlaces, splitRow } from './fields.ts';
import { parseNumber } from './number-field.ts';

/** A line of a text that is not empty. */
export interface TextLine {
  readonly text: string;
  /** Offset of its first byte, and its number, from 1. */
  readonly from: number;
  readonly line: number;
}

export interface TextRow extends TextLine {
  readonly fields: readonly string[];
}

const DELIMITERS = [COMMA, 59, 9, 124]; // , ; tab |
const HEAD_LINES = 60;

/** The first lines that are not empty; a byte order mark and comments are skipped. */
export function headLines(head: Uint8Array, lineEnd: number): readonly TextLine[] {
  const lines: TextLine[] = [];
  let at = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  for (let line = 1; at < head.length && lines.length < HEAD_LINES; line++) {
    const found = head.indexOf(lineEnd, at);
    const end = found < 0 ? head.length : found;
    const text = strFromU8(head.subarray(at, end)).trim();
    if (text !== '' && head[at] !== HASH) lines.push({ text, from: at, line });
    at = end + 1;
  }
  return lines;
}

/** The mark that cuts most lines into the same number of fields, five at least; spaces where no other does. */
export function delimiterOf(lines: readonly TextLine[]): number {
  let best = COMMA;
  let bestScore = 0;
  for (const delimiter of [...DELIMITERS, SPACE]) {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const fields = fieldsOf(line.text, delimiter).length;
      if (fields >= 5) counts.set(fields, (counts.get(fields) ?? 0) + 1);
    }
    const score = Math.max(0, ...counts.values());
    // A date and a time of day are two words of one field: spaces must cut clearly more lines.
    if (score > bestScore && (delimiter !== SPACE || bestScore === 0)) [best, bestScore] = [delimiter, score];
  }
  return best;
}

/** The fields of a line as text, without the quotes around them. */
export function fieldsOf(text: string, delimiter: number): readonly string[] {
  // One byte a mark: places in bytes are places in the text. Marks beyond Latin-1 are no delimiters.
  const bytes = Uint8Array.from(text, (mark) => Math.min(255, mark.charCodeAt(0)));
  const places = createFieldPlaces();
  const count = splitRow(bytes, 0, bytes.length, delimiter, places);
  return Array.from({ length: count }, (_, index) =>
    text
      .slice(places.starts[index], places.ends[index])
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replace(/^'(.*)'$/, '$1')
      .trim(),
  );
}

/** The number that a field holds, with a decimal point or comma; NaN where it holds none. */
export function numberIn(text: string, mark: number = DOT): number {
  const bytes = Uint8Array.from(text, (each) => Math.min(255, each.charCodeAt(0)));
  return parseNumber(bytes, 0, bytes.length, mark);
}

const isNumber = (text: string): boolean =>
  [DOT, COMMA].some((mark) => Number.isFinite(numberIn(text, mark)));

export const numbersIn = (fields: readonly string[]): number => fields.filter(isNumber).length;
