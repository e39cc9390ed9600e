import { isoUtc, type EpochMs, type Ticker } from '../base/epoch-ms.ts';
import { closeForming, mergeIntoForming } from '../data-processor/derive-bars.ts';
import { DISORDER, DUPLICATE, inspectBar, OFF_GRID, type BarVerdict } from '../data-quality/inspect-bar.ts';
import { noteFinding } from '../data-quality/note-finding.ts';
import type { Series, SeriesRef } from '../session-data/series.ts';
import { SessionData } from '../session-data/session-data.ts';
import type { SymbolRecord } from '../session-data/symbol-record.ts';
import type { SessionGrid } from '../time-manager/session-grid.ts';
import { BarFeed, type FeedSlot } from './bar-feed.ts';
import { CatchUps } from './catch-ups.ts';
import { Provisioner } from './provisioner.ts';
import { rebuildSymbol } from './rebuild-symbol.ts';
import type { LoadSources } from './load-symbol.ts';

/** What the day tells the run about. */
export interface DayListener {
  now(): EpochMs;
  /** A bad or remarkable bar, the first of its kind for the symbol today. */
  foundFirst(record: SymbolRecord, openMs: number, verdict: BarVerdict, values: string): void;
}

/** One session day: its data, its queues, and the handling of one instant in the steps of engine.md §5. */
export class SessionDay {
  readonly grid: SessionGrid;
  readonly data: SessionData;
  readonly feed = new BarFeed();
  readonly catchUps: CatchUps;
  readonly provisioner: Provisioner;
  /** What closed at the instant being handled, in the order of the rules; reused, so read it at once. */
  readonly closed: SeriesRef[] = [];
  /** True when the instant being handled closed anything, also what was notified before a removal. */
  changed = false;
  /** Base bars that became part of the session today. */
  bars = 0;
  /** Up to when a symbol had been streamed before its queue was taken away, so that no bar is notified twice. */
  readonly streamedUntil = new Map<Ticker, number>();
  readonly #listener: DayListener;
  readonly #skipIncomplete: boolean;
  readonly #checkInterval: number;
  readonly #due: FeedSlot[] = [];
  #dueCount = 0;
  #lagging = false;

  constructor(
    grid: SessionGrid,
    sources: LoadSources,
    options: {
      readonly skipIncomplete: boolean;
      readonly checkInterval: number;
      readonly measuresQuality: boolean;
    },
    listener: DayListener,
  ) {
    this.grid = grid;
    this.#listener = listener;
    this.#skipIncomplete = options.skipIncomplete;
    this.#checkInterval = options.checkInterval;
    this.data = new SessionData(grid, () => listener.now(), options.measuresQuality);
    this.catchUps = new CatchUps();
    this.provisioner = new Provisioner(sources, grid.session.day);
  }

  /**
   * Collects what is due at `instant` and answers whether its lag must be checked: at a symbol's first bar, then every
   * so many bars, and at every bar while the session is deactivated.
   */
  take(instant: number, deactivated: boolean): boolean {
    this.#dueCount = this.feed.collectDue(instant, this.#due);
    let check = false;
    for (let index = 0; index < this.#dueCount; index++) {
      const slot = this.#due[index] as FeedSlot;
      if (slot.nextBarClose !== instant) continue;
      if (deactivated || slot.barsUntilCheck === 0) check = true;
      if (slot.barsUntilCheck === 0) slot.barsUntilCheck = this.#checkInterval;
      slot.barsUntilCheck--;
    }
    return check;
  }

  /** The first symbol of the instant that was taken, for messages. */
  get firstDue(): Ticker | undefined {
    return this.#dueCount === 0 ? undefined : this.#due[0]?.record.symbol;
  }

