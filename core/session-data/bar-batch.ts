import { BarColumns } from '../model/bar-columns.ts';

/**
 * The base bars of one instant. Each is at its symbol's place among the streaming symbols, so that derived data is
 * computed in loops over columns, for all symbols at once.
 */
export class BarBatch {
  /** Valid only where `has` is 1. */
  readonly bars = new BarColumns();
  has = new Uint8Array(0);

  /** Makes room for this many symbols, all of them without a bar. */
  arrange(places: number): void {
    this.bars.reserve(places);
    this.bars.length = places;
    this.has = new Uint8Array(places);
  }
}
