import type { SymbolRecord } from '../../core/session-data/symbol-record.ts';
import { FIGURES, type Batch, type RowFigures, type SparkUpdate, type SymbolRow } from '../contract/batch.ts';
import type { HostedSession } from './hosted-session.ts';
import {
  figuresVersion,
  passingRow,
  rowFacts,
  rowFigures,
  sparkOf,
  type PassingRow,
  type RowFacts,
} from './symbol-rows.ts';

/** Figures for the eye: this often is enough where somebody looks. */
const WATCHED_EVERY_MS = 100;
/** Rows out of sight matter to the order of the list alone, and that changes no more often. */
const ALL_EVERY_MS = 2_000;
const SPARKS_EVERY_MS = 500;

export type RowUpdates = Pick<Batch, 'symbols' | 'removedSymbols' | 'figures' | 'sparks'>;

interface Sent {
  facts: string;
  figures: string;
  /** Bars at which the spark line was drawn. */
  spark: number;
}

/**
 * Rows of the symbol list for one window. A row goes out whole when it is new or what it says of its symbol changes, and
 * as figures alone otherwise: often while it is in sight, now and then when it is not.
 */
export class RowFeed {
  readonly #passing = new Map<string, PassingRow>();
  readonly #sent = new Map<string, Sent>();
  /** Undefined until the window says what it shows: all of them. */
  #watched: ReadonlySet<string> | undefined;
  #watchedAt = 0;
  #allAt = 0;
  #sparksAt = 0;
  #day: unknown;

  watch(symbols: readonly string[]): void {
    this.#watched = new Set(symbols);
    this.#watchedAt = 0;
    this.#sparksAt = 0;
  }

  /** Shows a row for what has no record in the session: asked for, or failed. Undefined takes it away. */
  setPassing(symbol: string, row: PassingRow | undefined): void {
    if (row === undefined) this.#passing.delete(symbol);
    else this.#passing.set(symbol, row);
    this.#watchedAt = 0;
  }

  isFailed(symbol: string): boolean {
    return this.#passing.get(symbol)?.phase === 'failed';
  }

  /** Forgets rows without a record, as for another session. */
  clearPassing(): void {
    this.#passing.clear();
  }

  /** Everything is sent whole again. */
  reset(): void {
    this.#sent.clear();
    this.#watchedAt = 0;
    this.#allAt = 0;
    this.#sparksAt = 0;
  }

  take(session: HostedSession, nowMs: number): RowUpdates {
    const { day } = session.run;
    const isNewDay = day !== this.#day;
    if (!isNewDay && nowMs - this.#watchedAt < WATCHED_EVERY_MS) return NOTHING;
    this.#day = day;
    this.#watchedAt = nowMs;
    const allDue = nowMs - this.#allAt >= ALL_EVERY_MS;
    if (allDue) this.#allAt = nowMs;
    const sparksDue = nowMs - this.#sparksAt >= SPARKS_EVERY_MS;
    if (sparksDue) this.#sparksAt = nowMs;

    const whole: SymbolRow[] = [];
    const moved: SymbolRecord[] = [];
    const sparks: SparkUpdate[] = [];
    const present = new Set<string>();
    for (const record of day?.data.records() ?? []) {
      const { symbol } = record;
      present.add(symbol);
      const sent = this.#sent.get(symbol);
      const isWatched = this.#watched === undefined || this.#watched.has(symbol);
      if (sent !== undefined && !isWatched && !allDue) continue;
      const facts = rowFacts(session, record);
      const text = JSON.stringify(facts);
      const figures = figuresVersion(session, record);
      const isWhole = sent === undefined || (sent.facts !== text && (isWatched || isSettled(facts)));
      if (isWhole) whole.push({ ...facts, ...rowFigures(session, record), spark: [] });
      else if (sent.figures !== figures) moved.push(record);
      const length = record.baseBars?.length ?? 0;
      if (isWatched && length > 0)
        session.line?.noteShown(symbol, record.baseBars?.openMs[length - 1] as number);
      const redraws = isWatched && sparksDue && (isWhole || sent.spark !== length);
      if (redraws) sparks.push({ symbol, closes: sparkOf(record) });
      const spark = redraws ? length : isWhole ? -1 : sent.spark;
      this.#sent.set(symbol, { facts: isWhole ? text : sent.facts, figures, spark });
    }
    whole.push(...this.#takePassing(present));
    return {
      symbols: whole,
      removedSymbols: this.#forgetBut(present),
      figures: columns(session, moved),
      sparks,
    };
  }

  #takePassing(present: Set<string>): SymbolRow[] {
    const rows: SymbolRow[] = [];
    for (const [symbol, row] of this.#passing) {
      if (present.has(symbol)) continue;
      present.add(symbol);
      if (this.#sent.get(symbol)?.facts === row.phase) continue;
      this.#sent.set(symbol, { facts: row.phase, figures: '', spark: -1 });
      rows.push(passingRow(row));
    }
    return rows;
  }

  #forgetBut(present: ReadonlySet<string>): string[] {
    const gone = [...this.#sent.keys()].filter((symbol) => !present.has(symbol));
    for (const symbol of gone) this.#sent.delete(symbol);
    return gone;
  }
}

const NOTHING: RowUpdates = { symbols: [], removedSymbols: [], figures: null, sparks: [] };

/** Out of sight, steps on the way need not be told. */
const isSettled = ({ phase }: RowFacts): boolean => phase === 'active' || phase === 'failed';

function columns(session: HostedSession, records: readonly SymbolRecord[]): RowFigures | null {
  if (records.length === 0) return null;
  const values = new Float64Array(records.length * FIGURES.length);
  for (const [row, record] of records.entries()) {
    const figures = rowFigures(session, record);
    for (const [column, name] of FIGURES.entries())
      values[row * FIGURES.length + column] = figures[name] ?? Number.NaN;
  }
  return { symbols: records.map(({ symbol }) => symbol), values };
}
