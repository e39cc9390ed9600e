import { BarColumns } from '../model/bar-columns.ts';

/**
 * The base bars of one instant. Each stands at the place that its symbol has among those that stream, so that whatever
 * is made of them is made in loops over columns, for all symbols at once.
 */
export class BarBatch {
  /** Means something only where `has` is 1. */
  readonly bars = new BarColumns();
  has = new Uint8Array(0);

  /** Makes room for so many symbols, none of which has a bar. */
  arrange(places: number): void {
    this.bars.reserve(places);
    this.bars.length = places;
    this.has = new Uint8Array(places);
  }
}
