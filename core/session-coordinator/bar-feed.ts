import { spanMs, type BaseInterval } from '../base/interval.ts';
import { invariant } from '../base/invariant.ts';
import type { Ticker } from '../base/epoch-ms.ts';
import { windowOf, type BarColumns, type ReadonlyBarColumns } from '../model/bar-columns.ts';
import type { NumberPool } from '../session-data/number-pool.ts';
import type { SymbolRecord } from '../session-data/symbol-record.ts';
import type { SessionGrid } from '../time-manager/session-grid.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** Places of the numbers, from where the queue's begin in the day's pool. */
const BAR_CLOSE = 0;
const LAST_ACCEPTED = 1;
const AHEAD = 2;

/** Bars are read ahead so many at a time, six numbers each: from then on a bar lies in one place and not in six. */
const BARS_AHEAD = 16;
const BAR_WIDTH = 6;

const WIDTH = AHEAD + BARS_AHEAD * BAR_WIDTH;

/** One symbol's queue: bars not yet part of the session, and what falls due when. */
export class FeedSlot {
  readonly record: SymbolRecord;
  readonly baseInterval: BaseInterval;
  bars: ReadonlyBarColumns;
  readonly #grid: SessionGrid;
  /** Length of a base bar in ms, read once, since it is asked for at every bar. */
  readonly #span: number;
  readonly #isDaily: boolean;
  readonly #pool: NumberPool;
  readonly #at: number;
  /** Which of the queue's bars are read ahead. */
  #aheadFrom = 0;
  #aheadTo = 0;
  /** Index of the next queued bar. */
  cursor = 0;
  /** True while the session's bars stand in the queue's own memory, each in its place: none was refused so far. */
  inPlace = false;
  /** Bars until the next lag check; a new symbol's first bar is always checked. */
  barsUntilCheck = 0;

  constructor(record: SymbolRecord, baseInterval: BaseInterval, bars: ReadonlyBarColumns, grid: SessionGrid) {
    this.record = record;
    this.baseInterval = baseInterval;
    this.bars = bars;
    this.#grid = grid;
    this.#span = spanMs(baseInterval);
    this.#isDaily = baseInterval === '1d';
    this.#pool = record.pool;
    this.#at = this.#pool.take(WIDTH);
    this.#pool.numbers[this.#at + LAST_ACCEPTED] = Number.NaN;
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
    return this.#pool.numbers[this.#at + BAR_CLOSE] as number;
  }

  /** When the next derived bar in progress ends. */
  get nextDerivedClose(): number {
    return Math.min(NEVER, ...this.record.derivedSeries.map(({ forming }) => forming.closeMs));
  }

  /** Puts the next bar into `bars` at `place`, and looks when the one after it is known. */
  take(bars: BarColumns, place: number): void {
    const { numbers } = this.#pool;
    const from = this.#placeAhead();
    bars.openMs[place] = numbers[from] as number;
    bars.open[place] = numbers[from + 1] as number;
    bars.high[place] = numbers[from + 2] as number;
    bars.low[place] = numbers[from + 3] as number;
    bars.close[place] = numbers[from + 4] as number;
    bars.volume[place] = numbers[from + 5] as number;
    this.cursor++;
    this.#lookAhead();
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

  /** Looks at the queue anew: it grew, or its bars changed. */
  findNextBar(): void {
    this.#aheadTo = this.cursor;
    this.#lookAhead();
  }

  #lookAhead(): void {
    if (this.cursor === this.#aheadTo) this.#readAhead();
    const { numbers } = this.#pool;
    const isThere = this.cursor < this.#aheadTo;
    numbers[this.#at + BAR_CLOSE] = isThere
      ? this.#closeInHours(numbers[this.#placeAhead()] as number)
      : NEVER;
  }

  #readAhead(): void {
    const { bars, cursor } = this;
    const { numbers } = this.#pool;
    this.#aheadFrom = cursor;
    this.#aheadTo = Math.min(cursor + BARS_AHEAD, bars.length);
    for (let index = cursor; index < this.#aheadTo; index++) {
      const to = this.#at + AHEAD + (index - cursor) * BAR_WIDTH;
      numbers[to] = bars.openMs[index] as number;
      numbers[to + 1] = bars.open[index] as number;
      numbers[to + 2] = bars.high[index] as number;
      numbers[to + 3] = bars.low[index] as number;
      numbers[to + 4] = bars.close[index] as number;
      numbers[to + 5] = bars.volume[index] as number;
    }
  }

  /** Where the bar at the cursor stands among those that are read ahead. */
  #placeAhead(): number {
    return this.#at + AHEAD + (this.cursor - this.#aheadFrom) * BAR_WIDTH;
  }

