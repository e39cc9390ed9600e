import {
  FIGURES,
  type Batch,
  type ProgressMark,
  type RowFigures,
  type SessionHeader,
  type SymbolRow,
} from '../../electron/contract/batch.ts';
import { mergedTrading } from './trading-copy.ts';
import { EMPTY_ANALYSIS, EMPTY_COPY, type AnalysisView, type SessionCopy } from './session-copy.ts';

/** Rows that a list keeps on screen; older ones are in the run's files. */
export const LIST_LIMIT = 5_000;

export type Applied =
  | { readonly kind: 'applied'; readonly copy: SessionCopy }
  /** A batch before this one is missing: nothing was applied, and the caller must request a snapshot. */
  | { readonly kind: 'gap'; readonly expected: number }
  /** It was applied before. */
  | { readonly kind: 'stale' };

/** Returns the copy after a batch. Pure; unchanged parts keep their identity. */
export function applyBatch(copy: SessionCopy, batch: Batch): Applied {
  if (batch.full) return { kind: 'applied', copy: merged(EMPTY_COPY, batch) };
  if (copy.seq === null) return { kind: 'gap', expected: 1 };
  if (batch.seq <= copy.seq) return { kind: 'stale' };
  if (batch.seq !== copy.seq + 1) return { kind: 'gap', expected: copy.seq + 1 };
  return { kind: 'applied', copy: merged(copy, batch) };
}

function merged(before: SessionCopy, batch: Batch): SessionCopy {
  const header = mergedHeader(before.header, batch.session);
  const rows = mergedRows(before.rows, batch);
  const analysis = mergedAnalysis(before, batch, header);
  return {
    seq: batch.seq,
    header,
    rows,
    order: sameKeys(before.order, rows) ? before.order : [...rows.keys()],
    marks: mergedMarks(before, batch, header),
    analysis,
    atBlock: header?.blocked === true ? (before.atBlock ?? viewAtBlock(before, batch, analysis)) : null,
  };
}

/** Events of the day: the progress bar shows no other. */
function mergedMarks(
  before: SessionCopy,
  { marks }: Batch,
  header: SessionHeader | null,
): readonly ProgressMark[] {
  const isNewDay = header !== null && header.day !== before.header?.day;
  const kept = isNewDay ? before.marks.filter(({ clockMs }) => clockMs >= header.openMs) : before.marks;
  return appended(kept, marks);
}

/** Before the first header all of it comes; afterwards only changes. */
function mergedHeader(
  before: SessionHeader | null,
  changed: Partial<SessionHeader> | null,
): SessionHeader | null {
  return changed === null ? before : ({ ...before, ...changed } as SessionHeader);
}

function mergedRows(
  before: ReadonlyMap<string, SymbolRow>,
  { symbols, removedSymbols, figures, sparks }: Batch,
): ReadonlyMap<string, SymbolRow> {
  const changes = symbols.length + removedSymbols.length + sparks.length + (figures?.symbols.length ?? 0);
  if (changes === 0) return before;
  const rows = new Map(before);
  for (const symbol of removedSymbols) rows.delete(symbol);
  for (const row of symbols) {
    const spark = row.spark.length === 0 ? rows.get(row.symbol)?.spark : undefined;
    rows.set(row.symbol, spark === undefined ? row : { ...row, spark });
  }
  for (const [index, symbol] of (figures?.symbols ?? []).entries()) {
    const row = rows.get(symbol);
    if (row !== undefined) rows.set(symbol, { ...row, ...figuresAt(figures as RowFigures, index) });
  }
  for (const { symbol, closes } of sparks) {
    const row = rows.get(symbol);
    if (row !== undefined) rows.set(symbol, { ...row, spark: Array.from(closes) });
  }
  return rows;
}

function figuresAt({ values }: RowFigures, index: number): Partial<SymbolRow> {
  const from = index * FIGURES.length;
  const read = (column: number): readonly [string, number | null] => {
    const value = values[from + column] as number;
    return [FIGURES[column] as string, Number.isNaN(value) ? null : value];
  };
  return Object.fromEntries(FIGURES.map((_, column) => read(column))) as Partial<SymbolRow>;
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

function mergedAnalysis(before: SessionCopy, batch: Batch, header: SessionHeader | null): AnalysisView {
  const { analysis } = before;
  const stillBlocked = before.atBlock !== null && header?.blocked === true;
  // The engine sends no signal while it blocks. If it sent one by mistake, it would stop here.
  const known = batch.relisted ? EMPTY_ANALYSIS : analysis;
  const signals = stillBlocked ? analysis.signals : appended(known.signals, batch.signals);
  const log = appended(known.log, batch.log);
  const catchups = appended(analysis.catchups, batch.catchups);
  const trading = mergedTrading(analysis.trading, batch.trading, LIST_LIMIT);
  const same =
    signals === analysis.signals &&
    log === analysis.log &&
    catchups === analysis.catchups &&
    header === analysis.header &&
    trading === analysis.trading;
  return same ? analysis : { signals, log, catchups, header, trading };
}

/** Signals of the batch that starts the block precede it; its log and figures may report the block itself. */
function viewAtBlock(before: SessionCopy, batch: Batch, analysis: AnalysisView): AnalysisView {
  if (batch.full) return EMPTY_ANALYSIS;
  return { ...before.analysis, signals: analysis.signals };
}

function appended<T>(list: readonly T[], more: readonly T[]): readonly T[] {
  if (more.length === 0) return list;
  const all = [...list, ...more];
  return all.length > LIST_LIMIT ? all.slice(-LIST_LIMIT) : all;
}
