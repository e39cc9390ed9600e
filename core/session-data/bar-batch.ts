import { BarColumns } from '../model/bar-columns.ts';

/**
 * The base bars of one instant. Each stands at the place that its symbol has among those that stream, so that whatever
 * is made of them is made in loops over columns, for all symbols at once.
 */
export class BarBatch {
  /** Means something only where `has` is 1. */
  readonly bars = new BarColumns();
  has = new Uint8Array(this.bars.openMs.length);

  /** Empty, with room for so many symbols. */
  begin(places: number): this {
    this.bars.reserve(places);
    this.bars.length = places;
    if (this.has.length < places) this.has = new Uint8Array(this.bars.openMs.length);
    else this.has.fill(0, 0, places);
    return this;
  }
}