  /**
   * Makes the instant's base bars part of session data, and what is derived from them; closes what ends at `instant` by
   * the calendar. Refused bars become findings and are missing. Symbol by symbol: what is at hand of one is used while
   * it is, which with hundreds of symbols is what the time goes by.
   */
  process(instant: number, lagMs: number): void {
    const { closed } = this;
    let count = 0;
    this.changed = false;
    for (let index = 0; index < this.#dueCount; index++) {
      const slot = this.#due[index] as FeedSlot;
      const { base, derivedSeries, notifiedUntil } = slot.record;
      const silent = instant <= notifiedUntil;
      if (
        slot.nextBarClose === instant &&
        base !== undefined &&
        this.#appendBar(slot, base, instant, lagMs)
      ) {
        this.changed = true;
        if (!silent) closed[count++] = base.ref;
      }
      let next = Number.POSITIVE_INFINITY;
      for (let at = 0; at < derivedSeries.length; at++) {
        const series = derivedSeries[at] as Series;
        if (closeForming(series, instant, this.#skipIncomplete)) {
          this.changed = true;
          if (!silent) closed[count++] = series.ref;
        }
        const { closeMs } = series.forming;
        if (closeMs < next) next = closeMs;
      }
      slot.nextDerivedClose = next;
    }
    if (closed.length !== count) closed.length = count;
    this.feed.advance(instant);
  }

  /** Takes a symbol's queue away, because it goes or is streamed anew, and remembers how far it had come. */
  stopStreaming({ symbol, knownUntil }: SymbolRecord): void {
    if (this.feed.remove(symbol) === undefined) return;
    this.catchUps.forget(symbol);
    const now = this.#listener.now();
    const before = this.streamedUntil.get(symbol) ?? Number.NEGATIVE_INFINITY;
    this.streamedUntil.set(symbol, Math.max(before, Math.min(knownUntil ?? now, now)));
  }

  /** Forgets what is still being loaded when the day ends; nothing half loaded stays. */
  abandonLoads(): void {
    this.provisioner.abandon();
    for (const record of this.data.records()) if (!record.admitted) this.data.remove(record.symbol);
  }

  /** Nobody is behind: no symbol shows a lag. */
  settleLags(): void {
    if (!this.#lagging) return;
    this.#lagging = false;
    for (const record of this.data.records()) record.lagMs = 0;
  }

  /** The next bar of a queue, its indicators and the bars that it is part of; false when it is refused. */
  #appendBar(slot: FeedSlot, base: Series, instant: number, lagMs: number): boolean {
    const { record, bars } = slot;
    const at = slot.cursor++;
    const openMs = bars.openMs[at] as number;
    const open = bars.open[at] as number;
    const high = bars.high[at] as number;
    const low = bars.low[at] as number;
    const close = bars.close[at] as number;
    const volume = bars.volume[at] as number;
    slot.findNextBar();
    if (this.catchUps.any) this.catchUps.countBar(record.symbol);
    if (lagMs > 0) this.#fallBehind(record, lagMs);
    const verdict =
      inspectTime(slot, base, openMs) ?? inspectBar(open, high, low, close, volume, record.metrics.last);
    if (verdict !== undefined)
      this.find(record, openMs, verdict, `${open} ${high} ${low} ${close} ${volume}`);
    if (verdict?.refused === true) return false;
    if (base.bars.livesAt(bars, at)) base.bars.length++;
    else base.bars.append(openMs, open, high, low, close, volume);
    record.metrics.add(open, high, low, close, volume);
    if (this.grid.isRegular(openMs)) record.regularBars++;
    this.bars++;
    if (slot.isLate) {
      this.#makeAnew(slot, instant);
      return true;
    }
    base.updateIndicators();
    const { derivedSeries } = record;
    for (let index = 0; index < derivedSeries.length; index++) {
      const series = derivedSeries[index] as Series;
      mergeIntoForming(series, this.grid, openMs, open, high, low, close, volume);
    }
    return true;
  }

  #fallBehind(record: SymbolRecord, lagMs: number): void {
    this.#lagging = true;
    record.lagMs = lagMs;
    if (lagMs > record.worstLagMs) record.worstLagMs = lagMs;
  }

  #makeAnew(slot: FeedSlot, instant: number): void {
    slot.isLate = false;
    rebuildSymbol(slot.record, this.grid, { now: instant, skipIncomplete: this.#skipIncomplete });
  }

  /** Counts a bad or remarkable bar; the first of its kind is told. */
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
}

function inspectTime(slot: FeedSlot, { bars }: Series, openMs: number): BarVerdict | undefined {
  if (!slot.isOnGrid(openMs)) return OFF_GRID;
  const last = bars.length === 0 ? -1 : (bars.openMs[bars.length - 1] as number);
  if (openMs > last) return undefined;
  return openMs === last ? DUPLICATE : DISORDER;
}
