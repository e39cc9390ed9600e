/** A cell of a sheet or a table of a database. */
export type Cell = string | number | bigint | boolean | Date | null | undefined | Uint8Array;

/** Rows as lines of CSV, in UTF-8. Dates are written as their clock shows them, without a zone. */
export function linesOf(names: readonly string[] | undefined, rows: Iterable<readonly Cell[]>): Uint8Array {
  const lines: string[] = names === undefined ? [] : [names.map(fieldOf).join(',')];
  for (const row of rows) lines.push(row.map(fieldOf).join(','));
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

function fieldOf(cell: Cell): string {
  if (cell === null || cell === undefined || cell instanceof Uint8Array) return '';
  if (cell instanceof Date) return dateText(cell);
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', ' ').replaceAll(/[\r\n]/g, ' ')}"` : text;
}

/** A date as read from its UTC parts, rounded to the second, which is what a spreadsheet holds. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const text = new Date(Math.round(date.getTime() / 1_000) * 1_000)
    .toISOString()
    .replace('T', ' ')
    .slice(0, 19);
  return text.endsWith(' 00:00:00') ? text.slice(0, 10) : text;
}
