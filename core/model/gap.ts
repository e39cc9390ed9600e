/** A run of missing base bars: `openMs` of the first and the last missing one, and how many there are. */
export interface Gap {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly count: number;
}
