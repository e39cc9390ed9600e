import type { Batch, SymbolRow } from '../../electron/contract/batch.ts';
import { EMPTY_ANALYSIS, EMPTY_COPY, type AnalysisView, type SessionCopy } from './session-copy.ts';

/** Rows that a list keeps on screen; older ones stand in the run's files. */
export const LIST_LIMIT = 5_000;

export type Applied =
  | { readonly kind: 'applied'; readonly copy: SessionCopy }
  /** A batch is missing before this one: nothing was applied, a snapshot must be asked for. */
  | { readonly kind: 'gap'; readonly expected: number }
  /** It was applied before. */
  | { readonly kind: 'stale' };

/** The copy after a batch. Pure; parts that did not change keep their identity. */
export function applyBatch(copy: SessionCopy, batch: Batch): Applied {
  if (batch.full) return { kind: 'applied', copy: merged(EMPTY_COPY, batch) };
  if (copy.seq === null) return { kind: 'gap', expected: 1 };
  if (batch.seq <= copy.seq) return { kind: 'stale' };
  if (batch.seq !== copy.seq + 1) return { kind: 'gap', expected: copy.seq + 1 };
  return { kind: 'applied', copy: merged(copy, batch) };
}

function merged(before: SessionCopy, batch: Batch): SessionCopy {
  const header = batch.session ?? before.header;
  const rows = mergedRows(before.rows, batch);
  const analysis = mergedAnalysis(before, batch);
  return {
    seq: batch.seq,
    header,
    rows,
    order: sameKeys(before.order, rows) ? before.order : [...rows.keys()],
    marks: appended(before.marks, batch.marks),
    analysis,
    atBlock: header?.blocked === true ? (before.atBlock ?? viewAtBlock(before, batch, analysis)) : null,
  };
}

function mergedRows(before: ReadonlyMap<string, SymbolRow>, batch: Batch): ReadonlyMap<string, SymbolRow> {
  if (batch.symbols.length === 0 && batch.removedSymbols.length === 0) return before;
  const rows = new Map(before);
  for (const symbol of batch.removedSymbols) rows.delete(symbol);
  for (const row of batch.symbols) rows.set(row.symbol, row);
  return rows;
}

function sameKeys(order: readonly string[], rows: ReadonlyMap<string, SymbolRow>): boolean {
  if (order.length !== rows.size) return false;
  let index = 0;
  for (const symbol of rows.keys()) {
    if (order[index] !== symbol) return false;
    index += 1;
  }
  return true;
}

function mergedAnalysis(before: SessionCopy, batch: Batch): AnalysisView {
  const { analysis } = before;
  const stillBlocked = before.atBlock !== null && (batch.session ?? before.header)?.blocked === true;
  // The engine sends no signal while it blocks; should one slip through, it stops here.
  const signals = stillBlocked ? analysis.signals : appended(analysis.signals, batch.signals);
  const log = appended(analysis.log, batch.log);
  const catchups = appended(analysis.catchups, batch.catchups);
  const header = batch.session ?? analysis.header;
  const same =
    signals === analysis.signals &&
    log === analysis.log &&
    catchups === analysis.catchups &&
    header === analysis.header;
  return same ? analysis : { signals, log, catchups, header };
}

/** Signals of the batch that brings the block were given before it; its log and figures may tell of the block itself. */
function viewAtBlock(before: SessionCopy, batch: Batch, analysis: AnalysisView): AnalysisView {
  if (batch.full) return EMPTY_ANALYSIS;
  return { ...before.analysis, signals: analysis.signals };
}

function appended<T>(list: readonly T[], more: readonly T[]): readonly T[] {
  if (more.length === 0) return list;
  const all = [...list, ...more];
  return all.length > LIST_LIMIT ? all.slice(-LIST_LIMIT) : all;
}
