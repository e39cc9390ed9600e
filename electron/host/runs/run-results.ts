import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { SymbolMetadata } from '../../../core/model/symbol-metadata.ts';
import type { SessionEvent } from '../../../core/model/session-event.ts';
import type { RunReader } from '../../../core/session-coordinator/session/run-reader.ts';
import type { ResultTable, ResultType, ResultValue } from './parquet-rows.ts';
import { METADATA_COLUMNS, metadataValues } from './report-tables.ts';

/** Collects a run's result tables while it plays: a row carries the symbol's metadata at its time. */
export interface ResultGatherer extends Disposable {
  tables(): readonly ResultTable[];
}

type Columns = readonly (readonly [name: string, type: ResultType])[];

const SIGNAL_COLUMNS: Columns = [
  ['clock', 'instant'],
  ['symbol', 'text'],
  ['strategy', 'text'],
  ['direction', 'text'],
  ['price', 'number'],
  ['text', 'text'],
];

/** `clock` is when the order was placed, `ended_at` when it was filled, cancelled, expired or rejected. */
const ORDER_COLUMNS: Columns = [
  ['clock', 'instant'],
  ['order', 'integer'],
  ['symbol', 'text'],
  ['owner', 'text'],
  ['strategy', 'text'],
  ['side', 'text'],
  ['quantity', 'number'],
  ['order_type', 'text'],
  ['limit_price', 'number'],
  ['stop_price', 'number'],
  ['trail_amount', 'number'],
  ['trail_percent', 'number'],
  ['time_in_force', 'text'],
  ['role', 'text'],
  ['parent', 'integer'],
  ['oco_with', 'integer'],
  ['tag', 'text'],
  ['status', 'text'],
  ['filled', 'number'],
  ['average_price', 'number'],
  ['rule', 'text'],
  ['reason', 'text'],
  ['ended_at', 'instant'],
];

const FILL_COLUMNS: Columns = [
  ['clock', 'instant'],
  ['fill', 'integer'],
  ['order', 'integer'],
  ['symbol', 'text'],
  ['owner', 'text'],
  ['strategy', 'text'],
  ['side', 'text'],
  ['quantity', 'number'],
  ['price', 'number'],
  ['slippage', 'number'],
  ['fee', 'number'],
  ['rule', 'text'],
  ['bar_open', 'instant'],
  ['position', 'number'],
  ['cash', 'number'],
];

const ENDED: ReadonlySet<string> = new Set(['filled', 'cancelled', 'expired', 'refused']);

interface OrderLine {
  readonly placedAt: number;
  readonly metadata: SymbolMetadata | undefined;
  last: Extract<SessionEvent, { type: 'order' }>;
}

export function gatherResults(run: RunReader): ResultGatherer {
  const signals: ResultValue[][] = [];
  const fills: ResultValue[][] = [];
  const orders = new Map<number, OrderLine>();
  const events = run.log.subscribe((event) => {
    if (event.type !== 'signal' && event.type !== 'fill' && event.type !== 'order') return;
    const metadata = run.day?.data.metadata(asTicker(event.symbol));
    if (event.type === 'signal') signals.push(rowOf(SIGNAL_COLUMNS, event, metadata));
    else if (event.type === 'fill') fills.push(rowOf(FILL_COLUMNS, event, metadata));
    else noteOrder(orders, event, metadata);
  });
  return {
    tables: () => [
      tableOf('signals', SIGNAL_COLUMNS, signals),
      tableOf('orders', ORDER_COLUMNS, [...orders.values()].map(orderRow)),
      tableOf('fills', FILL_COLUMNS, fills),
    ],
    [Symbol.dispose]: () => events[Symbol.dispose](),
  };
}

function noteOrder(
  orders: Map<number, OrderLine>,
  event: OrderLine['last'],
  metadata: SymbolMetadata | undefined,
): void {
  const line = orders.get(event.order);
  if (line !== undefined) line.last = event;
  else orders.set(event.order, { placedAt: Date.parse(event.clock), metadata, last: event });
}

function orderRow({ placedAt, metadata, last }: OrderLine): ResultValue[] {
  const ended = ENDED.has(last.status) ? last.clock : null;
  const row = rowOf(ORDER_COLUMNS, { ...last, ended_at: ended }, metadata);
  return [placedAt, ...row.slice(1)];
}

function rowOf(columns: Columns, event: object, metadata: SymbolMetadata | undefined): ResultValue[] {
  const values = event as Readonly<Record<string, ResultValue>>;
  const own = columns.map(([name, type]) => {
    const value = values[name] ?? null;
    return type === 'instant' && typeof value === 'string' ? Date.parse(value) : value;
  });
  return [...own, ...metadataValues(metadata)];
}

const tableOf = (name: string, columns: Columns, rows: readonly (readonly ResultValue[])[]): ResultTable => ({
  name,
  columns: [...columns.map(([each, type]) => ({ name: each, type })), ...METADATA_COLUMNS],
  rows,
});
