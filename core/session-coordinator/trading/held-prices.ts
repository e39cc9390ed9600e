import type { Ticker, TradingDay } from '../../base/epoch-ms.ts';
import type { TradingEventBody } from '../../model/trading-event.ts';

type PositionWarning = Extract<TradingEventBody, { type: 'position_warning' }>;

/** The price that a position has on a day, in the currency. */
interface DayPrice {
  readonly day: TradingDay;
  readonly price: number;
}

/** A symbol that is held, and its bars of the day. */
export interface HeldSymbol {
  readonly symbol: Ticker;
  readonly quantity: number;
  /** Open of the day's first bar and close of its last one; undefined without any. */
  readonly prices: { readonly open: number; readonly close: number } | undefined;
}

/** How many new shares one old share becomes in usual splits; reverse splits are their inverse. */
const SPLITS: readonly (readonly [newShares: number, oldShares: number])[] = [
  [3, 2],
  ...[2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50, 100].map((shares) => [shares, 1] as const),
];

/** A price moves over a night too: this much, as a part, may it be away from the split alone. */
const SPLIT_TOLERANCE = 0.06;

/**
 * Watches the prices of positions from day to day. Warns of a held symbol that has no bars on a day, once until it has
 * some again, and of a price that opens away from the close before it by the factor of a split.
 */
export class HeldPrices {
  readonly #last = new Map<Ticker, DayPrice>();
  readonly #silent = new Set<Ticker>();
  #heldOvernight: ReadonlySet<Ticker> = new Set();
  readonly #warn: (warning: PositionWarning) => void;

  constructor(warn: (warning: PositionWarning) => void) {
    this.#warn = warn;
  }

  startDay(held: readonly Ticker[]): void {
    this.#heldOvernight = new Set(held);
  }

  /** A split was applied to the position: the last price is compared as if it had been traded after it. */
  split(symbol: Ticker, factor: number): void {
    const last = this.#last.get(symbol);
    if (last !== undefined) this.#last.set(symbol, { ...last, price: last.price * factor });
  }

  /** `symbols`: those that were held when the day began, and those that are held now. */
  endDay(day: TradingDay, symbols: readonly HeldSymbol[]): void {
    for (const held of symbols) {
      const last = this.#last.get(held.symbol);
      if (held.prices === undefined) {
        this.#warnOfSilence(day, held, last);
        continue;
      }
      this.#silent.delete(held.symbol);
      if (this.#heldOvernight.has(held.symbol)) this.#warnOfJump(day, held.symbol, held.prices.open, last);
      this.#last.set(held.symbol, { day, price: held.prices.close });
    }
  }

  #warnOfSilence(day: TradingDay, { symbol, quantity }: HeldSymbol, last: DayPrice | undefined): void {
    if (quantity === 0 || this.#silent.has(symbol)) return;
    this.#silent.add(symbol);
    const worth = last === undefined ? 'its entry price' : `its last price, ${last.price}, of ${last.day}`;
    const reason = `${symbol} has no bars on ${day}: the position of ${quantity} is valued at ${worth}.`;
    this.#warn({ type: 'position_warning', symbol, kind: 'no_bars', reason });
  }

  #warnOfJump(day: TradingDay, symbol: Ticker, open: number, last: DayPrice | undefined): void {
    const split = last === undefined ? undefined : splitBetween(last.price, open);
    if (last === undefined || split === undefined) return;
    const reason =
      `${symbol} opens at ${open} on ${day} after a close of ${last.price} on ${last.day}: the jump looks like a ` +
      `split of ${split}. The position is not adjusted for it.`;
    this.#warn({ type: 'position_warning', symbol, kind: 'price_jump', reason });
  }
}

/** `2 for 1` where a price fell to half, `1 for 10` where it rose to ten times; undefined for other moves. */
function splitBetween(before: number, after: number): string | undefined {
  if (!(before > 0 && after > 0)) return undefined;
  const factor = before > after ? before / after : after / before;
  const split = SPLITS.find(([many, few]) => Math.abs(factor / (many / few) - 1) <= SPLIT_TOLERANCE);
  if (split === undefined) return undefined;
  const [many, few] = split;
  return before > after ? `${many} for ${few}` : `${few} for ${many}`;
}
