import { harmlessText } from '../../core/base/harmless-text.ts';

/** A number as people write it: a sign, digits, a percent sign. It is not changed. */
const NUMBER = /^[+-]?\d[\d,]*(\.\d+)?(e[+-]?\d+)?\s?%?$/i;

/**
 * Rows as CSV (RFC 4180): quoted where a comma, a quote or a line end asks for it. A cell that is no number never begins
 * like a formula.
 */
export const csvOf = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');

function cellOf(cell: string): string {
  const text = NUMBER.test(cell) ? cell : harmlessText(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
