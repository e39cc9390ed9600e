import { isoUtc, type EpochMs, type Ticker } from '../../base/epoch-ms.ts';
import { DataProcessor } from '../../data-processor/data-processor.ts';
import type { IntervalColumn } from '../../data-processor/interval-column.ts';
import type { BarColumns } from '../../model/bar-columns.ts';
import {
  DISORDER,
  DUPLICATE,
  inspectBar,
  OFF_GRID,
  type BarVerdict,
  noteFinding,
} from '../../data-quality/inspect-bar.ts';
import { BarBatch } from '../../session-data/bar-batch.ts';
import type { Series, SeriesRef } from '../../session-data/series.ts';
import { SessionData } from '../../session-data/session-data.ts';
import type { SymbolRecord } from '../../session-data/symbol-record.ts';
import type { SessionGrid } from '../../time-manager/session-grid.ts';
import { BarQueues } from './bar-queues.ts';
import { CatchUps } from './catch-ups.ts';
import type { SymbolQueue } from './symbol-queue.ts';
import { Provisioner } from '../loading/provisioner.ts';
import { rebuildSymbol } from './rebuild-symbol.ts';
import type { LoadSources } from '../loading/load-symbol.ts';
import type { ReadAhead } from '../loading/read-ahead.ts';

/** The reports of the day to the run. */
export interface DayListener {
  now(): EpochMs;
  /** A bad or remarkable bar, the first of its kind for the symbol today. */
  foundFirst(record: SymbolRecord, openMs: number, verdict: BarVerdict, values: string): void;
}

/** One session day: its data, its queues, and the handling of one instant in the steps of docs/engine-rules.md#the-streaming-loop. */
export class SessionDay {
  readonly grid: SessionGrid;
  readonly data: SessionData;
  readonly feed: BarQueues;
  readonly catchUps: CatchUps;
  readonly provisioner: Provisioner;
  readonly sources: LoadSources;
  /** The data read for the following day while this one plays. */
  ahead: ReadAhead | undefined;
  /** The series that closed at the current instant, in the order of the rules; reused, so read it immediately. */
  closed: readonly SeriesRef[] = [];
  /** True when the current instant closed anything, including bars that were notified before a removal. */
  changed = false;
  /** Base bars that became part of the session today. */
  bars = 0;
  /** Up to when a symbol had been streamed before its queue was removed, so that no bar is notified twice. */
  readonly streamedUntil = new Map<Ticker, number>();
  /** Queues with a bar that belongs to an already closed derived bar: their derived data is rebuilt. */
  readonly late = new Set<SymbolQueue>();
  readonly #listener: DayListener;
  readonly #skipIncomplete: boolean;
  readonly #checkInterval: number;
  readonly #processor: DataProcessor;
  readonly #batch = new BarBatch();
  /** Two lists for closed series, since one that shrinks and grows in turns would be allocated again each time. */
  readonly #closedBars: SeriesRef[] = [];
  readonly #closedWithDerived: SeriesRef[] = [];
  #instant = 0;
  /**
   * Of each place: today's base bars, whether they are in their queue, how they are notified, and up to when they were
   * notified before a removal.
   */
  #columns: readonly BarColumns[] = [];
  #inPlace = new Uint8Array(0);
  /** The bound that each place's lows lie above. */
  #floors = new Float64Array(0);
  #refs: readonly SeriesRef[] = [];
  #silentUntil = new Float64Array(0);
  #arrangedAt = -1;
  #lagging = false;

  constructor(
    grid: SessionGrid,
    sources: LoadSources,
    options: {
      readonly skipIncomplete: boolean;
      readonly checkInterval: number;
      readonly measuresQuality: boolean;
      /** The data read for this day while the one before played. */
      readonly ahead: ReadAhead | undefined;
    },
    listener: DayListener,
  ) {
    this.grid = grid;
    this.sources = sources;
    this.#listener = listener;
    this.#skipIncomplete = options.skipIncomplete;
    this.#checkInterval = options.checkInterval;
    this.data = new SessionData(grid, () => listener.now(), options.measuresQuality);
    this.feed = new BarQueues(grid, this.data.pools);
    this.#processor = new DataProcessor(grid, this.data.pools, options.skipIncomplete);
    this.catchUps = new CatchUps();
    this.provisioner = new Provisioner(sources, grid.session.day, options.ahead);
  }

