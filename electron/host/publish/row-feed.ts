import type { SymbolRecord } from '../../../core/session-data/symbol-record.ts';
import {
  FIGURES,
  type Batch,
  type RowFigures,
  type SparkUpdate,
  type SymbolRow,
} from '../../contract/batch.ts';
import type { HostedSession } from '../session/hosted-session.ts';
import {
  figuresVersion,
  passingRow,
  rowFacts,
  rowFigures,
  sparkOf,
  type PlaceholderRow,
  type RowFacts,
} from './symbol-rows.ts';

/** Greatest rate of a row's updates, and most rows with a turn in one batch. */
interface Turns {
  readonly everyMs: number;
  readonly most: number;
}

/** Update interval of visible figures, ms: the eye reads no faster. */
const WATCHED: Turns = { everyMs: 200, most: 4 };
/** Invisible rows matter only to the order of the list, which changes no more often. */
const UNWATCHED: Turns = { everyMs: 4_000, most: 40 };
const SPARK_EVERY_MS = 1_000;

export type RowUpdates = Pick<Batch, 'symbols' | 'removedSymbols' | 'figures' | 'sparks'>;

interface Sent {
  facts: string;
  figures: string;
  /** When it was sent, and when its spark line was; milliseconds. */
  at: number;
  sparkAt: number;
  /** Number of bars when the spark line was drawn. */
  spark: number;
}

/**
 * Rows of the symbol list for one window. A row is sent completely when it is new or its state changes, and as figures
 * alone otherwise: often while it is visible, now and then when it is not. When many change they take turns: those that
 * waited longest go first, a few per batch.
 */
export class RowFeed {
  readonly #passing = new Map<string, PlaceholderRow>();
  /** In the order in which they were last sent. */
  readonly #sent = new Map<string, Sent>();
  /** Undefined until the window reports its visible rows: all of them. */
  #watched: ReadonlySet<string> | undefined;

  watch(symbols: readonly string[]): void {
    this.#watched = new Set(symbols);
    for (const symbol of symbols) this.#hasten(symbol);
  }

  /** Shows a row for a symbol without a record in the session: requested, or failed. Undefined removes it. */
  setPlaceholder(symbol: string, row: PlaceholderRow | undefined): void {
    if (row === undefined) this.#passing.delete(symbol);
    else this.#passing.set(symbol, row);
    this.#hasten(symbol);
  }

  isFailed(symbol: string): boolean {
    return this.#passing.get(symbol)?.phase === 'failed';
  }

  /** Forgets rows without a record, as for another session. */
  clearPassing(): void {
    this.#passing.clear();
  }

  /** Everything is sent completely again. */
  reset(): void {
    this.#sent.clear();
  }

