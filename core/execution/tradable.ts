import { divideHalfEven, fromDecimal, toDecimal } from '../base/decimal.ts';
import { invariant } from '../base/invariant.ts';
import type { Instrument } from '../model/instrument.ts';
import { checked, tidy, type Money } from './money.ts';

/** A price that misses a whole tick by less than this part of it does so by the error of doubles. */
const TICK_ERROR = 1e-6;

/**
 * Counts an instrument's quantities and prices.
 *
 * Execution keeps quantities as **whole steps**: for shares a step is a share, for a coin with step 1e-8 a step is that
 * part of it. Steps are doubles; sums of steps are exact up to 2^53 of them, and above that as long as `isCountable`
 * holds of all of them. Prices are doubles in the instrument's currency for one unit. `notional` makes money of the two.
 */
export class Tradable {
  readonly instrument: Instrument;
  /** True where a fill moves no money but fees, and the profit is paid when it is closed. */
  readonly paysProfitOnly: boolean;
  readonly #step: bigint;
  readonly #unitsPerStep: Ratio;
  readonly #factor: bigint;
  readonly #divisor: bigint;
  readonly #tick: Ratio;
  readonly #tickBelowOne: Ratio;

  constructor(instrument: Instrument) {
    this.instrument = instrument;
    this.paysProfitOnly = instrument.assetClass === 'FUTURE';
    this.#step = toDecimal(instrument.quantityStep);
    this.#unitsPerStep = ratioOf(instrument.quantityStep);
    // Money is in 1e-8; price, step and multiplier are in 1e-12 each.
    let factor = this.#step * toDecimal(instrument.multiplier ?? 1);
    let divisor = 10n ** 28n;
    while (factor % 10n === 0n && divisor > 1n) [factor, divisor] = [factor / 10n, divisor / 10n];
    this.#factor = factor;
    this.#divisor = divisor;
    this.#tick = ratioOf(instrument.tickSize);
    this.#tickBelowOne = ratioOf(instrument.tickBelowOne);
  }

  get multiplier(): number {
    return this.instrument.multiplier ?? 1;
  }

  /** The lowest price that a sale is filled at where prices are above 0. */
  get smallestPrice(): number {
    return this.instrument.tickBelowOne;
  }

  /** Whole steps of a quantity; undefined where it lies between two. */
  stepsOf(quantity: number): number | undefined {
    const exact = toDecimal(quantity);
    return exact % this.#step === 0n ? Number(exact / this.#step) : undefined;
  }

  /** Whole steps in a quantity, without the rest. */
  stepsWithin(quantity: number): number {
    const { numerator, denominator } = this.#unitsPerStep;
    return Math.floor((quantity * denominator) / numerator + 1e-9);
  }

  quantityOf(steps: number): number {
    const { numerator, denominator } = this.#unitsPerStep;
    return (steps * numerator) / denominator;
  }

  /** Price × quantity × multiplier, exact, rounded once, half to even, to 1e-8 of the instrument's currency. */
  notional(price: number, steps: number): Money {
    const cents = Math.round(price * 10_000);
    const product = cents * steps;
    if (this.#factor === 1n && this.#divisor === 10_000n && cents / 10_000 === price && isSafe(product)) {
      return BigInt(product) * 10_000n;
    }
    return checked(divideHalfEven(toDecimal(price) * BigInt(steps) * this.#factor, this.#divisor));
  }

  /** The same as a double, for marks at bars and for limits: equal to `notional` as far as doubles hold 1e-8. */
  value(price: number, steps: number): number {
    const cents = Math.round(price * 10_000);
    const product = cents * steps * this.multiplier;
    if (this.#unitsPerStep.numerator === this.#unitsPerStep.denominator && cents / 10_000 === price) {
      if (isSafe(product)) return product / 10_000 + 0;
    }
    return tidy(price * this.quantityOf(steps) * this.multiplier);
  }

  isOnTick(price: number): boolean {
    return onGrid(price, this.#tickAt(price)) === price;
  }

  /** The tick that holds for a price. */
  tickAt(price: number): number {
    const { numerator, denominator } = this.#tickAt(price);
    return numerator / denominator;
  }

  /** The two prices on the tick around one that is off it. */
  nearestTicks(price: number): readonly [below: number, above: number] {
    const { numerator, denominator } = this.#tickAt(price);
    const below = Math.floor((price * denominator) / numerator);
    return [(below * numerator) / denominator, ((below + 1) * numerator) / denominator];
  }

  /**
   * A price that slippage moved away from the one `seen`, rounded to the tick in the same direction, so against the
   * account. A tick that is larger than the price itself does not hold for it: then 12 places are kept.
   */
  roundAgainst(seen: number, moved: number): number {
    const { numerator, denominator } = this.#tickAt(moved);
    if (numerator / denominator > Math.abs(seen)) return fromDecimal(toDecimal(moved));
    const ticks = (moved * denominator) / numerator;
    const whole = moved > seen ? Math.ceil(ticks - TICK_ERROR) : Math.floor(ticks + TICK_ERROR);
    return (whole * numerator) / denominator + 0;
  }

  /** The price on the tick that is nearest, as corporate actions round prices of orders. */
  roundToTick(price: number): number {
    return onGrid(price, this.#tickAt(price));
  }

  /**
   * A bar's price as the instrument has it: a price on the tick that went through 32-bit floats (439.9800109863281)
   * comes back as it was printed (439.98); every other price is unchanged, on the tick or not.
   */
  asPrinted(price: number): number {
    const printed = onGrid(price, this.#tickAt(price));
    if (printed === price) return price;
    const narrow = Math.fround(printed);
    return Math.abs(narrow - price) <= Math.abs(price) * 1e-13 + 6e-13 ? printed : price;
  }

  #tickAt(price: number): Ratio {
    return price > -1 && price < 1 ? this.#tickBelowOne : this.#tick;
  }
}

interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
}

/** A decimal as a ratio of whole numbers, so that a multiple of it is one product and one division: correctly rounded. */
function ratioOf(value: number): Ratio {
  const decimal = toDecimal(value);
  invariant(decimal > 0n, () => `a grid over 0, got ${value}`);
  let [numerator, denominator] = [decimal, 10n ** 12n];
  while (numerator % 10n === 0n && denominator > 1n) {
    [numerator, denominator] = [numerator / 10n, denominator / 10n];
  }
  return { numerator: Number(numerator), denominator: Number(denominator) };
}

const onGrid = (price: number, { numerator, denominator }: Ratio): number =>
  (Math.round((price * denominator) / numerator) * numerator) / denominator;

const isSafe = (product: number): boolean =>
  product <= Number.MAX_SAFE_INTEGER && product >= -Number.MAX_SAFE_INTEGER;

/** Mean price of `steps` whose prices × steps sum to `sum`, in 1e-12. */
export function meanPrice(sum: bigint, steps: number): number {
  if (sum % 100_000_000n === 0n) return Number(sum / 100_000_000n) / steps / 10_000;
  const whole = sum / BigInt(steps);
  return sum === whole * BigInt(steps) ? fromDecimal(whole) : Number(sum) / steps / 1e12;
}
