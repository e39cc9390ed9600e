/** Exact decimals: a double is read as the shortest decimal that names it, as JSON and CSV print it. */

/** Places that a decimal keeps. */
const PLACES = 12;
/** One whole, in the last of these places. */
export const ONE = 10n ** 12n;

/** Below this many digits a decimal and its double name each other. */
const EXACT_DIGITS = 1e15;

/** Below it a double is nearer to its shortest decimal than half of the last place, and whole 1e-12 are exact doubles. */
const FINE = 1_000;

/** A double in units of 1e-12, rounded half to even where it has more places. Throws for a value that is not finite. */
export function toDecimal(value: number): bigint {
  const scaled = Math.round(value * 10_000);
  if (scaled / 10_000 === value && Math.abs(scaled) < EXACT_DIGITS) return BigInt(scaled) * 100_000_000n;
  if (Math.abs(value) < FINE) {
    const whole = Math.trunc(value);
    return BigInt(whole * 1e12 + Math.round((value - whole) * 1e12));
  }
  return parse(value);
}

/** The double that is nearest to whole 1e-12. */
export function fromDecimal(decimal: bigint): number {
  const short = decimal % 100_000_000n === 0n;
  const digits = Number(short ? decimal / 100_000_000n : decimal);
  return Number.isSafeInteger(digits) ? digits / (short ? 10_000 : 1e12) : Number(printDecimal(decimal));
}

/** `a - b` as decimals: the difference of the printed numbers. */
export const subtract = (a: number, b: number): number => fromDecimal(toDecimal(a) - toDecimal(b));

/** `-0.000020911`: all digits, no exponent, no zeros at the end. */
function printDecimal(decimal: bigint): string {
  const digits = String(decimal < 0n ? -decimal : decimal).padStart(PLACES + 1, '0');
  const whole = digits.slice(0, -PLACES);
  const places = digits.slice(-PLACES).replace(/0+$/, '');
  return `${decimal < 0n ? '-' : ''}${whole}${places === '' ? '' : `.${places}`}`;
}

/** A double without an exponent: `0.000020911`, where `String` writes `2.0911e-5`. */
export const printNumber = (value: number): string =>
  Number.isFinite(value) && Math.abs(value) < EXACT_DIGITS ? printDecimal(toDecimal(value)) : String(value);

/** `value / divisor`, rounded half to even; the divisor is over 0. */
export function divideHalfEven(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  const rest = value - quotient * divisor;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const isUp = twice > divisor || (twice === divisor && quotient % 2n !== 0n);
  if (!isUp) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}

function parse(value: number): bigint {
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const fraction = mantissa.includes('.') ? (mantissa.split('.')[1] ?? '').length : 0;
  const places = Number(exponent) - fraction + PLACES;
  const whole = BigInt(digits);
  return places >= 0 ? whole * 10n ** BigInt(places) : divideHalfEven(whole, 10n ** BigInt(-places));
}
