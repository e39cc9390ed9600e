import { MINUTE_MS } from '../../core/base/epoch-ms.ts';

/** 2025-07-02 09:30 and 16:00 in New York. */
export const OPEN_MS = Date.UTC(2025, 6, 2, 13, 30);
export const CLOSE_MS = Date.UTC(2025, 6, 2, 20, 0);
const DAY_MINUTES = (CLOSE_MS - OPEN_MS) / MINUTE_MS;

export interface ScriptedBar {
  readonly openMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const seedOf = (symbol: string): number =>
  Array.from(symbol).reduce((seed, letter) => Math.imul(seed, 31) + letter.charCodeAt(0), 7);

const rounded = (price: number): number => Math.round(price * 100) / 100;

/** One day of minute bars of a symbol: a random walk that only depends on the symbol. */
export function scriptedDay(symbol: string): readonly ScriptedBar[] {
  const random = seeded(seedOf(symbol));
  let price = 12 + random() * 340;
  const drift = (random() - 0.48) * 0.0002;
  return Array.from({ length: DAY_MINUTES }, (_, minute) => {
    const open = rounded(price);
    price *= 1 + drift + (random() - 0.5) * 0.0032;
    const close = rounded(price);
    const reach = price * 0.0012;
    const edge = Math.min(minute, DAY_MINUTES - minute);
    return {
      openMs: OPEN_MS + minute * MINUTE_MS,
      open,
      high: rounded(Math.max(open, close) + random() * reach),
      low: rounded(Math.min(open, close) - random() * reach),
      close,
      volume: Math.round((2_000 + random() * 9_000) * (1 + 3 * Math.exp(-edge / 25))),
    };
  });
}

/** The bars of a longer interval; the last one may be in progress. */
export function grouped(bars: readonly ScriptedBar[], minutes: number): readonly ScriptedBar[] {
  const groups: ScriptedBar[] = [];
  for (let at = 0; at < bars.length; at += minutes) {
    const part = bars.slice(at, at + minutes);
    const [first] = part;
    const last = part.at(-1);
    if (first === undefined || last === undefined) continue;
    groups.push({
      openMs: first.openMs,
      open: first.open,
      high: Math.max(...part.map((bar) => bar.high)),
      low: Math.min(...part.map((bar) => bar.low)),
      close: last.close,
      volume: part.reduce((sum, bar) => sum + bar.volume, 0),
    });
  }
  return groups;
}
