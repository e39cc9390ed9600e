import { spanMs, type BaseInterval } from '../../base/interval.ts';
import { BarColumns, windowOf, type ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { FloatArena, NumberPools } from '../../model/float-arena.ts';
import type { SymbolRecord } from '../../session-data/symbol-record.ts';
import type { SessionGrid } from '../../time-manager/session-grid.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** Number of bars copied ahead into one row each, so that six columns are not touched per bar. */
const BARS_AHEAD = 16;
export const BAR_WIDTH = 6;

/** Offsets of a queue's numbers from their first place in the pool. */
export const QUEUE = {
  /** When the next queued bar is known. */
  barClose: 0,
  /** Open of the bar that would follow the one accepted last. */
  following: 1,
  /** Bars until the next lag check. */
  untilCheck: 2,
  /** Place of the next bar among those read ahead, and their number from it on. */
  next: 3,
  left: 4,
  /** Length of a base bar in ms. */
  span: 5,
  /** 1 where every bar closes a span after its open, 0 where the grid must be asked. */
  isWhole: 6,
  width: 7,
} as const;

/** The numbers of all queues that change at every bar, and the bars that are read ahead of them. */
export class QueueNumbers {
  readonly queues: FloatArena;
  readonly ahead: FloatArena;

  constructor(pools: NumberPools) {
    this.queues = pools.of('queues');
    this.ahead = pools.of('bars read ahead');
  }
}

/** One symbol's queue: bars not yet part of the session, and the time of each one's turn. */
export class SymbolQueue {
  readonly record: SymbolRecord;
  readonly baseInterval: BaseInterval;
  bars: ReadonlyBarColumns;
  /** Where its numbers begin in the pool of the queues. */
  readonly at: number;
  /** True while the session's bars are in the queue's own memory, each in its place: none was refused so far. */
  inPlace = false;
  readonly #grid: SessionGrid;
  readonly #numbers: QueueNumbers;
  readonly #aheadAt: number;
  /** Index of the first bar that is not read ahead. */
  #aheadTo = 0;

  constructor(record: SymbolRecord, baseInterval: BaseInterval, bars: ReadonlyBarColumns, grid: SessionGrid) {
    this.record = record;
    this.baseInterval = baseInterval;
    this.#grid = grid;
    this.#numbers = new QueueNumbers(record.pools);
    this.at = this.#numbers.queues.take(QUEUE.width);
    this.#aheadAt = this.#numbers.ahead.take(BARS_AHEAD * BAR_WIDTH);
    this.#set(QUEUE.following, Number.NaN);
    this.#set(QUEUE.untilCheck, 0);
    this.#set(QUEUE.span, spanMs(baseInterval));
    this.#set(QUEUE.isWhole, grid.hasWholeBars(baseInterval) ? 1 : 0);
    this.bars = this.#withoutBreaks(windowOf(bars, this.#countEarly(bars), bars.length));
    this.cursor = 0;
  }

  /** Index of the next queued bar. */
  get cursor(): number {
    return this.#aheadTo - this.#get(QUEUE.left);
  }

  set cursor(index: number) {
    this.#readAhead(index);
  }

  /** From here on the queue is a feed's own, which grows; it has no bars outside the hours. */
  follow(queue: ReadonlyBarColumns): void {
    this.bars = queue;
    this.cursor = 0;
  }

  /** Reads the queue again: it grew, or its bars changed. */
  findNextBar(): void {
    this.#readAhead(this.cursor);
  }

  /** When the next queued bar is known. */
  get nextBarClose(): number {
    return this.#get(QUEUE.barClose);
  }

  /** When the next derived bar in progress ends. */
  get nextDerivedClose(): number {
    return Math.min(NEVER, ...this.record.derivedSeries.map(({ forming }) => forming.closeMs));
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

  /** Counts the bars that are left when the day is done: bars after hours. */
  countAfterHours(): void {
    for (let index = this.cursor; index < this.bars.length; index++) {
      const openMs = this.bars.openMs[index] as number;
      if (!this.#grid.contains(this.baseInterval, openMs)) this.record.outsideHours++;
    }
    this.cursor = this.bars.length;
  }

  #readAhead(cursor: number): void {
    const { bars } = this;
    const { numbers } = this.#numbers.ahead;
    this.#aheadTo = Math.min(cursor + BARS_AHEAD, bars.length);
    for (let index = cursor, to = this.#aheadAt; index < this.#aheadTo; index++, to += BAR_WIDTH) {
      numbers[to] = bars.openMs[index] as number;
      numbers[to + 1] = bars.open[index] as number;
      numbers[to + 2] = bars.high[index] as number;
      numbers[to + 3] = bars.low[index] as number;
      numbers[to + 4] = bars.close[index] as number;
      numbers[to + 5] = bars.volume[index] as number;
    }
    this.#set(QUEUE.next, this.#aheadAt);
    this.#set(QUEUE.left, this.#aheadTo - cursor);
    this.#set(
      QUEUE.barClose,
      cursor < this.#aheadTo ? this.#closeInHours(bars.openMs[cursor] as number) : NEVER,
    );
  }

  /** When a bar is known; never, if it lies after the session's hours. */
  #closeInHours(openMs: number): number {
    const { baseInterval } = this;
    return this.#grid.contains(baseInterval, openMs) ? this.#grid.closeOfBase(baseInterval, openMs) : NEVER;
  }

  /** Bars before the session's hours are over before it begins: they take no part in lag. */
  #countEarly(bars: ReadonlyBarColumns): number {
    let index = 0;
    for (; index < bars.length; index++) {
      const openMs = bars.openMs[index] as number;
      if (openMs >= this.#grid.start || this.#grid.contains(this.baseInterval, openMs)) break;
      this.record.outsideHours++;
    }
    return index;
  }

  /** The bars without those that open in a break: they are outside the hours like bars before the open. */
  #withoutBreaks(bars: ReadonlyBarColumns): ReadonlyBarColumns {
    const { open, close, segments } = this.#grid.session;
    if (segments.length === 1 || this.baseInterval === '1d') return bars;
    const kept = new BarColumns(bars.length);
    for (let index = 0; index < bars.length; index++) {
      const openMs = bars.openMs[index] as number;
      const isInBreak = openMs >= open && openMs < close && !this.#grid.isRegular(openMs);
      if (isInBreak) this.record.outsideHours++;
      else kept.appendBar(bars, index);
    }
    return kept.length === bars.length ? bars : kept;
  }

  #get(place: number): number {
    return this.#numbers.queues.numbers[this.at + place] as number;
  }

  #set(place: number, value: number): void {
    this.#numbers.queues.numbers[this.at + place] = value;
  }
}
