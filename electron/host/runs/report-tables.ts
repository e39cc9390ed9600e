import { METADATA_FIELDS, type SymbolMetadata } from '../../../core/model/symbol-metadata.ts';
import type { RunReport } from '../../../core/report/run-report.ts';
import type { ResultTable, ResultValue } from './parquet-rows.ts';

/** The five metadata fields that each row of a symbol carries. */
export const METADATA_COLUMNS = [
  { name: 'meets_session_config_requirements', type: 'flag' },
  { name: 'added_by', type: 'text' },
  { name: 'auto_provisioned', type: 'flag' },
  { name: 'added_at', type: 'instant' },
  { name: 'upgraded_from_adhoc', type: 'flag' },
] as const satisfies readonly { name: (typeof METADATA_FIELDS)[number]; type: string }[];

export const metadataValues = (metadata: SymbolMetadata | null | undefined): ResultValue[] =>
  METADATA_FIELDS.map((field) => {
    const value = metadata?.[field];
    return field === 'added_at' && typeof value === 'string' ? Date.parse(value) : value;
  });

const TRADE_COLUMNS = [
  ['id', 'integer'],
  ['symbol', 'text'],
  ['strategy', 'text'],
  ['direction', 'text'],
  ['quantity', 'number'],
  ['entry_at', 'instant'],
  ['entry_bar', 'instant'],
  ['entry_price', 'number'],
  ['exit_at', 'instant'],
  ['exit_bar', 'instant'],
  ['exit_price', 'number'],
  ['exit_by', 'text'],
  ['gross', 'number'],
  ['fees', 'number'],
  ['profit', 'number'],
  ['return', 'number'],
  ['mae', 'number'],
  ['mfe', 'number'],
  ['bars', 'integer'],
] as const;

const EQUITY_COLUMNS = [
  ['clock', 'instant'],
  ['cash', 'number'],
  ['market_value', 'number'],
  ['gross_exposure', 'number'],
  ['equity', 'number'],
] as const;

const instant = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso));

/** The tables `trades` and `equity` of a run folder. */
export function reportTables({ trade_list: trades, equity }: RunReport): readonly ResultTable[] {
  return [
    {
      name: 'trades',
      columns: [...TRADE_COLUMNS.map(([name, type]) => ({ name, type })), ...METADATA_COLUMNS],
      rows: trades.map((trade) => [
        ...TRADE_COLUMNS.map(([name, type]) => (type === 'instant' ? instant(trade[name]) : trade[name])),
        ...metadataValues(trade.metadata),
      ]),
    },
    {
      name: 'equity',
      columns: EQUITY_COLUMNS.map(([name, type]) => ({ name, type })),
      rows: equity.map((row) =>
        EQUITY_COLUMNS.map(([name]) => (name === 'clock' ? instant(row.clock) : row[name])),
      ),
    },
  ];
}
