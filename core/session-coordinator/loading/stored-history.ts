import { type Ticker, type TradingDay, isoUtc, type EpochMs } from '../../base/epoch-ms.ts';
import { spanMs, type BaseInterval } from '../../base/interval.ts';
import { ok, type Result } from '../../base/result.ts';
import type { BarStore } from '../../data-manager/bar-store.ts';
import { inspectBar, OFF_GRID, type BarVerdict, noteFinding } from '../../data-quality/inspect-bar.ts';
import {
  BarColumns,
  firstIndexAtOrAfter,
  windowOf,
  type ReadonlyBarColumns,
} from '../../model/bar-columns.ts';
import { adjustHistory, type HistoryAdjustment } from './adjust-history.ts';
import type { Finding } from '../../model/finding.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import { SessionGrid } from '../../time-manager/session-grid.ts';
import { weekOf } from '../../time-manager/trading-week.ts';

/**
 * Past days of one symbol, read once per stored interval: their bars inside the session's hours, without refused ones.
 */
export class StoredHistory {
  readonly findings: Finding[] = [];
  synthetic = false;
  readonly #store: BarStore;
  readonly #calendar: MarketCalendar;
  readonly #extendedHours: boolean;
  readonly #adjust: HistoryAdjustment;
  readonly #symbol: Ticker;
  readonly #floor: number;
  readonly #wanted: ReadonlyMap<BaseInterval, readonly TradingDay[]>;
  readonly #read = new Map<BaseInterval, ReadonlyBarColumns>();
  readonly #days = new Map<string, ReadonlyBarColumns>();

  /** `wanted` are all days that any caller may request, ascending, by stored interval. */
  constructor(
    sources: {
      readonly store: BarStore;
      readonly calendar: MarketCalendar;
      readonly extendedHours: boolean;
      readonly adjust: HistoryAdjustment;
      readonly lowestPrice?: ((symbol: Ticker) => number) | undefined;
    },
    symbol: Ticker,
    wanted: ReadonlyMap<BaseInterval, readonly TradingDay[]>,
  ) {
    this.#store = sources.store;
    this.#calendar = sources.calendar;
    this.#extendedHours = sources.extendedHours;
    this.#adjust = sources.adjust;
    this.#symbol = symbol;
    this.#floor = sources.lowestPrice?.(symbol) ?? 0;
    this.#wanted = wanted;
  }

  gridOf(day: TradingDay): SessionGrid | undefined {
    const session = this.#calendar.tradingSession(day);
    if (session === undefined) return undefined;
    const week = (): ReturnType<typeof weekOf> => weekOf(this.#calendar, day);
    return new SessionGrid(session, { extendedHours: this.#extendedHours, week });
  }

  /** One day's bars of a stored interval. */
  async day(interval: BaseInterval, day: TradingDay): Promise<Result<ReadonlyBarColumns>> {
    const key = `${interval} ${day}`;
    const known = this.#days.get(key);
    if (known !== undefined) return ok(known);
    const all = await this.#all(interval);
    if (!all.ok) return all;
    const grid = this.gridOf(day);
    const bars = grid === undefined ? new BarColumns(0) : this.#soundBars(all.value, interval, grid);
    this.#days.set(key, bars);
    return ok(bars);
  }

  async #all(interval: BaseInterval): Promise<Result<ReadonlyBarColumns>> {
    const there = this.#read.get(interval);
    if (there !== undefined) return ok(there);
    const days = this.#wanted.get(interval) ?? [];
    const first = this.#calendar.tradingSession(days[0] as TradingDay);
    const last = this.#calendar.tradingSession(days.at(-1) as TradingDay);
    if (first === undefined || last === undefined) return ok(new BarColumns(0));
    const read = await this.#store.getBars(this.#symbol, interval, {
      from: first.dayStart,
      to: last.dayEnd,
    });
    if (!read.ok) return read;
    for (const finding of read.value.findings) noteFinding(this.findings, finding);
    this.synthetic ||= read.value.synthetic;
    const bars = adjustHistory(read.value.bars, this.#adjust, this.#calendar);
    this.#read.set(interval, bars);
    return ok(bars);
  }

  /** The day's bars inside the session's hours, without the refused ones; not copied where that is one stretch. */
  #soundBars(all: ReadonlyBarColumns, interval: BaseInterval, grid: SessionGrid): ReadonlyBarColumns {
    const openings = grid.openingsOf(interval);
    const from = firstIndexAtOrAfter(all, openings.from);
    const to = firstIndexAtOrAfter(all, openings.to);
    const sound: { from: number; to: number }[] = [];
    const span = spanMs(interval);
    let stretch = { from: 0, to: -1 };
    let previousClose = Number.NaN;
    let nextOnGrid = Number.NaN;
    for (let index = from; index < to; index++) {
      const openMs = all.openMs[index] as number;
      if (!grid.contains(interval, openMs)) continue;
      const isOnGrid = openMs === nextOnGrid || grid.isOnGrid(interval, openMs);
      if (isOnGrid) nextOnGrid = openMs + span;
      const verdict = isOnGrid ? inspectAt(all, index, previousClose, this.#floor) : OFF_GRID;
      if (verdict !== undefined) this.#find(interval, openMs, verdict, all, index);
      if (verdict?.refused === true) continue;
      if (stretch.to !== index) sound.push((stretch = { from: index, to: index }));
      stretch.to = index + 1;
      previousClose = all.close[index] as number;
    }
    const [only] = sound;
    if (sound.length < 2) return windowOf(all, only?.from ?? 0, only?.to ?? 0);
    const bars = new BarColumns(to - from);
    for (const each of sound) bars.appendFrom(all, each.from, each.to);
    return bars;
  }

  #find(
    interval: BaseInterval,
    openMs: number,
    { kind, refused }: BarVerdict,
    { open, high, low, close, volume }: ReadonlyBarColumns,
    index: number,
  ): void {
    const values = [open, high, low, close, volume].map((column) => column[index]).join(' ');
    noteFinding(this.findings, {
      symbol: this.#symbol,
      interval,
      kind,
      firstMs: openMs,
      lastMs: openMs,
      count: 1,
      detail: `history, ${isoUtc(openMs as EpochMs)}, ${refused ? 'refused' : 'kept'}: o h l c v ${values}`,
    });
  }
}

const inspectAt = (
  bars: ReadonlyBarColumns,
  index: number,
  previousClose: number,
  floor: number,
): BarVerdict | undefined =>
  inspectBar(
    bars.open[index] as number,
    bars.high[index] as number,
    bars.low[index] as number,
    bars.close[index] as number,
    bars.volume[index] as number,
    previousClose,
    floor,
  );
