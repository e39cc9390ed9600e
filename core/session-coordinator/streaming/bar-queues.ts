import { spanMs } from '../../base/interval.ts';
import { invariant } from '../../base/invariant.ts';
import type { Ticker } from '../../base/epoch-ms.ts';
import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import type { BarBatch } from '../../session-data/bar-batch.ts';
import type { NumberPools } from '../../model/float-arena.ts';
import type { SessionGrid } from '../../time-manager/session-grid.ts';
import { BAR_WIDTH, QUEUE, QueueNumbers, type SymbolQueue } from './symbol-queue.ts';

/**
 * The queues of all symbols against one clock. Returns the oldest instant at which a bar is known and, for it, the
 * places of the queues that have one, in the order of the rules: shorter base interval first, then the order in which
 * the symbols were added.
 *
 * A plain scan over one array of numbers: at a minute's instant nearly every symbol is due anyway, so the cost per bar
 * stays flat from 1 to thousands of symbols, and no heap is needed.
 */
export class BarQueues {
  readonly #slots: SymbolQueue[] = [];
  readonly #grid: SessionGrid;
  readonly #numbers: QueueNumbers;
  /** By place: when the slot's next bar is known, and where its numbers begin. */
  #heads = new Float64Array(0);
  #rows = new Int32Array(0);
  /** Places that have a bar at the instant that was collected last, in order. */
  #due = new Int32Array(0);
  #dueCount = 0;
  readonly #bySymbol = new Map<Ticker, SymbolQueue>();
  #changes = 0;
  #changesRead = 0;

  constructor(grid: SessionGrid, pools: NumberPools) {
    this.#grid = grid;
    this.#numbers = new QueueNumbers(pools);
  }

  /** In the order of the rules; a slot's place is its index. */
  get slots(): readonly SymbolQueue[] {
    return this.#slots;
  }

  /** Grows with every change from outside the loop: readers that keep data by place check whether it changed. */
  get changes(): number {
    return this.#changes;
  }

  slotOf(symbol: Ticker): SymbolQueue | undefined {
    return this.#bySymbol.get(symbol);
  }

  add(slot: SymbolQueue): void {
    const { symbol } = slot.record;
    invariant(!this.#bySymbol.has(symbol), () => `one queue for ${symbol}`);
    let place = this.#slots.length;
    while (place > 0 && comesAfter(this.#slots[place - 1] as SymbolQueue, slot)) place--;
    this.#slots.splice(place, 0, slot);
    this.#bySymbol.set(symbol, slot);
    this.refresh();
  }

  remove(symbol: Ticker): SymbolQueue | undefined {
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
    let next = Number.POSITIVE_INFINITY;
    for (let place = 0; place < count; place++) {
      const head = heads[place] as number;
      if (head < next) next = head;
    }
    return next;
  }

  /** Places that have a bar at the instant that was collected last, in order: the first `dueCount` of them. */
  get due(): Int32Array {
    return this.#due;
  }

  get dueCount(): number {
    return this.#dueCount;
  }

  /**
   * Collects the symbols with a bar at `instant` and marks them in `has`. Returns whether a lag check is due: at a
   * symbol's first bar, then every `checkInterval` bars, and at every bar while the session is deactivated.
   */
  collectDue(instant: number, has: Uint8Array, checkInterval: number, deactivated: boolean): boolean {
    const heads = this.#heads;
    const due = this.#due;
    const { numbers } = this.#numbers.queues;
    const count = this.#slots.length;
    let found = 0;
    let check = false;
    for (let place = 0; place < count; place++) {
      const isDue = heads[place] === instant;
      has[place] = isDue ? 1 : 0;
      if (!isDue) continue;
      due[found++] = place;
      const at = (this.#rows[place] as number) + QUEUE.untilCheck;
      const barsUntilCheck = numbers[at] as number;
      if (deactivated || barsUntilCheck === 0) check = true;
      numbers[at] = (barsUntilCheck === 0 ? checkInterval : barsUntilCheck) - 1;
    }
    this.#dueCount = found;
    return check;
  }

  /** Puts the next bar of every due symbol into the batch, and moves to the one after it. */
  takeDue({ bars }: BarBatch): void {
    const { openMs, open, high, low, close, volume } = bars;
    const queues = this.#numbers.queues.numbers;
    const ahead = this.#numbers.ahead.numbers;
    for (let index = 0; index < this.#dueCount; index++) {
      const place = this.#due[index] as number;
      const row = this.#rows[place] as number;
      const from = queues[row + QUEUE.next] as number;
      openMs[place] = ahead[from] as number;
      open[place] = ahead[from + 1] as number;
      high[place] = ahead[from + 2] as number;
      low[place] = ahead[from + 3] as number;
      close[place] = ahead[from + 4] as number;
      volume[place] = ahead[from + 5] as number;
      this.#goOn(place, row);
    }
  }

  /** Moves to the next bar of those that were read ahead, or reads more. */
  #goOn(place: number, row: number): void {
    const { numbers } = this.#numbers.queues;
    const { start, end } = this.#grid;
    const left = (numbers[row + QUEUE.left] as number) - 1;
    numbers[row + QUEUE.left] = left;
    const span = numbers[row + QUEUE.span] as number;
    if (left === 0 || numbers[row + QUEUE.isWhole] === 0) {
      const slot = this.#slots[place] as SymbolQueue;
      slot.findNextBar();
      this.#heads[place] = slot.nextBarClose;
      return;
    }
    const next = (numbers[row + QUEUE.next] as number) + BAR_WIDTH;
    const openMs = this.#numbers.ahead.numbers[next] as number;
    const closeMs = openMs + span;
    const known = openMs >= start && closeMs <= end ? closeMs : Number.POSITIVE_INFINITY;
    numbers[row + QUEUE.next] = next;
    numbers[row + QUEUE.barClose] = known;
    this.#heads[place] = known;
  }

  /**
   * True for the bar right after the one that was accepted last, which is nearly every one: its time is sound, and this
   * check needs neither a division, which is slow on numbers as large as instants, nor the session's bars.
   */
  follows(place: number, { openMs }: ReadonlyBarColumns): boolean {
    return openMs[place] === this.#numbers.queues.numbers[(this.#rows[place] as number) + QUEUE.following];
  }

  /** The bar of a place is part of the session now. */
  noteAccepted(place: number, { openMs }: ReadonlyBarColumns): void {
    const { numbers } = this.#numbers.queues;
    const row = this.#rows[place] as number;
    numbers[row + QUEUE.following] = (openMs[place] as number) + (numbers[row + QUEUE.span] as number);
  }

  /** The queues must be read again, after a change from outside the loop (an upgrade, a bar of a feed). */
  refresh(): void {
    this.#changes++;
  }

  #readHeads(): void {
    this.#changesRead = this.#changes;
    this.#heads = new Float64Array(this.#slots.map(({ nextBarClose }) => nextBarClose));
    this.#rows = new Int32Array(this.#slots.map(({ at }) => at));
    this.#due = new Int32Array(this.#slots.length);
  }
}

/** By the rules: shorter base interval first, then the order in which the symbols were added. */
function comesAfter(
  { baseInterval, record }: SymbolQueue,
  { baseInterval: own, record: { order } }: SymbolQueue,
): boolean {
  const other = spanMs(baseInterval);
  const span = spanMs(own);
  return other > span || (other === span && record.order > order);
}