  /** The smallest instant at which a bar is known or a derived one ends; `Infinity` when there is none. */
  nextInstant(): number {
    if (this.#arrangedAt !== this.feed.changes) this.#arrange();
    return Math.min(this.feed.nextInstant(), this.#processor.nextClose);
  }

  #arrange(): void {
    this.#arrangedAt = this.feed.changes;
    const { slots } = this.feed;
    this.#batch.arrange(slots.length);
    this.#inPlace = new Uint8Array(slots.map(({ inPlace }) => (inPlace ? 1 : 0)));
    this.#processor.arrange(slots.map(({ record }) => record));
    const bases = slots.map(({ record }) => record.base as Series);
    this.#columns = bases.map(({ bars }) => bars);
    const { lowestPrice = () => 0 } = this.sources;
    this.#floors = new Float64Array(slots.map(({ record }) => lowestPrice(record.symbol)));
    this.#refs = bases.map(({ ref }) => ref);
    this.#silentUntil = new Float64Array(slots.map(({ record }) => record.notifiedUntil));
  }

  /** Collects the due bars at `instant` and returns whether a lag check is due. */
  take(instant: number, deactivated: boolean): boolean {
    this.#instant = instant;
    return this.feed.collectDue(instant, this.#batch.has, this.#checkInterval, deactivated);
  }

  /** The first symbol with a bar at the collected instant, for messages. */
  get firstDue(): string {
    const { due, dueCount, slots } = this.feed;
    const bar = dueCount === 0 ? Number.POSITIVE_INFINITY : (due[0] as number);
    const derived = this.#processor.lanes.map((lane) => lane.firstClosing(this.#instant));
    return slots[Math.min(bar, ...derived)]?.record.symbol ?? '';
  }

  /**
   * Makes the instant's base bars part of session data, with all derived data; closes the bars that end at `instant` by
   * the calendar. Refused bars become findings and are missing.
   */
  process(instant: number, lagMs: number): void {
    this.#takeBars(lagMs);
    this.#processor.take(this.#batch);
    if (this.late.size > 0) this.#rebuildLateSymbols(instant);
    const published = this.#processor.close(instant);
    this.#listClosed(instant, published);
  }

  /** The next bar of each due queue, unless it is refused. */
  #takeBars(lagMs: number): void {
    const { feed, catchUps } = this;
    const { due, dueCount } = feed;
    const { bars, has } = this.#batch;
    feed.takeDue(this.#batch);
    if (lagMs > 0 || catchUps.any) this.#noteProgress(lagMs);
    let accepted = 0;
    for (let index = 0; index < dueCount; index++) {
      const place = due[index] as number;
      if (this.#accept(bars, place)) accepted++;
      else has[place] = 0;
    }
    this.bars += accepted;
    this.changed = accepted > 0;
  }

  /** Makes a bar part of session data; false when it is refused. */
  #accept(bars: BarColumns, place: number): boolean {
    const { feed } = this;
    const session = this.#columns[place] as BarColumns;
    const verdict =
      (feed.follows(place, bars) ? undefined : this.#inspectTime(place, bars.openMs[place] as number)) ??
      inspectBar(
        bars.open[place] as number,
        bars.high[place] as number,
        bars.low[place] as number,
        bars.close[place] as number,
        bars.volume[place] as number,
        this.#processor.lastClose(place),
        this.#floors[place],
      );
    if (verdict !== undefined) this.#findAt(place, bars, verdict);
    if (verdict?.refused === true) return false;
    if (this.#inPlace[place] === 1) session.length++;
    else session.appendBar(bars, place);
    feed.noteAccepted(place, bars);
    return true;
  }

  /** Counts the bars of catch-ups, and the lag of the due symbols. */
  #noteProgress(lagMs: number): void {
    const { due, dueCount, slots } = this.feed;
    for (let index = 0; index < dueCount; index++) {
      const { record } = slots[due[index] as number] as SymbolQueue;
      this.catchUps.countBar(record.symbol);
      if (lagMs > 0) this.#fallBehind(record, lagMs);
    }
  }

  /** Lists the closed series: symbol by symbol its base bar, then its derived ones. */
  #listClosed(instant: number, published: boolean): void {
    const closed = published ? this.#closedWithDerived : this.#closedBars;
    const { has } = this.#batch;
    const { lanes } = this.#processor;
    let count = 0;
    for (let place = 0; place < this.#refs.length; place++) {
      if (instant <= (this.#silentUntil[place] as number)) continue;
      if (has[place] === 1) closed[count++] = this.#refs[place] as SeriesRef;
      if (!published) continue;
      for (let index = 0; index < lanes.length; index++) {
        const lane = lanes[index] as IntervalColumn;
        if (lane.published && lane.closed[place] === 1) closed[count++] = (lane.series[place] as Series).ref;
      }
    }
    if (closed.length !== count) closed.length = count;
    this.closed = closed;
    if (published) this.changed = true;
  }

  /** Removes a symbol's queue, because the symbol leaves or is streamed again, and remembers its progress. */
  stopStreaming({ symbol, knownUntil }: SymbolRecord): void {
    const slot = this.feed.remove(symbol);
    if (slot === undefined) return;
    this.late.delete(slot);
    this.catchUps.forget(symbol);
    const now = this.#listener.now();
    const before = this.streamedUntil.get(symbol) ?? Number.NEGATIVE_INFINITY;
    this.streamedUntil.set(symbol, Math.max(before, Math.min(knownUntil ?? now, now)));
  }

  /** Discards data still being loaded when the day ends; no half-loaded symbol stays. */
  abandonLoads(): void {
    this.provisioner.abandon();
    for (const record of this.data.records()) if (!record.admitted) this.data.remove(record.symbol);
  }

  /** No symbol is behind: no symbol shows a lag. */
  settleLags(): void {
    if (!this.#lagging) return;
    this.#lagging = false;
    for (const record of this.data.records()) record.lagMs = 0;
  }

  #fallBehind(record: SymbolRecord, lagMs: number): void {
    this.#lagging = true;
    record.lagMs = lagMs;
    if (lagMs > record.worstLagMs) record.worstLagMs = lagMs;
  }

  #rebuildLateSymbols(instant: number): void {
    for (const slot of this.late) {
      if (this.#batch.has[this.feed.slots.indexOf(slot)] !== 1) continue;
      this.late.delete(slot);
      rebuildSymbol(slot.record, this.grid, { now: instant, skipIncomplete: this.#skipIncomplete });
    }
    this.#processor.arrange(this.feed.slots.map(({ record }) => record));
  }

  #findAt(at: number, bars: BarColumns, verdict: BarVerdict): void {
    const slot = this.feed.slots[at] as SymbolQueue;
    if (verdict.refused) {
      slot.inPlace = false;
      this.#inPlace[at] = 0;
    }
    const { openMs, open, high, low, close, volume } = bars;
    const values = `${open[at]} ${high[at]} ${low[at]} ${close[at]} ${volume[at]}`;
    this.find(slot.record, openMs[at] as number, verdict, values);
  }

  /** Counts a bad or remarkable bar; the first of its kind is reported. */
  find(record: SymbolRecord, openMs: number, verdict: BarVerdict, values: string): void {
    const first = noteFinding(record.findings, {
      symbol: record.symbol,
      interval: record.baseInterval ?? '1m',
      kind: verdict.kind,
      firstMs: openMs,
      lastMs: openMs,
      count: 1,
      detail: `${isoUtc(openMs as EpochMs)}: o h l c v ${values}`,
    });
    if (first) this.#listener.foundFirst(record, openMs, verdict, values);
  }

  #inspectTime(place: number, openMs: number): BarVerdict | undefined {
    const { baseInterval } = this.feed.slots[place] as SymbolQueue;
    const bars = this.#columns[place] as BarColumns;
    if (!this.grid.isOnGrid(baseInterval, openMs)) return OFF_GRID;
    const last = bars.length === 0 ? -1 : (bars.openMs[bars.length - 1] as number);
    if (openMs > last) return undefined;
    return openMs === last ? DUPLICATE : DISORDER;
  }
}
