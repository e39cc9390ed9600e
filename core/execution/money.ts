import { InvariantError } from '../base/invariant.ts';

/**
 * Money and prices as whole hundredths of a cent: sums are exact however many are added, as sums of binary fractions are
 * not. Up to 900 thousand million of the currency fit.
 */
export type Units = number;

const UNITS_PER_CURRENCY = 10_000;

/** Rounds to the nearest hundredth of a cent; a price that went through 32-bit floats comes back as it was printed. */
export const toUnits = (amount: number): Units => checked(Math.round(amount * UNITS_PER_CURRENCY));

export const fromUnits = (units: Units): number => units / UNITS_PER_CURRENCY;

/** Shares times price, exact. */
export const times = (price: Units, shares: number): Units => checked(price * shares);

/** A part of an amount, to the nearest unit: `whole × part / of`. */
export const partOf = (whole: Units, part: number, of: number): Units =>
  part === of ? whole : Math.round((whole / of) * part);

/** `39,100.00`, with more places where there are any. */
export function printMoney(units: Units): string {
  const sign = units < 0 ? '-' : '';
  const amount = Math.abs(units);
  const whole = String(Math.floor(amount / UNITS_PER_CURRENCY)).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  const places = String(amount % UNITS_PER_CURRENCY).padStart(4, '0');
  return `${sign}${whole}.${places.endsWith('00') ? places.slice(0, 2) : places}`;
}

function checked(units: number): Units {
  if (!Number.isSafeInteger(units)) throwTooMuch(units);
  // Never a negative zero, which would print as one.
  return units + 0;
}

function throwTooMuch(units: number): never {
  throw new InvariantError(`money below 2^53 hundredths of a cent, got ${units}`);
}
