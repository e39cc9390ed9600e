import { isoUtc, type EpochMs, type Ticker } from '../../base/epoch-ms.ts';
import type { AddedBy } from '../../model/symbol-metadata.ts';
import type { SymbolQueue } from './symbol-queue.ts';

/** One symbol on its way from its first queued bar to now. */
export interface CatchUp {
  readonly slot: SymbolQueue;
  readonly totalBars: number;
  doneBars: number;
  droppedNotifications: number;
  readonly startedWall: number;
  readonly midSession: boolean;
}

/** A catch-up that ended; the keys are those of `summary.json`. `wall_ms` is the only wall-clock figure. */
export interface CatchUpReport {
  readonly symbol: string;
  readonly added_by: AddedBy;
  readonly clock: string;
  readonly bars: number;
  readonly dropped_notifications: number;
  readonly wall_ms: number;
}

/** The symbols that are catching up, their progress, and those that have arrived. */
export class CatchUps {
  readonly #running = new Map<Ticker, CatchUp>();
  /** Catch-ups of symbols added in mid-session, ended ones, oldest first. */
  readonly reports: CatchUpReport[] = [];

  get running(): readonly CatchUp[] {
    return [...this.#running.values()];
  }

  get any(): boolean {
    return this.#running.size > 0;
  }

  of(symbol: Ticker): CatchUp | undefined {
    return this.#running.get(symbol);
  }

  start(slot: SymbolQueue, now: EpochMs, wall: number, midSession: boolean): void {
    this.#running.set(slot.record.symbol, {
      slot,
      totalBars: slot.countUntil(now),
      doneBars: 0,
      droppedNotifications: 0,
      startedWall: wall,
      midSession,
    });
  }

  forget(symbol: Ticker): void {
    this.#running.delete(symbol);
  }

  countBar(symbol: Ticker): void {
    const catchUp = this.#running.get(symbol);
    if (catchUp !== undefined) catchUp.doneBars++;
  }

  countDropped(): void {
    for (const catchUp of this.#running.values()) catchUp.droppedNotifications++;
  }

  /** Removes the symbols without bars left at or before `now`. */
  takeArrived(now: EpochMs): readonly CatchUp[] {
    const arrived = this.running.filter(({ slot }) => slot.nextBarClose > now && slot.nextDerivedClose > now);
    for (const { slot } of arrived) this.#running.delete(slot.record.symbol);
    return arrived;
  }

  report(
    { slot, doneBars, droppedNotifications, startedWall, midSession }: CatchUp,
    now: EpochMs,
    wall: number,
  ): void {
    if (!midSession) return;
    this.reports.push({
      symbol: slot.record.symbol,
      added_by: slot.record.metadata.added_by,
      clock: isoUtc(now),
      bars: doneBars,
      dropped_notifications: droppedNotifications,
      wall_ms: wall - startedWall,
    });
  }
}
