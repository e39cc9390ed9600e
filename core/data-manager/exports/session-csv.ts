import { harmlessText } from '../../base/harmless-text.ts';
import { METADATA_FIELDS, type SymbolMetadata } from '../../model/symbol-metadata.ts';

/**
 * The part of a session export that concerns bars (`exports/*.json` of a run folder; the session coordinator, above
 * this module, owns the whole shape).
 */
export interface ExportedSession {
  readonly symbols: Readonly<
    Record<
      string,
      {
        readonly metadata: SymbolMetadata | null;
        readonly bars: Readonly<Record<string, { readonly data: readonly (readonly (number | null)[])[] }>>;
      }
    >
  >;
}

/** `t` is the bar's open in UTC epoch ms; an absent value is an empty field. */
const SESSION_CSV_COLUMNS = ['symbol', 'interval', 't', 'o', 'h', 'l', 'c', 'v', ...METADATA_FIELDS];

/** The values of a bar that come first in a series' rows; derived series append a coverage. */
const BAR_VALUES = 6;

/** A session export as CSV: one row per bar, symbol after symbol, interval after interval, with the symbol's metadata. */
export function sessionCsv(session: ExportedSession): string {
  const lines = [SESSION_CSV_COLUMNS.join(',')];
  for (const [symbol, { bars, metadata }] of Object.entries(session.symbols)) {
    const tail = METADATA_FIELDS.map((name) => csvField(metadata?.[name])).join(',');
    for (const [interval, { data }] of Object.entries(bars)) {
      const head = `${csvField(symbol)},${csvField(interval)}`;
      for (const row of data)
        lines.push(`${head},${row.slice(0, BAR_VALUES).map(csvField).join(',')},${tail}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/**
 * A value as a field of RFC 4180: quoted where necessary, empty when absent. A text never begins like a formula;
 * numbers keep their signs.
 */
export function csvField(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined || (typeof value === 'number' && !Number.isFinite(value)))
    return '';
  const text = typeof value === 'string' ? harmlessText(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
