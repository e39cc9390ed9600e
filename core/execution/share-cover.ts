/** Which shares of an order are known to be filled, as disjoint ascending ranges `[from, to)` from its first share on. */
export class ShareCover {
  #ranges: (readonly [from: number, to: number])[] = [];

  /** Shares known. */
  get count(): number {
    return this.#ranges.reduce((sum, [from, to]) => sum + to - from, 0);
  }

  has(from: number, to: number): boolean {
    return this.#ranges.some(([start, end]) => start <= from && to <= end);
  }

  /** Adds a range; returns how many of its shares were not known before. */
  add(from: number, to: number): number {
    const before = this.count;
    const apart = this.#ranges.filter(([start, end]) => end < from || start > to);
    const touching = this.#ranges.filter(([start, end]) => end >= from && start <= to);
    const merged = [
      Math.min(from, ...touching.map(([start]) => start)),
      Math.max(to, ...touching.map(([, end]) => end)),
    ] as const;
    this.#ranges = [...apart, merged].sort(([one], [other]) => one - other);
    return this.count - before;
  }
}