  /** `mayTakeTurns`: false where only added and removed rows are wanted, and changed ones wait for the next batch. */
  take(session: HostedSession, nowMs: number, mayTakeTurns: boolean): RowUpdates {
    const records = new Map<string, SymbolRecord>();
    for (const record of session.run.day?.data.records() ?? []) records.set(record.symbol, record);
    const turn: Turn = { session, nowMs, whole: [], moved: [], sparks: [] };
    for (const record of records.values()) if (!this.#sent.has(record.symbol)) this.#send(turn, record);
    if (mayTakeTurns) this.#takeTurns(turn, records);
    const present = new Set(records.keys());
    turn.whole.push(...this.#takePassing(present));
    return {
      symbols: turn.whole,
      removedSymbols: this.#forgetBut(present),
      figures: columns(turn.moved),
      sparks: turn.sparks,
    };
  }

  /** Rows with changes, those that waited longest first. */
  #takeTurns(turn: Turn, records: ReadonlyMap<string, SymbolRecord>): void {
    const left = new Map<Turns, number>([WATCHED, UNWATCHED].map((kind) => [kind, kind.most]));
    // A sent row goes to the end, and the loop meets it there again when it is not due.
    for (const [symbol, sent] of this.#sent) {
      const kind = this.#isWatched(symbol) ? WATCHED : UNWATCHED;
      const room = left.get(kind) ?? 0;
      const record = records.get(symbol);
      if (room === 0 || record === undefined || turn.nowMs - sent.at < kind.everyMs) continue;
      if (this.#send(turn, record)) left.set(kind, room - 1);
      else if (kind === UNWATCHED) sent.at = turn.nowMs;
    }
  }

  /** False when everything of the row was sent before. */
  #send({ session, nowMs, whole, moved, sparks }: Turn, record: SymbolRecord): boolean {
    const { symbol } = record;
    const sent = this.#sent.get(symbol);
    const isWatched = this.#isWatched(symbol);
    const facts = rowFacts(session, record);
    const text = JSON.stringify(facts);
    const current = rowFigures(session, record);
    const figures = figuresVersion(current);
    const isWhole = sent === undefined || (sent.facts !== text && (isWatched || isSettled(facts)));
    const length = record.baseBars?.length ?? 0;
    const sparkAt = sent?.sparkAt ?? Number.NEGATIVE_INFINITY;
    const redraws = isWatched && (isWhole || (nowMs - sparkAt >= SPARK_EVERY_MS && sent.spark !== length));
    if (!isWhole && !redraws && sent.figures === figures) return false;
    if (isWatched && length > 0)
      session.line?.noteShown(symbol, record.baseBars?.openMs[length - 1] as number);
    if (isWhole) whole.push({ ...facts, ...current, spark: [] });
    else if (sent.figures !== figures) moved.push([symbol, current]);
    if (redraws) sparks.push({ symbol, closes: sparkOf(record) });
    this.#sent.delete(symbol);
    this.#sent.set(symbol, {
      facts: isWhole ? text : sent.facts,
      figures,
      at: nowMs,
      sparkAt: redraws ? nowMs : sparkAt,
      spark: redraws ? length : isWhole ? -1 : sent.spark,
    });
    return true;
  }

  #isWatched(symbol: string): boolean {
    return this.#watched === undefined || this.#watched.has(symbol);
  }

  /** The next batch checks it. */
  #hasten(symbol: string): void {
    const sent = this.#sent.get(symbol);
    if (sent === undefined) return;
    sent.at = Number.NEGATIVE_INFINITY;
    sent.sparkAt = Number.NEGATIVE_INFINITY;
  }

  #takePassing(present: Set<string>): SymbolRow[] {
    const rows: SymbolRow[] = [];
    for (const [symbol, row] of this.#passing) {
      if (present.has(symbol)) continue;
      present.add(symbol);
      if (this.#sent.get(symbol)?.facts === row.phase) continue;
      const never = Number.NEGATIVE_INFINITY;
      this.#sent.set(symbol, { facts: row.phase, figures: '', at: never, sparkAt: never, spark: -1 });
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

/** A row with changes in its figures alone. */
type MovedRow = readonly [symbol: string, figures: ReturnType<typeof rowFigures>];

/** The rows of one batch. */
interface Turn {
  readonly session: HostedSession;
  readonly nowMs: number;
  readonly whole: SymbolRow[];
  readonly moved: MovedRow[];
  readonly sparks: SparkUpdate[];
}

/** Invisible rows skip intermediate steps. */
const isSettled = ({ phase }: RowFacts): boolean => phase === 'active' || phase === 'failed';

function columns(rows: readonly MovedRow[]): RowFigures | null {
  if (rows.length === 0) return null;
  const values = new Float64Array(rows.length * FIGURES.length);
  for (const [row, [, figures]] of rows.entries()) {
    for (const [column, name] of FIGURES.entries())
      values[row * FIGURES.length + column] = figures[name] ?? Number.NaN;
  }
  return { symbols: rows.map(([symbol]) => symbol), values };
}
