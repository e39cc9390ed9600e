import { spanMs, type BaseInterval } from '../base/interval.ts';
import { invariant } from '../base/invariant.ts';
import type { Ticker } from '../base/epoch-ms.ts';
import { windowOf, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { SymbolRecord } from '../session-data/symbol-record.ts';
import type { SessionGrid } from '../time-manager/session-grid.ts';

const NEVER = Number.POSITIVE_INFINITY;

const BAR_CLOSE = 0;
const DERIVED_CLOSE = 1;
const LAST_ON_GRID = 2;

/** One symbol's queue: bars not yet part of the session, and what falls due when. */
export class FeedSlot {
  readonly record: SymbolRecord;
  readonly baseInterval: BaseInterval;
  bars: ReadonlyBarColumns;
  readonly #grid: SessionGrid;
  /** Length of a base bar in ms, read once, since it is asked for at every bar. */
  readonly #span: number;
  readonly #isDaily: boolean;
  /** Instants that change at every bar, in the day's pool. */
  readonly #times: Float64Array;
  readonly #at: number;
  /** Index of the next queued bar. */
  cursor = 0;
  /** Bars until the next lag check; a new symbol's first bar is always checked. */
  barsUntilCheck = 0;
  /** A bar in the queue belongs to a derived bar that has closed: what was made of today is made anew with it. */
  isLate = false;

  constructor(record: SymbolRecord, baseInterval: BaseInterval, bars: ReadonlyBarColumns, grid: SessionGrid) {
    this.record = record;
    this.baseInterval = baseInterval;
    this.bars = bars;
    this.#grid = grid;
    this.#span = spanMs(baseInterval);
    this.#isDaily = baseInterval === '1d';
    const { numbers, at } = record.pool.take(3);
    this.#times = numbers;
    this.#at = at;
    numbers[at + DERIVED_CLOSE] = NEVER;
    numbers[at + LAST_ON_GRID] = Number.NaN;
    this.#skipEarly();
    this.bars = windowOf(bars, this.cursor, bars.length);
    this.cursor = 0;
    this.findNextBar();
  }

  /** From here on the queue is a feed's own, which grows; it holds nothing outside the hours. */
  follow(queue: ReadonlyBarColumns): void {
    this.bars = queue;
    this.cursor = 0;
    this.findNextBar();
  }

  /** When the next queued bar is known. */
  get nextBarClose(): number {
    return this.#times[this.#at + BAR_CLOSE] as number;
  }

  /** When the next derived bar in progress ends. */
  get nextDerivedClose(): number {
    return this.#times[this.#at + DERIVED_CLOSE] as number;
  }

  set nextDerivedClose(instant: number) {
    this.#times[this.#at + DERIVED_CLOSE] = instant;
  }

  /** Bars of the queue that close at or before `now`. */
  countUntil(now: number): number {
    let count = 0;
    for (let index = this.cursor; index < this.bars.length; index++) {
      const openMs = this.bars.openMs[index] as number;
      if (!this.#grid.contains(this.baseInterval, openMs)) continue;
      if (this.#grid.closeOfBase(this.baseInterval, openMs) > now) break;
      count++;
    }
    return count;
  }

  /** Counts what is left over when the day is done: bars after hours. */
  countRest(): void {
    for (; this.cursor < this.bars.length; this.cursor++) {
      const openMs = this.bars.openMs[this.cursor] as number;
      if (!this.#grid.contains(this.baseInterval, openMs)) this.record.outsideHours++;
    }
  }

  findNextBar(): void {
    this.#times[this.#at + BAR_CLOSE] = this.cursor < this.bars.length ? this.#closeInHours() : NEVER;
  }

  /** When the bar at the cursor is known; never, where it lies after the hours that are looked at. */
  #closeInHours(): number {
    const openMs = this.bars.openMs[this.cursor] as number;
    const grid = this.#grid;
    if (this.#isDaily) {
      return grid.contains(this.baseInterval, openMs) ? grid.closeOfBase(this.baseInterval, openMs) : NEVER;
    }
    const closeMs = openMs + this.#span;
    return openMs >= grid.start && closeMs <= grid.end ? closeMs : NEVER;
  }

  /**
   * True when a base bar begins where one of its interval can. The bar after one that does needs no division, which is
   * slow on numbers as large as instants.
   */
  isOnGrid(openMs: number): boolean {
    const follows = openMs === (this.#times[this.#at + LAST_ON_GRID] as number) + this.#span;
    if (!follows && !this.#isDaily && (openMs - this.#grid.session.open) % this.#span !== 0) return false;
    this.#times[this.#at + LAST_ON_GRID] = openMs;
    return true;
  }

  findNextDerivedClose(): void {
    let next = NEVER;
    const derived = this.record.derivedSeries;
    for (let index = 0; index < derived.length; index++) {
      const closeMs = derived[index]?.forming.closeMs ?? NEVER;
      if (closeMs < next) next = closeMs;
    }
    this.nextDerivedClose = next;
  }

  /** Bars before the session's hours are over before it begins: they take no part in lag. */
  #skipEarly(): void {
    while (this.cursor < this.bars.length) {
      const openMs = this.bars.openMs[this.cursor] as number;
      if (openMs >= this.#grid.start || this.#grid.contains(this.baseInterval, openMs)) break;
      this.record.outsideHours++;
      this.cursor++;
    }
  }
}

/**
 * The queues of all symbols against one clock. Gives the oldest instant and, for it, the slots that are due in the order
 * of the rules: shorter base interval first, then the order in which the symbols were added.
 *
 * A plain scan over one array of numbers: at a minute's instant nearly every symbol is due anyway, so the cost per bar
 * stays flat from 1 to thousands of symbols, and no heap has to be kept.
 */
export class BarFeed {
  readonly #slots: FeedSlot[] = [];
  #heads = new Float64Array(16);

  get slots(): readonly FeedSlot[] {
    return this.#slots;
  }

  slotOf(symbol: Ticker): FeedSlot | undefined {
    return this.#slots.find((slot) => slot.record.symbol === symbol);
  }

  add(slot: FeedSlot): void {
    invariant(this.slotOf(slot.record.symbol) === undefined, () => `one queue for ${slot.record.symbol}`);
    const span = spanMs(slot.baseInterval);
    const { order } = slot.record;
    const at = this.#slots.findIndex(({ baseInterval, record }) => {
      const other = spanMs(baseInterval);
      return other > span || (other === span && record.order > order);
    });
    this.#slots.splice(at < 0 ? this.#slots.length : at, 0, slot);
    this.#readHeads();
  }

  remove(symbol: Ticker): FeedSlot | undefined {
    const at = this.#slots.findIndex((slot) => slot.record.symbol === symbol);
    if (at < 0) return undefined;
    const [slot] = this.#slots.splice(at, 1);
    this.#readHeads();
    return slot;
  }

  /** The smallest instant at which anything is due; `Infinity` when nothing is. */
  nextInstant(): number {
    const heads = this.#heads;
    const count = this.#slots.length;
    let next = NEVER;
    for (let index = 0; index < count; index++) {
      const head = heads[index] as number;
      if (head < next) next = head;
    }
    return next;
  }

  /** Fills `due` with the slots that have something at `instant`, in order; answers how many. */
  collectDue(instant: number, due: FeedSlot[]): number {
    const heads = this.#heads;
    const count = this.#slots.length;
    let found = 0;
    for (let index = 0; index < count; index++) {
      if (heads[index] === instant) due[found++] = this.#slots[index] as FeedSlot;
    }
    return found;
  }

  /** Looks again at the slots that were due at `instant`, after they moved on. */
  advance(instant: number): void {
    const heads = this.#heads;
    const count = this.#slots.length;
    for (let index = 0; index < count; index++) {
      if (heads[index] !== instant) continue;
      const slot = this.#slots[index] as FeedSlot;
      heads[index] = Math.min(slot.nextBarClose, slot.nextDerivedClose);
    }
  }

  /** Reads one slot's next instant anew, after a change from outside the loop (an upgrade). */
  refresh(): void {
    this.#readHeads();
  }

  #readHeads(): void {
    if (this.#heads.length < this.#slots.length) this.#heads = new Float64Array(this.#slots.length * 2);
    this.#slots.forEach((slot, index) => {
      this.#heads[index] = Math.min(slot.nextBarClose, slot.nextDerivedClose);
    });
  }
}