  /** When a bar is known; never, where it lies after the hours that are looked at. */
  #closeInHours(openMs: number): number {
    const grid = this.#grid;
    if (this.#isDaily) {
      return grid.contains(this.baseInterval, openMs) ? grid.closeOfBase(this.baseInterval, openMs) : NEVER;
    }
    const closeMs = openMs + this.#span;
    return openMs >= grid.start && closeMs <= grid.end ? closeMs : NEVER;
  }

  /**
   * True for the bar right after the one that was accepted last, which is nearly every one: its time is sound, and to
   * know it takes neither a division, which is slow on numbers as large as instants, nor a look at the session's bars.
   */
  follows(openMs: number): boolean {
    return openMs === (this.#pool.numbers[this.#at + LAST_ACCEPTED] as number) + this.#span;
  }

  noteAccepted(openMs: number): void {
    this.#pool.numbers[this.#at + LAST_ACCEPTED] = openMs;
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
 * The queues of all symbols against one clock. Gives the oldest instant at which a bar is known and, for it, the places
 * of the slots that have one, in the order of the rules: shorter base interval first, then the order in which the
 * symbols were added.
 *
 * A plain scan over one array of numbers: at a minute's instant nearly every symbol is due anyway, so the cost per bar
 * stays flat from 1 to thousands of symbols, and no heap has to be kept.
 */
export class BarFeed {
  readonly #slots: FeedSlot[] = [];
  /** When each slot's next bar is known, by place. */
  #heads = new Float64Array(16);
  readonly #bySymbol = new Map<Ticker, FeedSlot>();
  #changes = 0;
  #changesRead = 0;

  /** In the order of the rules; a slot's place is its index. */
  get slots(): readonly FeedSlot[] {
    return this.#slots;
  }

  /** Grows with every change from outside the loop: who keeps something by place looks whether it did. */
  get changes(): number {
    return this.#changes;
  }

  slotOf(symbol: Ticker): FeedSlot | undefined {
    return this.#bySymbol.get(symbol);
  }

  add(slot: FeedSlot): void {
    const { symbol } = slot.record;
    invariant(!this.#bySymbol.has(symbol), () => `one queue for ${symbol}`);
    let place = this.#slots.length;
    while (place > 0 && comesAfter(this.#slots[place - 1] as FeedSlot, slot)) place--;
    this.#slots.splice(place, 0, slot);
    this.#bySymbol.set(symbol, slot);
    this.refresh();
  }

  remove(symbol: Ticker): FeedSlot | undefined {
    const slot = this.#bySymbol.get(symbol);
    if (slot === undefined) return undefined;
    this.#slots.splice(this.#slots.indexOf(slot), 1);
    this.#bySymbol.delete(symbol);
    this.refresh();
    return slot;
  }

  /** The smallest instant at which a bar is known; `Infinity` when there is none. */
  nextInstant(): number {
    if (this.#changesRead !== this.#changes) this.#readHeads();
    const heads = this.#heads;
    const count = this.#slots.length;
    let next = NEVER;
    for (let place = 0; place < count; place++) {
      const head = heads[place] as number;
      if (head < next) next = head;
    }
    return next;
  }

  /** Fills `due` with the places of the slots that have a bar at `instant`, in order; answers how many. */
  collectDue(instant: number, due: number[]): number {
    const heads = this.#heads;
    const count = this.#slots.length;
    let found = 0;
    for (let place = 0; place < count; place++) {
      if (heads[place] === instant) due[found++] = place;
    }
    return found;
  }

  /** Puts the next bar of a place into `bars`, and goes on to the one after it. */
  take(place: number, bars: BarColumns): FeedSlot {
    const slot = this.#slots[place] as FeedSlot;
    slot.take(bars, place);
    this.#heads[place] = slot.nextBarClose;
    return slot;
  }

  /** The slots are to be read anew, after a change from outside the loop (an upgrade, a bar that a feed told). */
  refresh(): void {
    this.#changes++;
  }

  #readHeads(): void {
    this.#changesRead = this.#changes;
    if (this.#heads.length < this.#slots.length) this.#heads = new Float64Array(this.#slots.length * 2);
    for (const [place, slot] of this.#slots.entries()) this.#heads[place] = slot.nextBarClose;
  }
}

/** By the rules: shorter base interval first, then the order in which the symbols were added. */
function comesAfter(
  { baseInterval, record }: FeedSlot,
  { baseInterval: own, record: { order } }: FeedSlot,
): boolean {
  const other = spanMs(baseInterval);
  const span = spanMs(own);
  return other > span || (other === span && record.order > order);
}
