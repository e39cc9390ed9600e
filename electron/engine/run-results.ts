import { asTicker } from '../../core/base/epoch-ms.ts';
import { METADATA_FIELDS, type SymbolMetadata } from '../../core/model/symbol-metadata.ts';
import type { SessionRun } from '../../core/session-coordinator/session-run.ts';
import type { ResultTable, ResultValue } from './parquet-rows.ts';

/** Gathers a run's result tables while it goes on: a row carries the symbol's metadata of its own moment. */
export interface RunResults extends Disposable {
  tables(): readonly ResultTable[];
}

const METADATA_COLUMNS = [
  { name: 'meets_session_config_requirements', type: 'flag' },
  { name: 'added_by', type: 'text' },
  { name: 'auto_provisioned', type: 'flag' },
  { name: 'added_at', type: 'instant' },
  { name: 'upgraded_from_adhoc', type: 'flag' },
] as const satisfies readonly { name: (typeof METADATA_FIELDS)[number]; type: string }[];

export function gatherResults(run: SessionRun): RunResults {
  const signals: ResultValue[][] = [];
  const events = run.log.subscribe((event) => {
    if (event.type !== 'signal') return;
    const { clock, symbol, strategy, direction, price, text } = event;
    const metadata = run.day?.data.metadata(asTicker(symbol));
    signals.push([Date.parse(clock), symbol, strategy, direction, price, text, ...metadataValues(metadata)]);
  });
  return {
    tables: () => [
      {
        name: 'signals',
        columns: [
          { name: 'clock', type: 'instant' },
          { name: 'symbol', type: 'text' },
          { name: 'strategy', type: 'text' },
          { name: 'direction', type: 'text' },
          { name: 'price', type: 'number' },
          { name: 'text', type: 'text' },
          ...METADATA_COLUMNS,
        ],
        rows: signals,
      },
    ],
    [Symbol.dispose]: () => events[Symbol.dispose](),
  };
}

const metadataValues = (metadata: SymbolMetadata | undefined): ResultValue[] =>
  METADATA_FIELDS.map((field) => {
    const value = metadata?.[field];
    return field === 'added_at' && typeof value === 'string' ? Date.parse(value) : value;
  });
