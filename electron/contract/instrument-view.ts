/** How a symbol's price and quantity count. */
export interface InstrumentView {
  readonly tick: number;
  /** The tick of prices below 1. */
  readonly tickBelowOne: number;
  readonly quantityStep: number;
  readonly currency: string;
  /** Money for a move of 1.0 of one unit; null where it is not known. */
  readonly multiplier: number | null;
  /** `INDEX` cannot be traded. */
  readonly assetClass: string;
}
