import { divideHalfEven, fromDecimal, ONE, toDecimal } from '../base/decimal.ts';
import { InvariantError } from '../base/invariant.ts';

/**
 * An amount of a currency in whole 1e-8 of it, up to ±9e11 of the currency. Sums of rounded amounts are exact however
 * many are added. Prices are no money: they stay the doubles that the bars have, in the currency for one unit.
 */
export type Money = bigint;

const PER_CURRENCY = 100_000_000;
const PLACES = 8;
const HIGHEST: Money = 900_000_000_000n * 100_000_000n;
/** An amount of a currency in 1e-12, over this, is money. */
const DECIMAL_PER_UNIT = ONE / BigInt(PER_CURRENCY);

/** An amount as money, rounded half to even. Throws an `InvariantError` for more than 9e11 of the currency. */
export const toMoney = (amount: number): Money =>
  checked(divideHalfEven(toDecimal(amount), DECIMAL_PER_UNIT));

/** The double that is nearest. */
export const fromMoney = (money: Money): number => Number(money) / PER_CURRENCY;

/** Throws an `InvariantError` for more than 9e11 of the currency. */
export function checked(money: Money): Money {
  if (money > HIGHEST || money < -HIGHEST) {
    throw new InvariantError(`money up to 9e11 of the currency, got ${printMoney(money)}`);
  }
  return money;
}

/** `money × part / of`, rounded half to even; the whole amount where they are equal. */
export const partOf = (money: Money, part: number, of: number): Money =>
  part === of ? money : divideHalfEven(money * BigInt(part), BigInt(of));

/** `money × factor`, rounded half to even: by the decimal that the factor names, otherwise by all its binary digits. */
export function scaled(money: Money, factor: number): Money {
  if (factor === 1) return money;
  const decimal = toDecimal(factor);
  if (fromDecimal(decimal) === factor) return checked(divideHalfEven(money * decimal, ONE));
  let [whole, power] = [factor, 1n];
  while (!Number.isInteger(whole)) [whole, power] = [whole * 2, power * 2n];
  return checked(divideHalfEven(money * BigInt(whole), power));
}

export const absolute = (money: Money): Money => (money < 0n ? -money : money);

/**
 * An amount of doubles, rounded to whole 1e-8 as far as doubles have them: sums of amounts keep their printed digits.
 */
export function tidy(amount: number): number {
  const units = Math.round(amount * PER_CURRENCY);
  return Number.isSafeInteger(units) ? units / PER_CURRENCY + 0 : amount;
}

/** `39,100.00`, with four or eight places where there are more. */
export function printMoney(money: Money): string {
  const amount = String(absolute(money)).padStart(PLACES + 1, '0');
  const whole = amount.slice(0, -PLACES).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  const places = amount.slice(-PLACES);
  const shown = places.endsWith('000000') ? 2 : places.endsWith('0000') ? 4 : PLACES;
  return `${money < 0n ? '-' : ''}${whole}.${places.slice(0, shown)}`;
}

/** The same of an amount as a double. */
export const printAmount = (amount: number): string => printMoney(toMoney(amount));
